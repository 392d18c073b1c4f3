import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rename } from "./pages.mjs";
import { focused, follow, launch, newPage, press, signIn, startSite } from "./support.mjs";

let browser, site;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite({ users: ["alice", "bob", "carol", "dave", "erin", "frank"] })]);
});
after(async () => {
    await browser.close();
    await site.stop();
});

const isSignedIn = async (page) => {
    await page.goto(site.url + "/home");
    return page.url() === site.url + "/home";
};

// As many browsers of this user, all signed in; the first one looks at the list.
async function visitors(t, user, number, settings = {}) {
    const pages = [];
    for (let each = 0; each < number; ++each) {
        const page = await newPage(browser, settings);
        t.after(() => page.context().close());
        await signIn(page, site, { user });
        pages.push(page);
    }
    await pages[0].goto(site.url + "/sessions");
    return pages;
}

const entries = (page) => page.locator(".sessions > li");
const status = (page) => page.getByRole("status").innerText();

async function tabTo(page, text) {
    for (let tabs = 0; tabs < 40; ++tabs) {
        if (await focused(page) === text) return;
        await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach "${text}"`);
}

test("the home page leads to the list, and the list back", async (t) => {
    const [page] = await visitors(t, "alice", 1);
    await page.goto(site.url + "/home");
    await page.getByRole("link", { name: "Where you are signed in" }).click();
    assert.equal(page.url(), site.url + "/sessions");
    assert.equal(await page.getByRole("heading", { level: 2 }).innerText(), "Chrome on Linux");
    assert.equal(await page.getByRole("button", { name: /^Sign out/ }).count(), 0);
    await page.getByRole("link", { name: "Back" }).click();
    assert.equal(page.url(), site.url + "/home");
});

for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "" : ", scripts off";

    test(`SL6 HD6: by keyboard alone one gives a name to this session and signs out another${how}`, async (t) => {
        const user = javaScriptEnabled ? "bob" : "carol";
        const [page, other, third] = await visitors(t, user, 3, { javaScriptEnabled });
        await tabTo(page, "Give it a name");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await page.keyboard.type("the laptop");
        await follow(page, () => page.keyboard.press("Enter"));
        assert.equal(page.url(), site.url + "/sessions");
        assert.equal(await status(page), "The name is saved.");
        assert.equal(await entries(page).count(), 3);
        assert.equal(await page.getByRole("heading", { level: 2 }).first().innerText(), "the laptop");

        await tabTo(page, "Sign out there");
        await follow(page, () => page.keyboard.press("Enter"));
        assert.equal(await status(page), "That browser is signed out.");
        assert.equal(await entries(page).count(), 2);
        const left = [await isSignedIn(other), await isSignedIn(third)].filter((one) => one);
        assert.equal(left.length, 1);

        await tabTo(page, "Sign out everywhere else");
        await follow(page, () => page.keyboard.press("Space"));
        assert.equal(await status(page), "One other browser is signed out.");
        assert.equal(await entries(page).count(), 1);
        for (const gone of [other, third]) assert.equal(await isSignedIn(gone), false);
        assert.equal(await isSignedIn(page), true);
    });
}

test("Enter in the name of another session saves that name and signs nobody out", async (t) => {
    const [page, other] = await visitors(t, "dave", 2);
    const entry = entries(page).nth(1);
    await entry.locator("summary").click();
    await entry.getByLabel("Name").fill("the phone");
    await follow(page, () => entry.getByLabel("Name").press("Enter"));
    assert.equal(await status(page), "The name is saved.");
    assert.equal(await entries(page).count(), 2);
    assert.equal(await page.getByRole("heading", { level: 2 }).last().innerText(), "the phone");
    assert.equal(await isSignedIn(other), true);
    await other.goto(site.url + "/sessions");
    assert.equal(await other.getByRole("heading", { level: 2 }).first().innerText(), "the phone");
});

test("a notice is gone when the list is loaded anew", async (t) => {
    const [page] = await visitors(t, "dave", 1);
    await rename(page, entries(page).first(), "another name");
    assert.equal(await page.getByRole("status").count(), 1);
    await page.reload();
    assert.equal(await page.getByRole("status").count(), 0);
});

for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "" : ", scripts off";

    test(`"This wasn’t me" signs out all others and leads to the password form${how}`, async (t) => {
        const [page, other, third] = await visitors(t, javaScriptEnabled ? "erin" : "frank", 3, { javaScriptEnabled });
        await tabTo(page, "This wasn’t me");
        await follow(page, () => page.keyboard.press("Enter"));
        assert.equal(page.url(), site.url + "/account/password");
        assert.match(await page.getByRole("status").innerText(), /^That browser and all others are signed out: 2 in all\./);
        assert.equal(await page.getByLabel("Current password").isVisible(), true);
        for (const gone of [other, third]) assert.equal(await isSignedIn(gone), false);
        assert.equal(await isSignedIn(page), true);
    });
}

test("a session that has ended meanwhile is an error that has the focus", async (t) => {
    const [page] = await visitors(t, "alice", 2);
    const tab = await page.context().newPage();
    await tab.goto(site.url + "/sessions");
    await press(tab, "Sign out everywhere else");
    const response = await follow(page, () => page.getByRole("button", { name: "Sign out there" }).first().click());
    assert.equal(response.status(), 404);
    assert.match(await page.title(), /^Error: /);
    await page.locator("[role=alert]:focus").waitFor();
    assert.equal(await entries(page).count(), 1);
});
