// The whole way of a link: who looks after the site makes and copies it, somebody else opens it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fillSetUp, setUpCode } from "./pages.mjs";
import { launch, newPage, press, signIn, startSite } from "./support.mjs";

let browser, site, owner;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite({ users: [] })]);
    owner = await newPage(browser);
    await owner.goto(site.url + "/setup");  // so the site knows its address
    await fillSetUp(owner, { code: setUpCode(site), user: "mary" });
    site.run(["user", "add", "tom", "--password-stdin"], "four plain words together\n");
});
after(async () => {
    await browser.close();
    await site.stop();
});

const linkOnPage = () => owner.locator("code.line").innerText();

// Somebody with a browser of his own, and no scripts in it.
async function guest(t) {
    const page = await newPage(browser, { javaScriptEnabled: false });
    t.after(() => page.context().close());
    return page;
}

async function choosePassword(page, button, word) {
    await page.getByLabel("Password", { exact: true }).fill(word);
    await page.getByLabel("Password again").fill(word);
    return press(page, button);
}

test("PW11 PW12: whoever opens the link of an invitation becomes a user, and after him nobody", async (t) => {
    await owner.goto(site.url + "/admin/invitations");
    await press(owner, "Make the invitation");
    const link = await linkOnPage();
    assert.match(link, new RegExp(`^${site.url}/join\\?code=([0-9A-Z]{4}-){6}[0-9A-Z]{4}$`));

    const page = await guest(t);
    for (let look = 0; look < 3; ++look) assert.equal((await page.goto(link)).status(), 200);  // to look uses nothing up
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Welcome");
    await page.getByLabel("Username").fill("dora");
    await page.getByLabel("Shown as").fill("Dora D.");
    await choosePassword(page, "Become a user", "three words for rowing");
    assert.equal(page.url(), site.url + "/home");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Hello, Dora D.");

    const late = await guest(t);
    assert.equal((await late.goto(link)).status(), 422);
    assert.match(await late.getByRole("alert").innerText(), /opens nothing, or nothing any more/);
});

test("PW11 PW12: whoever opens the link of a reset chooses a password, which ends the old one and all sessions", async (t) => {
    const before = await guest(t);
    await signIn(before, site, { user: "tom" });
    await owner.goto(site.url + "/admin/users");
    await owner.getByRole("link", { name: "tom" }).click();
    await press(owner, "Make a link");

    const page = await guest(t);
    await page.goto(await linkOnPage());
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Choose your password");
    await choosePassword(page, "Choose this password", "three other words for rowing");
    assert.equal(page.url(), site.url + "/home");
    await before.goto(site.url + "/home");
    assert.equal(before.url(), site.url + "/?next=%2Fhome");
    await signIn(before, site, { user: "tom" });
    assert.equal(await before.getByRole("alert").innerText(), "Invalid username or password.");
    await signIn(before, site, { user: "tom", word: "three other words for rowing" });
    assert.equal(before.url(), site.url + "/home");
});
