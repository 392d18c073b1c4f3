import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { focusOn, launch, newPage, password, press, signIn, startSite, startStranger } from "./support.mjs";

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

test("the first look shows the form and no complaint, with the cursor in the name field", async () => {
    assert.equal((await page.goto(site.url + "/")).status(), 200);
    assert.equal(await page.getByRole("alert").count(), 0);
    await focusOn(page, "username");
    assert.equal(await page.title(), "Sign in · Riverside Rowing Club");
    assert.deepEqual(await page.context().cookies(), []);
});

test("the right name and password lead to a page that greets by name", async () => {
    await signIn(page, site);
    assert.equal(page.url(), site.url + "/home");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Hello, alice");
    assert.match(await page.locator("dl").innerText(), /Signed in\s+just now/);
    assert.equal(await page.locator("dl time").getAttribute("datetime").then(Date.parse) > Date.now(), true);
});

test("a wrong password shows the form again, keeps name and tick, and takes the focus to the reason", async () => {
    assert.equal((await signIn(page, site, { word: "wrong", keep: true })).status(), 200);
    assert.equal(await page.getByRole("alert").innerText(), "Invalid username or password.");
    await focusOn(page, "problem");
    assert.equal(await page.getByLabel("Username").inputValue(), "alice");
    assert.equal(await page.getByLabel("Password").inputValue(), "");
    assert.equal(await page.getByLabel("Keep me signed in").isChecked(), true);
    await page.getByLabel("Password").fill(password);
    await press(page, "Sign in");
    assert.equal(page.url(), site.url + "/home");
});

test("SI1: an unknown name and a wrong password show the same page", async () => {
    const seen = [];
    for (const user of ["alice", "nobody"]) {
        const response = await signIn(page, site, { user, word: "wrong" });
        seen.push([response.status(), (await response.text()).replaceAll(user, "NAME")]);
    }
    assert.deepEqual(seen[0], seen[1]);
});

test("a form without a name or without a password comes back and says what is missing", async () => {
    for (const fields of [{ user: "", word: password }, { word: "" }, { user: "", word: "" }]) {
        assert.equal((await signIn(page, site, fields)).status(), 422);
        assert.equal(await page.getByRole("alert").innerText(), "Please type your username and your password.");
    }
});

test("PW9: the fields tell password managers what they are, and take what is pasted", async () => {
    await page.goto(site.url + "/");
    assert.equal(await page.getByLabel("Username").getAttribute("autocomplete"), "username");
    assert.equal(await page.getByLabel("Password").getAttribute("autocomplete"), "current-password");
    await page.getByLabel("Username").focus();
    await page.keyboard.insertText("alice");
    await page.getByLabel("Password").focus();
    await page.keyboard.insertText(password);
    await press(page, "Sign in");
    assert.equal(page.url(), site.url + "/home");
});

test("SI3: after ten wrong tries the form asks to wait, and says how long", async () => {
    for (let tries = 0; tries < 10; ++tries) await signIn(page, site, { user: "guessed", word: "wrong" });
    assert.equal((await signIn(page, site, { user: "guessed", word: "wrong" })).status(), 429);
    assert.match(await page.getByRole("alert").innerText(), /^Too many tries\. Please wait (a minute|\d+ minutes), then try again\.$/);
    await focusOn(page, "problem");
});

test("RD4: a page that needs a user leads to the form and, after it, back there", async () => {
    await page.goto(site.url + "/home");
    assert.equal(page.url(), site.url + "/?next=%2Fhome");
    await page.getByLabel("Username").fill("alice");
    await page.getByLabel("Password").fill("wrong");
    await press(page, "Sign in");
    await page.getByLabel("Password").fill(password);
    await press(page, "Sign in");
    assert.equal(page.url(), site.url + "/home");
});

test("a local page named in the address is where one goes after signing in", async () => {
    await signIn(page, site, { at: "/?next=" + encodeURIComponent("/logout?from=a&b=%2F") });
    assert.equal(page.url(), site.url + "/logout?from=a&b=%2F");
});

test("a user who is signed in and opens the form goes on to the home page", async () => {
    await signIn(page, site);
    await page.goto(site.url + "/");
    assert.equal(page.url(), site.url + "/home");
});

test("the form of a page that has been open since an earlier session still works", async () => {
    const old = await page.context().newPage();
    await old.goto(site.url + "/");
    await signIn(page, site);
    await press(page, "Sign out");
    await old.getByLabel("Username").fill("alice");
    await old.getByLabel("Password").fill(password);
    await press(old, "Sign in");
    assert.equal(old.url(), site.url + "/home");
});

const foreign = (host) => [
    `//${host}`, `///${host}`, `////${host}`, `//${host}/%2e%2e`, `/\\${host}`, `\\/${host}`, `\\\\${host}`, `/\\/${host}`,
    `/\t/${host}`, `\t//${host}`, `/\n/${host}`, `/\r\n/${host}`, ` //${host}`, `/ /${host}`, `\u0000//${host}`, `/\u0000/${host}`,
    `http://${host}`, `https://${host}`, `HTTP://${host}`, `http:${host}`, `http:/${host}`, `https:${host}`, `hTTp:\\\\${host}`,
    `//127.0.0.1@${host}`, `//user:word@${host}`, `http://127.0.0.1@${host}/home`, `//${host}#@127.0.0.1`, `//${host}?@127.0.0.1`,
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\u0001javascript:alert(1)", "javascript://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:x", "file:///etc/passwd", "mailto:a@b", "ftp://x",
    `/%09/${host}`, `/%5c${host}`, `/%2f${host}`, `%2f%2f${host}`, `/%0d%0aLocation:%20//${host}`, `/.//${host}`, `/..//${host}`,
    `/;//${host}`, `.//${host}`, `./${host}`, `${host}`, `@${host}`, `:${host}`, `?//${host}`, `#//${host}`, `/#//${host}`,
    `\u2044\u2044${host}`, `/\u2044${host}`, `\uff0f\uff0f${host}`, `/\uff0f${host}`, `\u3002${host}`, `/\u3002/${host}`,
    `/\u2028/${host}`, `/\u00a0/${host}`, `\ufeff//${host}`, `/\ud83d\ude00/../..//${host}`, "/".repeat(2000), "/a\r\nSet-Cookie: x=y",
];

test("RD1: no address that a link names takes the browser off the site after signing in", async (t) => {
    // "localhost" is another site than 127.0.0.1, and the same server: a browser that left would arrive.
    const payloads = foreign(site.origin.replace("http://127.0.0.1", "localhost"));
    assert.ok(payloads.length >= 60);
    let left = 0;
    page.on("dialog", (dialog) => { ++left; return dialog.dismiss(); });
    page.on("framenavigated", (frame) => { left += new URL(frame.url()).origin === site.origin ? 0 : 1; });
    for (const next of payloads) {
        await page.context().clearCookies();
        const response = await page.goto(site.url + "/?next=" + encodeURIComponent(next));
        if (response.status() === 200) {
            await page.getByLabel("Username").fill("alice");
            await page.getByLabel("Password").fill(password);
            await press(page, "Sign in");
        } else {
            assert.equal(response.status(), 400, next);
        }
        assert.equal(new URL(page.url()).origin, site.origin, next);
    }
    assert.equal(left, 0);
    t.diagnostic(`${payloads.length} addresses`);
});

test("RF3: a form on another site cannot sign anybody in or out, nor change anything", async (t) => {
    await signIn(page, site);
    for (const [target, fields] of [["/", { username: "alice", password }], ["/logout", {}], ["/home", { theme: "dark" }]]) {
        const inputs = Object.entries(fields).map(([key, value]) => `<input name="${key}" value="${value}">`).join("");
        const stranger = await startStranger(`<form method="post" action="${site.url}${target}">${inputs}<button>Win a boat</button></form>`);
        t.after(() => stranger.stop());
        await page.goto(stranger.url);
        assert.equal((await press(page, "Win a boat")).status(), 403, target);
        assert.equal(await page.getByRole("heading").innerText(), "Sent from another address");
    }
    await page.goto(site.url + "/home");
    assert.equal(page.url(), site.url + "/home");
    assert.equal(await page.locator("html").getAttribute("data-theme"), "device");
});
