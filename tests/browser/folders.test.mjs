// Does a lock hold? The visitor's browser tries, and its answer must be able to be no.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { launch, newPage, press, repository, signIn, startSite } from "./support.mjs";

let browser, site;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite({
        mount: "/door",
        settings: (folder) => ({ site_folder: folder + "/www" }),
        configuration: () => `include "${repository}/docs/protect/lighttpd.conf"`,  // locks /members
    })]);
    for (const folder of ["members", "club"]) fs.mkdirSync(site.inside("www", folder));
    site.run(["group", "add", "admin", "alice"]);
    for (const folder of ["/members", "/club"]) site.run(["protect", folder]);
});
after(async () => {
    await browser.close();
    await site.stop();
});

// What the page says after the button was pressed; `by` is another way to press it.
async function testLock(t, path, by = (page) => page.getByRole("button", { name: "Test the lock" }).click()) {
    const page = await newPage(browser);
    t.after(() => page.context().close());
    await signIn(page, site);
    await page.goto(`${site.url}/admin/folders/lock?path=${path}`);
    await by(page);
    const words = page.locator("main > [role=status], main > [role=alert]");
    await words.waitFor();
    assert.equal(new URL(page.url()).pathname, "/door/admin/folders/lock");
    return words.innerText();
}

test("a folder that the server asks about is found locked, though its owner may see it", async (t) => {
    assert.match(await testLock(t, "/members"), /The lock holds/);
    assert.deepEqual(fs.readdirSync(site.inside("www", "members")), []);
});

test("a folder that the server does not ask about is found open, whatever its .htaccess file says", async (t) => {
    fs.copyFileSync(`${repository}/docs/protect/apache.htaccess`, site.inside("www", "club", ".htaccess"));
    assert.match(await testLock(t, "/club"), /This folder is OPEN/);
    assert.deepEqual(fs.readdirSync(site.inside("www", "club")), [".htaccess"]);
});

test("where there is no file, the test says that it does not know", async (t) => {
    const answer = await testLock(t, "/club", (page) => page.goto(`${site.url}/admin/folders/test?path=/club&at=/club/nothing`));
    assert.match(answer, /The test says nothing/);
});

test("HD6: without scripts one looks oneself and says what one saw", async (t) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    t.after(() => context.close());
    const page = await context.newPage();
    await page.goto(site.url + "/");
    await page.getByLabel("Username").fill("alice");
    await page.getByLabel("Password").fill("four plain words together");
    await press(page, "Sign in");
    await page.goto(`${site.url}/admin/folders/lock?path=/club`);
    await press(page, "Test the lock");
    const address = await page.getByRole("link", { name: "this address" }).getAttribute("href");
    assert.match((await page.request.get(site.origin + address)).status().toString(), /200/);
    await press(page, "The file itself");
    assert.match(await page.getByRole("alert").innerText(), /This folder is OPEN/);
    assert.deepEqual(fs.readdirSync(site.inside("www", "club")).filter((name) => name !== ".htaccess"), []);
});
