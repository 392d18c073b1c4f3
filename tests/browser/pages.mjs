// Every page in every state that a visitor can meet, and the way there. For the
// tests that look at all of them, and for the screenshots.

import fs from "node:fs";
import path from "node:path";
import { peoplePages } from "./people-pages.mjs";
import { follow, password, press, repository, signIn } from "./support.mjs";

const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

export const longName = "Wolfeschlegelsteinhausenbergerdorff-welche-vor-altern-waren";

const fillSetUp = async (page, { code = "", user = "alice", word = password, again = word }) => {
    if (code !== null) await page.getByLabel("Code").fill(code);
    await page.getByLabel("Username").fill(user);
    await page.getByLabel("Password", { exact: true }).fill(word);
    await page.getByLabel("Password again").fill(again);
    return press(page, "Set up");
};

export const setUpCode = (site) => fs.readFileSync(site.inside("private", "setup-code.txt"), "utf8").trim();

const refusedSetUp = (fields) => async (page, site) => {
    await page.goto(site.url + "/setup");
    return fillSetUp(page, { code: setUpCode(site), ...fields });
};

export { fillSetUp };

const error = (ask) => async (page, site) => site.show(page, await ask(site));

// While there is no user.
export const pagesBeforeSetUp = [
    ["set-up", 200, (page, site) => page.goto(site.url + "/")],
    ["set-up, code wrong", 422, refusedSetUp({ code: "WRONG" })],
    ["set-up, name invalid", 422, refusedSetUp({ user: "\u200b" })],
    ["set-up, password short", 422, refusedSetUp({ word: "short" })],
    ["set-up, password long", 422, refusedSetUp({ word: "long ".repeat(1000) })],
    ["set-up, password common", 422, refusedSetUp({ word: "passwordpassword" })],
    ["set-up, password is name", 422, refusedSetUp({ user: "alice in wonderland", word: "alice in wonderland" })],
    ["set-up, passwords differ", 422, refusedSetUp({ again: "four other words together" })],
    ["set-up, upload chosen", 200, async (page, site) => {
        const answer = await page.goto(site.url + "/setup");
        await page.getByText("I cannot read that file").click();
        return answer;
    }],
    ["set-up, upload missing", 422, refusedSetUp({ code: "" })],
    ["set-up, cookies lost", 200, error((site) => site.request("GET", "/setup?cookies=tried"))],
    ["set-up, plain HTTP", 200, error((site) =>
        site.request("GET", "/setup?cookies=tried", { headers: { host: "club.example", cookie: "cloakroom-check=1" } }))],
    ["set-up, folder to be tried by hand", 200, error((site) => site.cgi(
        { REQUEST_METHOD: "POST", REQUEST_URI: "/setup", PATH_INFO: "/setup", CONTENT_TYPE: form["content-type"], CONTENT_LENGTH: "23",
            HTTP_COOKIE: "cloakroom-check=1", HTTP_SEC_FETCH_SITE: "same-origin" }, "way=folder&folder=other"))],
];

// The words of an error that nothing on these pages leads to: on a page of ours they stand in for "not found".
const standIn = (section) => async (page, site) => {
    const file = site.inside("templates", "error.html");
    const text = fs.readFileSync(path.join(repository, "html", "error.html"), "utf8");
    fs.writeFileSync(file, text.replaceAll(section, "swap").replaceAll("not_found", section).replaceAll("swap", "not_found"));
    try {
        return await page.goto(site.url + "/nothing");
    } finally {
        fs.rmSync(file);
    }
};

// A worker looks once a second whether its files are there still.
const unavailable = async (site) => {
    const until = Date.now() + 5000;
    let answer;
    do answer = await site.request("GET", "/"); while (answer.status !== 503 && Date.now() < until);
    return answer;
};

// The browsers in which carol is signed in, beside this one.
const elsewhere = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
    "something/1.0",
];

export async function signInElsewhere(site, user, browsers) {
    for (const browser of browsers)
        await site.request("POST", "/", {
            headers: { ...form, "user-agent": browser }, body: new URLSearchParams({ username: user, password }).toString(),
        });
}

// The list of carol, signed in here and elsewhere, whatever was before.
export async function openSessions(page, site) {
    site.run(["session", "revoke", "carol"]);
    await signInElsewhere(site, "carol", elsewhere);
    await signIn(page, site, { user: "carol", keep: true });
    return page.goto(site.url + "/sessions");
}

export const row = (page, text) => page.getByRole("listitem").filter({ hasText: text });

export async function rename(page, where, name) {
    await where.locator("summary").click();
    await where.getByLabel("Name").fill(name);
    return follow(page, () => where.getByRole("button", { name: "Save the name" }).click());
}

export async function fillAccount(page, { current = password, word = "five other words put together", again = word }) {
    await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password", { exact: true }).fill(word);
    await page.getByLabel("New password again").fill(again);
    return press(page, "Change password");
}

// The password that is written is the one there was, unless `fields` say otherwise.
const atAccount = (where, act) => async (page, site) => {
    await signIn(page, site);
    const response = await page.goto(site.url + where);
    return act ? act(page) : response;
};

const changedPassword = ({ user = "alice", others = 0, ...fields }) => async (page, site) => {
    site.run(["session", "revoke", user]);
    await signInElsewhere(site, user, elsewhere.slice(0, others));
    await signIn(page, site, { user });
    await page.goto(site.url + "/account/password");
    return fillAccount(page, { word: password, ...fields });
};

// A page for those who look after the site.
const asAdmin = (target, act = null) => async (page, site) => {
    site.run(["group", "add", "admin", "ada"]);
    await signIn(page, site, { user: "ada" });
    const response = await page.goto(site.url + target);
    return act === null ? response : act(page, response);
};

const folders = (path, prepare = () => {}) => async (page, site) => {
    for (const { path: old } of site.run(["rules", "--json"]).trim().split("\n").filter(Boolean).map(JSON.parse)) site.run(["unprotect", old]);
    prepare(site);
    return asAdmin(path)(page, site);
};

const someRules = (site) => {
    site.run(["group", "add", "choir", "solo"]);
    site.run(["protect", "/members"]);
    site.run(["protect", "/members/choir and friends", "--group", "choir", "--group", "admin", "--user", "alice", "--user", longName]);
    site.run(["protect", "/members/welcome", "--anyone"]);
};

async function setRule(page, site, { path, who, users = "" }) {
    await folders("/admin/folders")(page, site);
    await page.getByLabel("Folder or file").fill(path);
    if (who) await page.getByLabel(who).check();
    await page.getByLabel("Users", { exact: true }).fill(users);
    return press(page, "Set the rule");
}

// A folder of the site, with a .htaccess file if there is a text for one, on a server that calls itself Apache.
const lockPage = (htaccess, act = () => {}) => async (page, site) => {
    const folder = site.inside("door", "club");
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    if (htaccess) fs.writeFileSync(folder + "/.htaccess", htaccess);
    await page.setExtraHTTPHeaders({ "stand-in-for": "Apache" });
    const response = await folders("/admin/folders/lock?path=/club", (s) => s.run(["protect", "/club"]))(page, site);
    return await act(page) ?? response;
};

// The page of a test goes on by itself, so here its script is kept away.
const lockTest = (button) => lockPage("", async (page) => {
    await page.route("**/lock-test.js*", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    const response = await press(page, "Test the lock");
    return button ? press(page, button) : response;
});

// Once there is the user alice.
export const pages = [
    ["sign-in", 200, (page, site) => page.goto(site.url + "/")],
    ["sign-in, on the way to a page", 200, (page, site) => page.goto(site.url + "/home")],
    ["sign-in, cookie lost", 200, (page, site) => page.goto(site.url + "/?arrived=1&next=%2Fmembers%2F")],
    ["sign-in, signed in already", 200, async (page, site) => {
        await signIn(page, site);
        return page.goto(site.url + "/?next=%2Fmembers%2F");
    }],
    ["sign-in, missing", 422, async (page, site) => {
        await page.goto(site.url + "/");
        return press(page, "Sign in");
    }],
    ["sign-in, wrong", 200, (page, site) => signIn(page, site, { word: "wrong", keep: true })],
    ["sign-in, limited", 429, async (page, site) => {
        for (let tries = 0; tries < 10; ++tries)
            await site.request("POST", "/", { headers: form, body: "username=limited&password=wrong" });
        return signIn(page, site, { user: "limited", word: "wrong" });
    }],
    ["home", 200, (page, site) => signIn(page, site)],
    ["home, kept", 200, (page, site) => signIn(page, site, { keep: true })],
    ["home, long name", 200, (page, site) => signIn(page, site, { user: longName })],
    ["sessions, one", 200, async (page, site) => {
        await signIn(page, site, { user: "solo" });
        return page.goto(site.url + "/sessions");
    }],
    ["sessions", 200, (page, site) => openSessions(page, site)],
    ["sessions, name open", 200, async (page, site) => {
        const response = await openSessions(page, site);
        await row(page, /Safari on iPhone/).getByText("Give it a name").click();
        return response;
    }],
    ["sessions, renamed", 200, async (page, site) => {
        await openSessions(page, site);
        return rename(page, row(page, /Edge on Windows/), "the laptop at the boathouse, upstairs left");
    }],
    ["sessions, one signed out", 200, async (page, site) => {
        await openSessions(page, site);
        return follow(page, () => row(page, /Safari on iPhone/).getByRole("button", { name: "Sign out there" }).click());
    }],
    ["sessions, others signed out", 200, async (page, site) => {
        await openSessions(page, site);
        return press(page, "Sign out everywhere else");
    }],
    ["sessions, none there", 404, async (page, site) => {
        await openSessions(page, site);
        site.run(["session", "revoke", "carol"]);
        await signIn(page, site, { user: "carol" });
        await page.goto(site.url + "/sessions");
        await page.locator("input[name=session]").first().evaluate((input) => { input.value = "00000000"; });
        return rename(page, row(page, /This browser/), "x");
    }],
    ["account", 200, atAccount("/account")],
    ["account, renamed", 200, atAccount("/account", async (page) => {
        await page.getByLabel("Shown as").fill("Ada, Countess of Lovelace");
        return press(page, "Save the name");
    })],
    ["account, last sign-ins", 200, atAccount("/account/log")],
    ["account, to be deleted", 200, atAccount("/account/delete")],
    ["account, name differs", 422, atAccount("/account/delete", async (page) => {
        await page.getByLabel("Username").fill("somebody else");
        return press(page, "Delete my account");
    })],
    ["account, deleted", 200, async (page, site) => {
        const user = `leaving ${Date.now()}`;
        site.run(["user", "add", user, "--password-stdin"], password + "\n");
        await signIn(page, site, { user });
        await page.goto(site.url + "/account/delete");
        await page.getByLabel("Username").fill(user);
        return press(page, "Delete my account");
    }],
    ["home, with news", 200, async (page, site) => {
        const user = `warned ${Date.now()}`;
        site.run(["user", "add", user, "--password-stdin"], password + "\n");
        await signIn(page, site, { user });
        await signInElsewhere(site, user, elsewhere.slice(0, 1));
        return page.goto(site.url + "/home");
    }],
    ["password", 200, async (page, site) => {
        await signIn(page, site);
        return page.goto(site.url + "/account/password");
    }],
    ["password, current wrong", 422, changedPassword({ current: "wrong" })],
    ["password, password short", 422, changedPassword({ word: "short" })],
    ["password, password long", 422, changedPassword({ word: "long ".repeat(1000) })],
    ["password, password common", 422, changedPassword({ word: "passwordpassword" })],
    ["password, password is name", 422, changedPassword({ user: longName, word: longName })],
    ["password, passwords differ", 422, changedPassword({ again: "four other words together" })],
    ["password, limited", 429, async (page, site) => {
        const user = `limited ${Date.now()}`;  // as often as one looks: the last one must wait
        site.run(["user", "add", user, "--password-stdin"], password + "\n");
        await signIn(page, site, { user });
        // With its cookies: a browser that is known has tries of its own.
        const wrong = { current_password: "wrong", password: "five other words put together", password_again: "five other words put together" };
        for (let tries = 0; tries < 10; ++tries)
            await page.request.post(site.url + "/account/password", { form: wrong, headers: { "sec-fetch-site": "same-origin" } });
        await page.goto(site.url + "/account/password");
        return fillAccount(page, { word: password });
    }],
    ["password, changed", 200, changedPassword({ user: "carol", others: 2 })],
    ["password, not me", 200, async (page, site) => {
        await openSessions(page, site);
        return follow(page, () => row(page, /Safari on iPhone/).getByRole("button", { name: "This wasn" }).click());
    }],
    ["admin, overview", 200, asAdmin("/admin")],
    ["admin, overview, as a table", 200, asAdmin("/admin", async (page, response) => {
        await page.getByText("The same as a table").click();
        return response;
    })],
    ["admin, check", 200, asAdmin("/admin/check")],
    ["admin, log", 200, asAdmin("/admin/log")],
    ["admin, log, filtered", 200, asAdmin("/admin/log?event=sign_in&user=ada&since=2020-01-01")],
    ["admin, log, nothing found", 200, asAdmin("/admin/log?event=rule_removed&until=2020-01-01")],
    ["admin, log, no such user", 422, asAdmin("/admin/log?user=nobody")],
    ["admin, log, no such day", 422, asAdmin("/admin/log?since=yesterday")],
    ["admin, log, days reversed", 422, asAdmin("/admin/log?since=2026-06-14&until=2026-06-13")],
    ["admin, everybody signed out", 200, asAdmin("/admin", (page) => press(page, "Sign everybody out"))],
    ["folders, none", 200, folders("/admin/folders")],
    ["folders", 200, folders("/admin/folders", someRules)],
    ["folders, to be changed", 200, folders("/admin/folders?change=%2Fmembers%2Fchoir%20and%20friends", someRules)],
    ["folders, nobody left", 200, folders("/admin/folders", (site) => {
        site.run(["user", "add", "gone", "--password-stdin"], password + "\n");
        site.run(["protect", "/gone", "--user", "gone"]);
        site.run(["user", "delete", "gone"]);
    })],
    ["folders, rule set", 200, (page, site) => setRule(page, site, { path: "/members", who: "All users" })],
    ["folders, rule removed", 200, async (page, site) => {
        await folders("/admin/folders", (s) => s.run(["protect", "/members"]))(page, site);
        return press(page, "Remove the rule for /members");
    }],
    ["folders, no path", 422, (page, site) => setRule(page, site, { path: "club", who: "All users" })],
    ["folders, no choice", 422, (page, site) => setRule(page, site, { path: "/club" })],
    ["folders, no such user", 422, (page, site) => setRule(page, site, { path: "/club", who: "Only the groups", users: "nobody of that name" })],
    ["why", 200, folders("/admin/folders/why")],
    ["why, may", 200, folders("/admin/folders/why?user=alice&path=%2Fmembers%2Fminutes.pdf", someRules)],
    ["why, no rule", 200, folders("/admin/folders/why?user=&path=%2Felsewhere")],
    ["why, no such user", 422, folders("/admin/folders/why?user=who&path=%2Fclub")],
    ["why, no path", 422, folders("/admin/folders/why?user=&path=club")],
    ["lock", 200, lockPage()],
    ["lock, lighttpd", 200, folders("/admin/folders/lock?path=%2Fmembers", someRules)],
    ["lock, odd name", 200, folders("/admin/folders/lock?path=%2Fthe%20minutes")],
    ["lock, written", 200, lockPage("Options -Indexes\n", (page) => press(page, "Write the lock"))],
    ["lock, taken out", 200, lockPage("Options -Indexes\n", async (page) => {
        await press(page, "Write the lock");
        return press(page, "Take them out");
    })],
    ["lock, refused", 422, lockPage("RewriteEngine Off\n", (page) => press(page, "Write the lock"))],
    ["lock, test", 200, lockTest()],
    ["lock, holds", 200, lockTest("The sign-in page, or a refusal")],
    ["lock, open", 200, lockTest("The file itself")],
    ["lock, unclear", 200, lockTest("Something else")],
    ["sign-in, signed out", 200, async (page, site) => {
        await signIn(page, site, { user: "solo" });
        return press(page, "Sign out");
    }],
    ["sign-in, signed out, others go on", 200, async (page, site) => {
        await openSessions(page, site);
        await page.goto(site.url + "/logout");
        return press(page, "Sign out");
    }],
    ["sign-out, signed in", 200, async (page, site) => {
        await signIn(page, site);
        return page.goto(site.url + "/logout");
    }],
    ["sign-out, signed out", 200, (page, site) => page.goto(site.url + "/logout")],
    ...peoplePages({ elsewhere, longName, signInElsewhere }),
    ["error 400", 400, error((site) => site.request("POST", "/", { headers: form, body: "a&&b" }))],
    ["error 403, from another site", 403, error((site) =>
        site.request("POST", "/", { headers: { ...form, "sec-fetch-site": "cross-site" }, body: "a=b" }))],
    ["error 403", 404, standIn("forbidden")],
    ["error 404", 404, (page, site) => page.goto(site.url + "/nothing/here")],
    ["error 404, set-up closed", 404, (page, site) => page.goto(site.url + "/setup")],
    ["error 405", 405, error((site) => site.request("DELETE", "/home"))],
    ["error 411", 411, error((site) => site.cgi({ REQUEST_METHOD: "POST", CONTENT_TYPE: form["content-type"] }))],
    ["error 413", 413, error((site) => site.request("POST", "/", { headers: form, body: "a".repeat(17 * 1024) }))],
    ["error 415", 415, error((site) =>
        site.request("POST", "/", { headers: { ...form, "content-type": "multipart/form-data; boundary=x" }, body: "x" }))],
    ["error 429", 404, standIn("too_many_requests")],
    ["error 500", 404, standIn("failed")],
    ["error 503", 503, error((site) => site.whileClosed(() => unavailable(site)))],
];

export const usersOfPages = ["ada", "alice", "carol", "solo", longName, "admin"];
