import assert from "node:assert/strict";
import { test } from "node:test";
import { fillSetUp, setUpCode } from "./pages.mjs";
import { launch, newPage, press, signIn, startSite } from "./support.mjs";

test("HD6: with scripts off one can set up, choose an appearance, sign out and sign in", async (t) => {
    const [browser, site] = await Promise.all([launch(), startSite({ users: [] })]);
    t.after(async () => {
        await browser.close();
        await site.stop();
    });
    const page = await newPage(browser, { javaScriptEnabled: false });
    await page.goto(site.url + "/");
    await fillSetUp(page, { code: setUpCode(site) });
    assert.equal(page.url(), site.url + "/home");
    await page.getByLabel("Dark").check();
    await press(page, "Use this appearance");
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await press(page, "Sign out");
    await signIn(page, site, { word: "wrong" });
    assert.equal(await page.getByRole("alert").innerText(), "Invalid username or password.");
    await signIn(page, site, { keep: true });
    assert.equal(page.url(), site.url + "/home");
    await page.goto(site.url + "/nothing");
    await page.getByRole("link", { name: "Go to the start page" }).click();
    assert.equal(page.url(), site.url + "/home");
});

test("HD6: no page holds a script or a style of its own", async (t) => {
    const site = await startSite();
    t.after(() => site.stop());
    for (const path of ["/", "/logout", "/nothing"]) {
        const { body, headers } = await site.request("GET", path);
        assert.doesNotMatch(body, /<script|<style|\sstyle=|\son[a-z]+=|javascript:/i, path);
        assert.match(headers["content-security-policy"], /default-src 'none'/);
        assert.doesNotMatch(headers["content-security-policy"], /unsafe/);
    }
});
