// The states of the pages for users, invitations and what they open: see pages.mjs.

import { follow, password, press, signIn } from "./support.mjs";

// Who looks after the site, at `where`.
const atDesk = (where, act) => async (page, site) => {
    await signIn(page, site, { user: "admin" });
    const response = await page.goto(site.url + where);
    return act ? act(page, site) : response;
};

// The page of one user.
const atUser = (user, act) => atDesk("/admin/users", async (page, site) => {
    await page.getByLabel("Name, or part of it").fill(user);
    await press(page, "Show");
    const response = await follow(page, () => page.getByRole("link", { name: user, exact: true }).click());
    return act ? act(page, site) : response;
});

const addUser = async (page, { user, shown = "" }) => {
    await page.getByLabel("Username").fill(user);
    await page.getByLabel("Shown as").fill(shown);
    return press(page, "Add the user");
};

const makeInvitation = async (page, { note = "the new ones of May", days = "7", uses = "1" } = {}) => {
    await page.getByLabel("For whom").fill(note);
    await page.getByLabel("Good for so many days").fill(days);
    await page.getByLabel("For so many people").fill(uses);
    return press(page, "Make the invitation");
};

// The page /join, opened with a code of its own.
const joining = (words, fields) => async (page, site) => {
    const { code } = JSON.parse(site.run([...words, "--json"]));
    const response = await page.goto(`${site.url}/join?code=${code}`);
    if (!fields) return response;
    const { user, word = password, again = word } = fields;
    if (user !== undefined) await page.getByLabel("Username").fill(user);
    await page.getByLabel("Password", { exact: true }).fill(word);
    await page.getByLabel("Password again").fill(again);
    return press(page, user === undefined ? "Choose this password" : "Become a user");
};

const invitation = ["invitation", "add"];

// What pages.mjs has, too: the browsers of carol, a long name, and how she signs in with them.
export const peoplePages = ({ elsewhere, longName, signInElsewhere }) => [
    ["users", 200, atDesk("/admin/users")],
    ["users, none found", 200, atDesk("/admin/users?search=nobody&sort=newest")],
    ["users, many", 200, async (page, site) => {
        for (let n = 0; n < 55; ++n) {
            try { site.run(["user", "invite", `rower ${n}`]); } catch { break; }  // there already
        }
        await atDesk("/admin/users?search=rower")(page, site);
        return follow(page, () => page.getByRole("link", { name: "Next page" }).click());
    }],
    ["users, one added", 200, atDesk("/admin/users", (page) => addUser(page, { user: `newcomer ${Date.now()}`, shown: "شروق 🌅" }))],
    ["users, name invalid", 422, atDesk("/admin/users", (page) => addUser(page, { user: "\u200b" }))],
    ["users, name taken", 422, atDesk("/admin/users", (page) => addUser(page, { user: "ALICE", shown: "Alice A." }))],
    ["users, one deleted", 200, async (page, site) => {
        const user = `goner ${Date.now()}`;
        site.run(["user", "invite", user]);
        return atUser(user, async () => {
            await page.getByLabel("Type the username").fill(user);
            return press(page, "Delete this user");
        })(page, site);
    }],
    ["user", 200, async (page, site) => {
        await signInElsewhere(site, "carol", elsewhere);
        site.run(["group", "add", "rowers", "carol"]);
        return atUser("carol")(page, site);
    }],
    ["user, long name", 200, atUser(longName)],
    ["user, disabled", 200, async (page, site) => {
        site.run(["user", "enable", "solo"]);
        const response = await atUser("solo", () => press(page, "Disable"))(page, site);
        site.run(["user", "enable", "solo"]);
        return response;
    }],
    ["user, link out", 200, async (page, site) => {
        site.run(["user", "reset-link", "carol"]);
        return atUser("carol")(page, site);
    }],
    ["user, link made", 200, atUser("carol", (page) => press(page, "Make a link"))],
    ["user, signed out", 200, async (page, site) => {
        await signInElsewhere(site, "carol", elsewhere);
        return atUser("carol", () => press(page, "Sign out everywhere"))(page, site);
    }],
    ["user, last admin", 422, async (page, site) => {
        const groups = site.run(["group", "list", "--json"]).split("\n").filter(Boolean).map((line) => JSON.parse(line));
        for (const member of groups.find(({ group }) => group === "admin").members)
            if (member !== "admin") site.run(["group", "remove", "admin", member]);
        return atUser("admin", () => press(page, "Disable"))(page, site);
    }],
    ["user, name differs", 422, atUser("carol", async (page) => {
        await page.getByLabel("Type the username").fill("somebody");
        return press(page, "Delete this user");
    })],
    ["invitations, none", 200, async (page, site) => {
        for (const line of site.run(["invitation", "list", "--json"]).split("\n").filter(Boolean))
            site.run(["invitation", "withdraw", JSON.parse(line).tag]);
        return atDesk("/admin/invitations")(page, site);
    }],
    ["invitations", 200, async (page, site) => {
        site.run(["group", "add", "rowers"]);
        site.run([...invitation, "--note", "the new ones of May, who come by way of the school", "--group", "rowers", "--uses", "12"]);
        return atDesk("/admin/invitations")(page, site);
    }],
    ["groups", 200, atDesk("/admin/groups")],
    ["groups, no name", 422, atDesk("/admin/groups", async (page) => {
        await page.getByLabel("Name", { exact: true }).fill("The Choir");
        return press(page, "Make the group");
    })],
    ["invitations, one made", 200, atDesk("/admin/invitations", (page) => makeInvitation(page))],
    ["invitations, for many", 200, atDesk("/admin/invitations", (page) => makeInvitation(page, { uses: "5" }))],
    ["invitations, days wrong", 422, atDesk("/admin/invitations", (page) => makeInvitation(page, { days: "999" }))],
    ["invitations, uses wrong", 422, atDesk("/admin/invitations", (page) => makeInvitation(page, { uses: "0" }))],
    ["invitations, one withdrawn", 200, async (page, site) => {
        site.run(invitation);
        return atDesk("/admin/invitations", () =>
            follow(page, () => page.getByRole("button", { name: "Withdraw" }).first().click()))(page, site);
    }],
    ["join, no code", 200, (page, site) => page.goto(site.url + "/join")],
    ["join, code wrong", 422, (page, site) => page.goto(site.url + "/join?code=WRONG")],
    ["join, invitation", 200, joining(invitation)],
    ["join, reset", 200, joining(["user", "reset-link", "carol"])],
    ["join, name invalid", 422, joining(invitation, { user: "\u200b" })],
    ["join, name taken", 422, joining(invitation, { user: "ALICE" })],
    ["join, password short", 422, joining(invitation, { user: "dora", word: "short" })],
    ["join, password common", 422, joining(["user", "reset-link", "carol"], { word: "passwordpassword" })],
    ["join, passwords differ", 422, joining(["user", "reset-link", "carol"], { again: "four other words together" })],
    ["join, done", 200, joining(["user", "reset-link", "carol"], {})],
];
