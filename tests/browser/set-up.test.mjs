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
    await page.getByText("I cannot read that file").click();
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
        names.push(await visitor.locator("code.line").textContent());
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

// A door whose private folder has an address on the site; `shows`: and the server sends what is in it.
async function siteWithFolder(t, { shows }) {
    const site = await startSite({
        users: [], mount: "/door",
        settings: (folder) => ({ site_folder: folder }),
        configuration: (folder) => shows ? `$HTTP["url"] =~ "^/private/" { alias.url = ("/private/" => "${folder}/private/") }` : "",
    });
    t.after(() => site.stop());
    return site;
}

async function visit(t, settings = {}) {
    const page = await newPage(browser, settings);
    t.after(() => page.context().close());
    return page;
}

const heading = (page) => page.getByRole("heading", { level: 1 });

test("on a good host the set-up page is the form, and one line about the host", async (t) => {
    const { site, page } = await freshSite(t);
    await page.goto(site.url + "/");
    assert.equal(await heading(page).innerText(), "Set up your user");
    assert.equal(await page.locator(".problem:visible, .notice:visible").count(), 0);
    const summary = page.getByText(/^This host: \d+ checks passed$/);
    await summary.click();
    assert.ok(await page.getByText("Cookies come back from the browser.").isVisible());
});

test("PA4: a private folder that the server shows is found by the browser itself, and set-up stops there", async (t) => {
    const site = await siteWithFolder(t, { shows: true });
    const page = await visit(t);
    await page.goto(site.url + "/");
    await page.getByRole("heading", { name: "This host is not ready yet" }).waitFor();
    assert.match(await page.locator(".problem:visible").innerText(), /everybody can fetch what is in it/);
    assert.equal(await page.getByLabel("Username").count(), 0);
    await page.getByRole("link", { name: "Look again" }).click();
    await page.getByRole("heading", { name: "This host is not ready yet" }).waitFor();
});

test("PA4: one that is shut is found shut, and the page goes on to the form", async (t) => {
    const site = await siteWithFolder(t, { shows: false });
    const page = await visit(t);
    await page.goto(site.url + "/");
    await page.getByRole("heading", { name: "Set up your user" }).waitFor();
    assert.ok(!fs.existsSync(site.inside("private", "setup-code.txt")));
    fs.writeFileSync(site.inside("door", await page.locator("code.line").innerText()), "");
    await fillSetUp(page, { code: null });
    assert.equal(page.url(), site.url + "/home");
    assert.ok(await page.getByRole("heading", { name: "What next?" }).isVisible());
    assert.deepEqual(fs.readdirSync(site.inside("private")).filter((name) => name.startsWith("canary-")), []);
    await page.goto(site.url + "/admin/check");
    await page.getByText("A test has found it shut").waitFor();
    await page.getByRole("link", { name: "Test the private folder again" }).click();
    await page.getByRole("link", { name: "Test the private folder again" }).waitFor();
});

test("HD6: without scripts one looks oneself and says what one saw", async (t) => {
    const site = await siteWithFolder(t, { shows: true });
    const page = await visit(t, { javaScriptEnabled: false });
    await page.goto(site.url + "/setup");
    const address = await page.getByRole("link", { name: "this address" }).getAttribute("href");
    assert.match(await (await page.request.get(site.origin + address)).text(), /^[0-9a-f]{32}$/);
    await press(page, "A refusal");
    assert.equal(await heading(page).innerText(), "Set up your user");
    await page.goto(site.url + "/setup");
    await press(page, "The 32 signs");
    assert.equal(await heading(page).innerText(), "This host is not ready yet");
});

test("a folder among those of the host's other users is a place that its owner is warned of", async (t) => {
    const site = await startSite({ users: [], mount: "/~ann" });
    t.after(() => site.stop());
    const page = await visit(t);
    await page.goto(site.url + "/");
    assert.equal(await heading(page).innerText(), "Better not like this");
    assert.match(await page.locator(".problem:visible").innerText(), /read and plant the cookies/);
    await page.getByRole("link", { name: "Go on all the same" }).click();
    await fillSetUp(page, { code: setUpCode(site) });
    assert.equal(page.url(), site.url + "/home");
});

test("a server whose clock is wrong, or a proxy that changes the address, is seen by the browser", async (t) => {
    const { site, page } = await freshSite(t);
    await page.goto(site.url + "/setup");
    assert.equal(await page.locator("#browser-address:visible, #browser-clock:visible").count(), 0);
    await page.clock.setFixedTime(Date.now() + 3_600_000);
    await page.goto(site.url + "/setup");
    await page.locator("#browser-clock:visible").waitFor();
    await site.show(page, await site.request("GET", "/setup?cookies=tried", { headers: { host: "inner.example" } }));
    await page.locator("#browser-address:visible").waitFor();
});
