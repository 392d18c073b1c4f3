import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { setUpCode } from "./pages.mjs";
import { focused, focusOn, follow, launch, newPage, password, signIn, startSite } from "./support.mjs";

let browser, site, page;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite()]);
});
after(async () => {
    await browser.close();
    await site.stop();
});
beforeEach(async () => { page = await newPage(browser); });
afterEach(() => page.context().close());

// Everything that Tab reaches, from where the focus is, each with its outline's width.
async function tabStops() {
    const stops = [];
    for (;;) {
        const stop = await focused(page);
        const outline = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
        if (stops.length > 0 && await page.evaluate(() => document.activeElement === document.body)) return stops;
        assert.ok(outline >= 2, `${stop} shows its focus`);
        stops.push(stop);
        assert.ok(stops.length < 30, "Tab comes to an end");
        await page.keyboard.press("Tab");
    }
}

test("Tab goes through the sign-in form in reading order, and the focus can be seen", async () => {
    await page.goto(site.url + "/");
    await focusOn(page, "username");
    assert.deepEqual(await tabStops(), ["username", "password", "permanent", "Sign in", "I have a code"]);
});

test("one can sign in, choose an appearance and sign out by keyboard alone", async () => {
    await page.goto(site.url + "/");
    await focusOn(page, "username");
    await page.keyboard.type("alice");
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.equal(await page.getByLabel("Keep me signed in").isChecked(), true);
    await page.keyboard.press("Shift+Tab");
    await follow(page, () => page.keyboard.press("Enter"));
    assert.equal(page.url(), site.url + "/home");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.getByLabel("Dark").isChecked(), true);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Use this appearance");
    await follow(page, () => page.keyboard.press("Enter"));
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    for (let tab = 0; tab < 5; ++tab) await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Sign out");
    await follow(page, () => page.keyboard.press("Space"));
    assert.equal(page.url(), site.url + "/?signed_out=0");
});

test("after an error the focus is on its summary, and the next Tab goes to the first field", async () => {
    await page.goto(site.url + "/");
    await focusOn(page, "username");
    await page.keyboard.type("alice");
    await page.keyboard.press("Tab");
    await page.keyboard.type("wrong");
    await follow(page, () => page.keyboard.press("Enter"));
    await focusOn(page, "problem");
    assert.deepEqual(await tabStops(), ["problem", "username", "password", "permanent", "Sign in", "I have a code"]);
    assert.equal(await page.getByLabel("Password").getAttribute("aria-describedby"), "problem");
});

test("Enter in the set-up form sends it, and the second way lies behind one tab stop", async (t) => {
    const fresh = await startSite({ users: [] });
    t.after(() => fresh.stop());
    await page.goto(fresh.url + "/setup");
    await page.keyboard.press("Tab");
    const host = await page.locator(".host summary").innerText();
    assert.deepEqual(await tabStops(), ["code", "I cannot read that file", "username", "password", "password_again", "Set up", host]);
    await page.keyboard.press("Tab");
    await page.keyboard.type(setUpCode(fresh));
    for (const text of ["", "alice", password, password]) {
        await page.keyboard.press("Tab");
        if (text) await page.keyboard.type(text);
    }
    await follow(page, () => page.keyboard.press("Enter"));
    assert.equal(page.url(), fresh.url + "/home");
});

test("the other pages have one main thing to reach", async () => {
    site.run(["session", "revoke", "alice"]);
    await signIn(page, site);
    for (const [path, stops] of [
        ["/logout", ["Sign out", "Stay signed in"]], ["/nothing", ["Go to the start page"]],
        ["/sessions", ["Give it a name", "Back"]],
        ["/account/password", ["current_password", "password", "password_again", "Change password", "Back"]],
    ]) {
        await page.goto(site.url + path);
        await page.keyboard.press("Tab");
        assert.deepEqual(await tabStops(), stops);
    }
});
