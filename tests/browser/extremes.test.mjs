// The longest names that there can be, those that are written from right to left, pictures,
// and crowds: the pages stay in shape.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { checkPage, checkShape } from "./checks.mjs";
import { openSessions, rename, row } from "./pages.mjs";
import { follow, launch, newPage, password, press, signIn, startSite } from "./support.mjs";

const people = {
    longest: { name: "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenh", shown: "W".repeat(64) },
    "right to left": { name: "שרה לוי 2", shown: "دعوة (النادي)" },
    mixed: { name: "Dr. שרה (2)", shown: "" },
    emoji: { name: "🚣🏽 zoe 🇫🇮", shown: "🌊🌊🌊" },
};
const group = "g".repeat(64);
const path = "/members/" + "minutes-of-the-annual-general-meeting-".repeat(5);
const nobody = "אין איש";
const pathFromRight = "/חברים/פרוטוקול";
const notes = ["n".repeat(100), "החדשים (של מאי)", "🎉".repeat(100)];
const texts = [...Object.values(people).flatMap(({ name, shown }) => [name, shown]), ...notes, pathFromRight, nobody];

let browser, site;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite({ users: ["admin", "carol"], settings: { site_name: "מועדון שיט (1890)", sessions_per_user: 1000 } })]);
    const hash = execFileSync("openssl", ["passwd", "-6", "-stdin"], { input: password, encoding: "utf8" }).trim();
    const lines = Object.values(people).map(({ name, shown }) => `"${name}","${shown}",${group},${hash}`);
    site.run(["user", "import", "-"], `name,display_name,groups,password_hash\n${lines.join("\n")}\n`);
    for (const note of notes) site.run(["invitation", "add", "--note", note, "--group", group, "--uses", "1000"]);
    const everybody = Object.values(people).flatMap(({ name }) => ["--user", name]);
    for (const folder of [path, pathFromRight]) site.run(["protect", folder, "--group", group, "--group", "admin", ...everybody]);
});
after(async () => {
    await browser.close();
    await site.stop();
});

async function freshPage(t) {
    const page = await newPage(browser);
    t.after(() => page.context().close());
    return page;
}

// Texts from right to left that do not stand by themselves, and so turn their neighbours around.
const unruly = (page) => page.evaluate((known) => {
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (nodes.nextNode()) {
        const { data, parentElement } = nodes.currentNode;
        if (!/[\u0590-\u08ff]/.test(data) || parentElement.matches("textarea")) continue;
        const isAlone = known.includes(parentElement.textContent.trim()) && /isolate/.test(getComputedStyle(parentElement).unicodeBidi);
        if (!isAlone) found.push(parentElement.outerHTML);
    }
    return found;
}, [...texts, "מועדון שיט (1890)"]);

async function check(page, response, status = 200) {
    assert.deepEqual(await unruly(page), []);
    await checkPage(page, response, status);
}

const asUser = (where) => async (page, name) => {
    await signIn(page, site, { user: name });
    return page.goto(site.url + where);
};
const asAdmin = (where) => async (page) => {
    await signIn(page, site, { user: "admin" });
    return page.goto(site.url + where);
};
const openUser = async (page, name) => {
    await page.goto(site.url + "/admin/users?search=" + encodeURIComponent(name));
    return follow(page, () => page.getByRole("link", { name, exact: true }).click());
};
const userPage = async (page, name) => {
    await signIn(page, site, { user: "admin" });
    return openUser(page, name);
};

const ofOneUser = [
    ["home", (page, name) => signIn(page, site, { user: name })],
    ["account", asUser("/account")],
    ["account to be deleted", asUser("/account/delete")],
    ["signing out", asUser("/logout")],
    ["signed in already", asUser("/?next=%2Fmembers%2F")],
    ["page for who looks after the site", userPage],
    ["link", async (page, name) => {
        await userPage(page, name);
        return press(page, "Make a link");
    }],
    ["password by a link", (page, name) => {
        const { code } = JSON.parse(site.run(["user", "reset-link", name, "--json"]));
        return page.goto(`${site.url}/join?code=${code}`);
    }],
    ["answer why he may see it", (page, name) =>
        asAdmin(`/admin/folders/why?user=${encodeURIComponent(name)}&path=${encodeURIComponent(pathFromRight)}`)(page)],
    ["list of sessions, one with that name", async (page, name) => {
        await openSessions(page, site);
        return rename(page, row(page, /Edge on Windows/), name);
    }],
];
for (const [kind, { name }] of Object.entries(people))
    for (const [what, open] of ofOneUser)
        test(`TP6 CA1: the ${what} of a user keeps its shape when his name is ${kind}`, async (t) => {
            const page = await freshPage(t);
            await check(page, await open(page, name));
        });

for (const [what, where] of [
    ["list of users", "/admin/users"], ["list of rules", "/admin/folders"], ["audit log", "/admin/log"], ["list of invitations", "/admin/invitations"],
    ["rule to be changed", "/admin/folders?change=" + encodeURIComponent(path)], ["lock of a long path", "/admin/folders/lock?path=" + encodeURIComponent(path)],
    ["lock of a path from right to left", "/admin/folders/lock?path=" + encodeURIComponent(pathFromRight)],
    ["answer about a long path", "/admin/folders/why?user=&path=" + encodeURIComponent(path)],
    ["search for nothing that is there", "/admin/users?search=" + encodeURIComponent(nobody)],
])
    test(`TP6 CA1: the ${what} keeps its shape with the longest and oddest names`, async (t) => {
        const page = await freshPage(t);
        await check(page, await asAdmin(where)(page));
    });

test("a sentence with a name from right to left ends where it ends", async (t) => {
    const page = await freshPage(t);
    await asUser("/account")(page, people["right to left"].name);
    const [name, stop] = await page.locator("#display_name-hint").evaluate((hint) => [hint.querySelector("bdi"), hint.lastChild].map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect().left;
    }));
    assert.ok(name < stop, `${name} < ${stop}`);
});

test("with ten thousand sessions the pages are whole, and one user's thousand are listed", async (t) => {
    const users = Array.from({ length: 10 }, (_, n) => `"crowd ${n}"`);
    site.run(["user", "import", "-"], `name\n${users.join("\n")}\n`);
    execFileSync("sqlite3", [site.inside("private", "cloakroom.sqlite"), `.timeout 5000`, `
        WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 9999)
        INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, counted_from, expires_at, address, browser)
        SELECT randomblob(32), (SELECT id FROM users WHERE name = 'crowd ' || (n % 10)), 1, 0, unixepoch() - n, unixepoch() - n, unixepoch(),
            unixepoch() + 9999, '192.0.2.' || (n % 256), 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' FROM number`]);
    const page = await freshPage(t);
    await checkPage(page, await asAdmin("/admin")(page), 200);
    assert.match(await page.locator(".figures").innerText(), /1\d\s*Signed in now/);
    await checkPage(page, await page.goto(site.url + "/admin/users"), 200);
    await checkShape(page, await openUser(page, "crowd 7"));
    assert.equal(await page.getByRole("button", { name: "Sign out there" }).count(), 1000);
});
