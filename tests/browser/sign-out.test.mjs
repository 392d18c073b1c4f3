import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, newPage, press, sessionCookie, signIn, startSite } from "./support.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

// A browser that keeps pages whole for the Back button, as people's browsers do (playwright's does not), or one that does not.
async function visitor(t, keepsPages) {
    const browser = await launch(keepsPages ? { ignoreDefaultArgs: ["--disable-back-forward-cache"] } : {});
    t.after(() => browser.close());
    return newPage(browser);
}

// A page that was kept whole never tells that it is loaded: what it shows is all there is.
async function goBack(page) {
    const before = page.url();
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction((url) => location.href !== url && document.readyState === "complete", before);
}

const isPrivate = async (page) => (await page.content()).includes("alice");

test("CK8: signing out takes the cookie away and leads to the form", async (t) => {
    const page = await visitor(t, false);
    await signIn(page, site);
    await press(page, "Sign out");
    assert.match(page.url().slice(site.url.length), /^\/\?signed_out=\d+$/);
    assert.match(await page.getByRole("status").innerText(), /^You are signed out in this browser\./);
    assert.equal(await sessionCookie(page.context()), undefined);
    await page.goto(site.url + "/home");
    assert.equal(page.url(), site.url + "/?next=%2Fhome");
});

test("SL1: a copy of the cookie is worth nothing after signing out", async (t) => {
    const page = await visitor(t, false);
    await signIn(page, site);
    const copy = await page.context().cookies();
    await press(page, "Sign out");
    await page.context().addCookies(copy);
    await page.goto(site.url + "/home");
    assert.equal(page.url(), site.url + "/?next=%2Fhome");
});

test("the sign-out page has one button and a way back, and ends only this browser's session", async (t) => {
    const page = await visitor(t, false);
    const other = await newPage(page.context().browser());
    await signIn(page, site);
    await signIn(other, site);
    await page.goto(site.url + "/logout");
    assert.equal(await page.getByRole("button").count(), 1);
    await page.getByRole("link", { name: "Stay signed in" }).click();
    assert.equal(page.url(), site.url + "/home");
    await page.goto(site.url + "/logout");
    await press(page, "Sign out");
    assert.match(await page.getByRole("status").innerText(), /You are still signed in on one other browser\.$/);
    await other.reload();
    assert.equal(other.url(), site.url + "/home");
    await page.goto(site.url + "/logout");
    assert.equal(await page.getByRole("heading").innerText(), "You are signed out");
});

test("RF1: opening the sign-out page signs nobody out", async (t) => {
    const page = await visitor(t, false);
    await signIn(page, site);
    await page.goto(site.url + "/logout");
    await page.goto(site.url + "/home");
    assert.equal(page.url(), site.url + "/home");
});

for (const keepsPages of [false, true]) {
    const how = keepsPages ? "even in a browser that keeps pages whole" : "in a browser that loads them anew";

    test(`SL7: after signing out, Back shows no private page, ${how}`, async (t) => {
        const page = await visitor(t, keepsPages);
        await signIn(page, site);
        await press(page, "Sign out");
        await goBack(page);
        assert.equal(await isPrivate(page), false);
    });

    test(`SL7: Back shows no private page when another tab has signed out, ${how}`, async (t) => {
        const page = await visitor(t, keepsPages);
        await signIn(page, site);
        await page.goto(site.url + "/icon.svg");
        const tab = await page.context().newPage();
        await tab.goto(site.url + "/home");
        await press(tab, "Sign out");
        await goBack(page);
        assert.equal(await isPrivate(page), false);
    });
}

test("the browser of these tests does keep pages whole, also those that say no-store", async (t) => {
    const page = await visitor(t, true);
    await signIn(page, site);
    await page.evaluate(() => { globalThis.kept = true; });
    await page.goto(site.url + "/style.css");
    await goBack(page);
    assert.equal(await isPrivate(page), true);
    assert.equal(await page.evaluate(() => globalThis.kept), true);
});
