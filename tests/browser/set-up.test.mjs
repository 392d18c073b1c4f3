import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { fillSetUp, setUpCode } from "./pages.mjs";
import { focusOn, launch, newPage, password, press, signIn, startSite } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function freshSite(t) {
    const site = await startSite({ users: [] });
    t.after(() => site.stop());
    const page = await newPage(browser);
    t.after(() => page.context().close());
    return { site, page };
}

test("PW10: the code from the owner's file makes the first user, and the page closes for ever", async (t) => {
    const { site, page } = await freshSite(t);
    await page.goto(site.url + "/");
    assert.equal(page.url(), site.url + "/setup");
    await fillSetUp(page, { code: setUpCode(site) });
    assert.equal(page.url(), site.url + "/home");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Hello, alice");
    assert.equal((await page.goto(site.url + "/setup")).status(), 404);
    assert.ok(!fs.existsSync(site.inside("private", "setup-code.txt")));
});

test("PW10: a wrong code makes nobody, says so, keeps the name and takes the focus there", async (t) => {
    const { site, page } = await freshSite(t);
    await page.goto(site.url + "/setup");
    assert.equal((await fillSetUp(page, { code: "WRONG" })).status(), 422);
    assert.match(await page.getByRole("alert").innerText(), /code is not the right one/);
    await focusOn(page, "code_wrong");
    assert.equal(await page.getByLabel("Username").inputValue(), "alice");
    assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), "");
    assert.equal(await page.getByLabel("Code").getAttribute("aria-invalid"), "true");
    assert.equal(site.run(["user", "list"]), "");
});

test("PW10: an empty file with the random name, put beside the program, stands in for the code", async (t) => {
    const { site, page } = await freshSite(t);
    await page.goto(site.url + "/setup");
    await press(page, "I cannot read that file");
    const name = await page.locator("code.line").innerText();
    assert.equal((await fillSetUp(page, {})).status(), 422);
    assert.match(await page.getByRole("alert").innerText(), /not there yet/);
    fs.writeFileSync(site.inside("door", name), "");
    await fillSetUp(page, {});
    assert.equal(page.url(), site.url + "/home");
});

test("PW10: another browser is told another file name", async (t) => {
    const { site, page } = await freshSite(t);
    const other = await newPage(browser);
    t.after(() => other.context().close());
    const names = [];
    for (const visitor of [page, other]) {
        await visitor.goto(site.url + "/setup");
        await press(visitor, "I cannot read that file");
        names.push(await visitor.locator("code.line").innerText());
    }
    assert.notEqual(names[0], names[1]);
    fs.writeFileSync(site.inside("door", names[0]), "");
    assert.equal((await fillSetUp(other, { user: "mallory" })).status(), 422);
});

test("PW4 PW9: a short password is refused in words; one that is pasted or filled in is taken", async (t) => {
    const { site, page } = await freshSite(t);
    await page.goto(site.url + "/setup");
    await fillSetUp(page, { code: setUpCode(site), word: "only14letters!" });
    assert.match(await page.getByRole("alert").innerText(), /at least 15 characters/);
    for (const field of ["password", "password_again"]) {
        assert.equal(await page.locator(`#${field}`).getAttribute("autocomplete"), "new-password");
        await page.locator(`#${field}`).focus();
        await page.keyboard.insertText(password);
    }
    await page.getByLabel("Code").fill(setUpCode(site));
    await press(page, "Set up");
    assert.equal(page.url(), site.url + "/home");
});

test("the user of the set-up page can sign in afterwards, also below a path", async (t) => {
    const site = await startSite({ users: [], mount: "/door" });
    t.after(() => site.stop());
    const page = await newPage(browser);
    t.after(() => page.context().close());
    await page.goto(site.url + "/");
    await fillSetUp(page, { code: setUpCode(site), user: "Zoë" });
    await press(page, "Sign out");
    await signIn(page, site, { user: "zoë" });
    assert.equal(page.url(), site.url + "/home");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Hello, Zoë");
});
