// Looking after the site by keyboard alone, with scripts off: each weighty act once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, follow, launch, newPage, password, signIn, startSite } from "./support.mjs";

test("HD6: an admin makes a group, a user, an invitation and a rule by keyboard alone, with scripts off", async (t) => {
    const [browser, site] = await Promise.all([launch(), startSite({ users: ["admin"] })]);
    t.after(async () => {
        await browser.close();
        await site.stop();
    });
    const page = await newPage(browser, { javaScriptEnabled: false });

    async function tabTo(what) {
        for (let stops = 0; stops < 40; ++stops) {
            if (await focused(page) === what) return;
            await page.keyboard.press("Tab");
        }
        assert.fail(`Tab does not reach ${what}`);
    }
    async function type(field, text) {
        await tabTo(field);
        await page.keyboard.type(text);
    }
    const choose = async (link) => {
        await tabTo(link);
        await follow(page, () => page.keyboard.press("Enter"));
    };
    const send = () => follow(page, () => page.keyboard.press("Enter"));
    const heard = () => page.getByRole("status").innerText();

    await signIn(page, site, { user: "admin", word: password });
    await choose("Look after the site");

    await choose("Users");
    await choose("Groups");
    await type("group", "choir");
    await send();
    assert.match(await heard(), /^The group is there\./);

    await choose("Users");
    await type("username", "bob");
    await send();
    assert.match(await heard(), /^bob is a user now/);
    const link = await page.locator("code.line").innerText();

    await choose("Invitations");
    await type("note", "the new ones of May");
    await type("group", "choir");
    await tabTo("uses");  // Enter in a list opens it
    await send();
    assert.match(await heard(), /^The invitation is made\./);

    await choose("Protected folders");
    await type("path", "/members");
    await tabTo("groups");
    await page.keyboard.type("choir");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowDown");  // from "All users" to those named below
    await send();
    assert.match(await heard(), /^The rule is set\./);
    assert.equal(site.run(["rules"]), "/members  only group choir\n");

    await page.context().clearCookies();
    assert.match(link, /^\S+$/);
    await page.goto(link.startsWith("http") ? link : `${site.url}/join`);
    if (!link.startsWith("http")) {
        await type("code", link);
        await send();
    }
    await type("password", "five plain words together now");
    await type("password_again", "five plain words together now");
    await send();
    assert.equal(page.url(), site.url + "/home");
});
