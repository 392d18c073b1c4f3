// The example page of docs/examples/, and the module that it uses.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, newPage, press, repository, signIn, startSite, startStranger } from "./support.mjs";

let browser, site, openSite;
before(async () => {
    const at = { mount: "/door", users: ["alice", "bob", "carol", "dave", "erin"] };
    [browser, site, openSite] = await Promise.all([
        launch(), startSite(at), startSite({ ...at, settings: { anonymous_variables: true } }),
    ]);
    for (const { inside } of [site, openSite]) {
        fs.copyFileSync(path.join(repository, "docs/examples/cart.html"), inside("www", "cart.html"));
    }
});
after(async () => {
    await browser.close();
    await Promise.all([site.stop(), openSite.stop()]);
});

const shop = ({ origin }) => origin + "/cart.html";
const addTea = (page, tea) => page.locator(`button[value="${tea}"]`).click();
const cartIs = (page, lines) => page.waitForFunction((expected) =>
    [...document.querySelectorAll("#cart li")].map((line) => line.textContent).join() === expected, lines.join());
const visitsAre = (page, number) => page.waitForFunction((expected) =>
    document.querySelector("#visits").textContent === expected, String(number));

// Runs `act` in the page, with the module as its argument, and `more` behind it.
const inPage = (page, act, more) => page.evaluate(
    `import("/door/session.js").then((module) => (${act})(module, ${JSON.stringify(more)}))`);

// A page with the shop in it, for a user who is signed in, or for nobody.
async function visit(t, where, user) {
    const page = await newPage(browser);
    t.after(() => page.context().close());
    if (user) await signIn(page, where, { user });
    await page.goto(shop(where));
    return page;
}

test("the cart of a user who is signed in is still there after reloading", async (t) => {
    const page = await visit(t, site, "alice");
    await page.getByText("Hello, alice.").waitFor();
    await visitsAre(page, 1);
    await addTea(page, "Earl Grey");
    await cartIs(page, ["1 × Earl Grey"]);
    await addTea(page, "Assam");
    await addTea(page, "Assam");
    await cartIs(page, ["2 × Assam", "1 × Earl Grey"]);
    await page.reload();
    await cartIs(page, ["2 × Assam", "1 × Earl Grey"]);
    await visitsAre(page, 2);
    await page.getByText("Empty the cart").click();
    await cartIs(page, []);
    await page.reload();
    await visitsAre(page, 3);
    await cartIs(page, []);
    // What is not there yet is a 404, of which Chromium takes note.
    assert.deepEqual(page.complaints.filter((text) => !text.includes("status of 404")), []);
});

test("whoever is not signed in gets a link, and comes back to the page", async (t) => {
    const page = await visit(t, site);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Username").fill("bob");
    await page.getByLabel("Password").fill("four plain words together");
    await press(page, "Sign in");
    assert.equal(page.url(), shop(site));
    await page.getByText("Hello, bob.").waitFor();
    await visitsAre(page, 1);
});

test("SL1: whoever signed out in another tab gets the link at his next click, and nothing is kept", async (t) => {
    const page = await visit(t, site, "bob");
    await page.getByText("Hello, bob.").waitFor();
    const other = await page.context().newPage();
    await other.goto(site.url + "/logout");
    await press(other, "Sign out");
    await addTea(page, "Assam");
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    await cartIs(page, []);
});

test("SL8: two tabs that add at the same time lose nothing", async (t) => {
    const page = await visit(t, site, "carol");
    const other = await page.context().newPage();
    await other.goto(shop(site));
    await visitsAre(other, 2);
    await Promise.all([page, other].map((tab) => inPage(tab, async ({ session }) => {
        for (let round = 0; round < 20; ++round) {
            await Promise.all([
                session.increment("sum", 2),
                session.update("list", (list) => [...list, round], []),
            ]);
        }
    })));
    assert.equal(await inPage(page, ({ session }) => session.get("sum")), 80);
    assert.equal((await inPage(page, ({ session }) => session.get("list"))).length, 40);
});

test("SL16: any value comes back as it went in, under any name", async (t) => {
    const page = await visit(t, site, "dave");
    const values = [null, true, 0, -1, 0.1, 1e20, 1e300, "", "é 🫖 \u2028 \u0000 \"\\", [], {}, { a: [{ b: null }], "": 1 }];
    for (const name of ["cart", "my cart", "100%", "what?", "no#1", "a;b", "a+b", "é", "🫖", "\"'<>&", "increment"]) {
        const got = await inPage(page, async ({ session }, [key, all]) => {
            const results = [];
            for (const value of all) {
                await session.set(key, value);
                results.push(await session.get(key, "nothing"));
            }
            return [results, await session.remove(key), await session.remove(key, "gone"), await session.get(key), await session.get(key, 7)];
        }, [name, values]);
        assert.deepEqual(got, [values, values.at(-1), "gone", null, 7], name);
    }
});

test("an error says what was wrong, and changes nothing", async (t) => {
    const page = await visit(t, site, "erin");
    await visitsAre(page, 1);
    const failure = (act) => inPage(page, `({ session, SessionError }) => (${act})(session)
        .then(() => "no error", (error) => error instanceof SessionError && { status: error.status, message: error.message, id: error.problem.id })`);
    const tooLarge = await failure((session) => session.set("big", "x".repeat(70_000)));
    assert.equal(tooLarge.status, 413);
    assert.match(tooLarge.message, /64 KiB/);
    assert.match(tooLarge.id, /^[0-9a-f]{16}$/);
    assert.equal((await failure((session) => session.increment("visits", 0.5))).status, 422);
    assert.equal((await failure((session) => session.set("n".repeat(129), 1))).status, 422);
    assert.equal((await failure((session) => session.set("a/b", 1))).status, 404);
    assert.equal((await failure((session) => session.set("nothing", undefined))).status, 400);
    assert.deepEqual((await inPage(page, ({ session }) => session.all())).page, { visits: 1 });
});

test("user() is null where nobody is signed in", async (t) => {
    for (const where of [site, openSite]) {
        const page = await visit(t, where);
        assert.equal(await inPage(page, ({ session }) => session.user()), null);
    }
});

test("where anonymous visitors are welcome, the cart comes along at sign-in", async (t) => {
    const page = await visit(t, openSite);
    await page.getByText("Hello.").waitFor();
    await addTea(page, "Darjeeling");
    await cartIs(page, ["1 × Darjeeling"]);
    await signIn(page, openSite, { user: "alice" });
    await page.goto(shop(openSite));
    await page.getByText("Hello, alice.").waitFor();
    await cartIs(page, ["1 × Darjeeling"]);
});

test("RF3 RF4 RF6: a page of another site can neither use the module nor write nor read", async (t) => {
    const stranger = await startStranger("<!doctype html><title>x</title>");
    t.after(() => stranger.stop());
    const page = await visit(t, site, "alice");
    const name = "alice's own";
    await inPage(page, ({ session }, key) => session.set(key, 1), name);
    await page.goto(stranger.url);
    const outcomes = await page.evaluate(async ([door, key]) => {
        const target = `${door}/session/page/${encodeURIComponent(key)}`;
        const json = { "Content-Type": "application/json" };
        const tries = [
            () => import(door + "/session.js"),
            () => fetch(target, { credentials: "include" }),
            () => fetch(target, { method: "PUT", credentials: "include", headers: json, body: "2" }),
            () => fetch(target, { method: "DELETE", credentials: "include" }),
            () => fetch(target + "/increment", { method: "POST", credentials: "include", headers: json, body: "1" }),
            () => fetch(target, { method: "PUT", mode: "no-cors", credentials: "include", body: "2" }),
            // This one is sent, as a form is, but the answer stays hidden.
            () => fetch(target + "/increment", { method: "POST", mode: "no-cors", credentials: "include", body: "1" }),
        ];
        return Promise.all(tries.map((act) => act().then(() => "done", () => "stopped")));
    }, [site.url, name]);
    assert.deepEqual(outcomes, Array(7).fill("stopped"));
    await page.goto(shop(site));
    assert.equal(await inPage(page, ({ session }, key) => session.get(key), name), 1);
});
