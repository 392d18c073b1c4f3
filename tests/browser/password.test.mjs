import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fillAccount } from "./pages.mjs";
import { focusOn, follow, launch, newPage, password, press, sessionCookie, signIn, startSite } from "./support.mjs";

const better = "five other words in a row";
let browser, site;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite({ users: ["alice", "bob", "carol", "dave"] })]);
});
after(async () => {
    await browser.close();
    await site.stop();
});

async function visitor(t, user, settings = {}) {
    const page = await newPage(browser, settings);
    t.after(() => page.context().close());
    await signIn(page, site, { user });
    return page;
}

for (const [user, javaScriptEnabled] of [["alice", true], ["bob", false]]) {
    const how = javaScriptEnabled ? "" : ", scripts off";

    test(`PW9 SL4 HD6: by keyboard alone one changes the password and stays signed in${how}`, async (t) => {
        const page = await visitor(t, user, { javaScriptEnabled });
        const other = await visitor(t, user);
        const before = await sessionCookie(page.context());
        await page.getByRole("link", { name: "Your account" }).press("Enter");
        await page.waitForURL(site.url + "/account");
        await page.getByRole("link", { name: "Your password" }).press("Enter");
        await page.waitForURL(site.url + "/account/password");
        await page.keyboard.press("Tab");
        for (const text of [password, better, better]) {
            await page.keyboard.type(text);
            await page.keyboard.press("Tab");
        }
        await page.keyboard.press("Shift+Tab");
        await follow(page, () => page.keyboard.press("Enter"));
        assert.equal(page.url(), site.url + "/account/password");
        assert.equal(await page.getByRole("status").innerText(), "Your password is changed. One other browser is signed out; sign in there with the new one.");
        const cookie = await sessionCookie(page.context());
        assert.notEqual(cookie.value, before.value);
        await other.goto(site.url + "/home");
        assert.equal(other.url(), site.url + "/?next=%2Fhome");
        await page.goto(site.url + "/home");
        await press(page, "Sign out");
        await signIn(page, site, { user });
        assert.equal(await page.getByRole("alert").innerText(), "Invalid username or password.");
        await signIn(page, site, { user, word: better });
        assert.equal(page.url(), site.url + "/home");
    });
}

test("after an error the focus is on it, the field names it, and no password is kept in the form", async (t) => {
    const page = await visitor(t, "carol");
    for (const [fields, id, label] of [[{ current: "wrong", word: better }, "current_wrong", "Current password"],
        [{ word: "short" }, "password_short", "New password"],
        [{ word: better, again: "something else" }, "passwords_differ", "New password again"]]) {
        await page.goto(site.url + "/account/password");
        await fillAccount(page, fields);
        await focusOn(page, id);
        const field = page.getByLabel(label, { exact: true });
        assert.equal(await field.getAttribute("aria-invalid"), "true");
        assert.match(await field.getAttribute("aria-describedby"), new RegExp(`\\b${id}\\b`));
        for (const input of await page.locator("input[type=password]").all()) assert.equal(await input.inputValue(), "");
    }
});

test("PW9: a password manager finds the name, the current password and the new one, and may paste", async (t) => {
    const page = await visitor(t, "dave");
    await page.goto(site.url + "/account/password");
    const kinds = await page.locator("form input").evaluateAll((inputs) => inputs.map((input) => input.autocomplete));
    assert.deepEqual(kinds, ["username", "current-password", "new-password", "new-password"]);
    assert.equal(await page.locator("input[name=username]").inputValue(), "dave");
    assert.equal(await page.locator("[onpaste], script").count(), 0);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate((text) => navigator.clipboard.writeText(text), better);
    await page.getByLabel("New password", { exact: true }).focus();
    await page.keyboard.press("Control+V");
    assert.equal(await page.getByLabel("New password", { exact: true }).inputValue(), better);
});
