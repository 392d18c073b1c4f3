// Takes pictures. Without a word: those of docs/screenshots.md, and that page, from a club with a
// month behind it. With a folder: every page in every state, in light, in dark, and as wide
// as a small phone.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { clubPage, home, launchAtClub, live, startClub } from "./club.mjs";
import { pages, pagesBeforeSetUp, usersOfPages } from "./pages.mjs";
import { follow, launch, newPage, password, press, repository, signIn, startSite } from "./support.mjs";

const looks = [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 320, height: 640 } }],
];

async function everyPage(folder) {
    fs.mkdirSync(folder, { recursive: true });
    const browser = await launch();
    for (const [cases, users] of [[pagesBeforeSetUp, []], [pages, usersOfPages]]) {
        const site = await startSite({ users });
        for (const [name, , open] of cases) {
            for (const [look, settings] of looks) {
                const page = await newPage(browser, settings);
                await open(page, site);
                const file = `${name}, ${look}.png`.replaceAll(", ", "-").replaceAll(" ", "-");
                await page.screenshot({ path: path.join(folder, file), fullPage: true });
                await page.context().close();
            }
        }
        await site.stop();
    }
    await browser.close();
}

// What is random stands in a picture as the same each time.
const steady = (page) => page.evaluate(() => {
    const code = /\b([0-9A-Z]{4}-){6}[0-9A-Z]{4}\b/g;
    const mark = /\b[0-9a-f]{8,}\b/g;
    let marks = 0;
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
        const node = nodes.currentNode;
        node.data = node.data.replace(code, "7K2M-4QXD-9WTR-C5HN-0ZPV-6FJB-3AYS")
            .replace(mark, (text) => (0x5eed1234abcd * ++marks).toString(16).slice(0, text.length));
    }
});

async function fillSignIn(page, word) {
    await page.goto(home + "/");
    await page.getByLabel("Username").fill("mary");
    await page.getByLabel("Password").fill(word);
}

const go = (where) => (page) => page.goto(home + where);

const lockTest = (folder) => async (page) => {
    await page.goto(`${home}/admin/folders/lock?path=${folder}`);
    await page.getByRole("button", { name: "Test the lock" }).click();
    await page.locator("main > [role=status], main > [role=alert]").waitFor();
};

// The pages in the order in which they are visited: name of the file, what is to be seen, the way there.
const beforeSetUp = [["set-up", "The owner sets it up, once, with a code that stands in a file", go("/setup")]];
const scenes = [
    ["sign-in", "Signing in", (page) => fillSignIn(page, password)],
    ["sign-in-wrong", "After a wrong password", async (page) => {
        await fillSignIn(page, "a slip of the finger");
        await press(page, "Sign in");
    }],
    ["home", "Signed in, with what one should know", (page, site) => signIn(page, site, { user: "mary", keep: true })],
    ["account", "Your account", go("/account")],
    ["sessions", "Where you are signed in", go("/sessions")],
    ["own-log", "Your last sign-ins", go("/account/log")],
    ["password", "A new password", go("/account/password")],
    ["delete", "Deleting one's own account", go("/account/delete")],
    ["overview", "For who looks after the site: is all well?", go("/admin")],
    ["users", "Users", go("/admin/users")],
    ["user", "One user", async (page) => {
        await page.goto(home + "/admin/users");
        await follow(page, () => page.getByRole("link", { name: "priya" }).click());
    }],
    ["groups", "Groups", go("/admin/groups")],
    ["link", "A link to hand over, instead of a password", async (page) => {
        await page.goto(home + "/admin/invitations");
        await page.getByLabel("For whom").fill("the new ones of June");
        await page.getByLabel("Group").selectOption("rowers");
        await page.getByLabel("For so many people").fill("5");
        await press(page, "Make the invitation");
    }],
    ["invitations", "Invitations", async (page, site) => {
        site.run(["user", "invite", "aoife"]);
        site.run(["invitation", "add", "--note", "Hannah’s sister", "--days", "3"]);
        await page.goto(home + "/admin/invitations");
    }],
    ["join", "What such a link opens", async (page, site) => {
        const { code } = JSON.parse(site.run(["invitation", "add", "--json"]));
        await page.goto(`${home}/join?code=${code}`);
    }],
    ["folders", "Protected folders", go("/admin/folders")],
    ["why", "Why can somebody (not) see it?", go("/admin/folders/why?user=Tom&path=/members/board/minutes.pdf")],
    ["lock", "The lines that lock a folder", go("/admin/folders/lock?path=/members")],
    ["lock-holds", "The test of a lock that holds", lockTest("/members")],
    ["lock-open", "The test of a folder whose server asks nobody", lockTest("/regatta")],
    ["log", "The audit log", go("/admin/log")],
    ["confirm", "What is of weight asks for the password again", async (page, site) => {
        await page.goto(home + "/admin");
        site.at(0, "14:35");
        await press(page, "Sign everybody out");
    }],
    ["sign-out", "Signing out", go("/logout")],
    ["not-found", "An address that leads nowhere", go("/nothing")],
];

const folder = path.join(repository, "docs", "screenshots");
const tallest = 1400;  // of a list the beginning shows enough

// On a desk a page for those who look after the site is wide, any other is a ticket.
async function takeAll(page, name) {
    await steady(page);
    await page.mouse.move(0, 0);
    const isWide = await page.locator("body.wide").count() > 0;
    for (const [device, width, height] of [["desk", isWide ? 1100 : 640, 600], ["phone", 360, 640]]) {
        await page.setViewportSize({ width, height });
        for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            const all = await page.evaluate(() => new Promise((painted) => {
                requestAnimationFrame(() => requestAnimationFrame(() => painted(document.documentElement.scrollHeight)));
            }));
            await page.screenshot({
                path: path.join(folder, `${name}-${device}-${colorScheme}.png`), fullPage: true,
                clip: { x: 0, y: 0, width, height: Math.min(all, tallest) },
            });
        }
    }
}

function album(shown) {
    const picture = (name, look, width) => `<img src="screenshots/${name}-${look}.png" alt="${look.replace("-", ", ")}" width="${width}">`;
    const rows = shown.map(([name, what]) => [
        `## ${what}\n`,
        `${picture(name, "desk-light", 420)} ${picture(name, "desk-dark", 420)}\n`,
        `${picture(name, "phone-light", 200)} ${picture(name, "phone-dark", 200)}\n`,
    ].join("\n"));
    return "# Screenshots\n\nThe pages on a desk and on a phone, in light and in dark, of a club with a month behind it. " +
        "`make screenshots` writes this\npage and its pictures, from a site that it starts for the purpose.\n\n" + rows.join("\n");
}

async function albumOfClub() {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    const site = await startClub();
    const browser = await launchAtClub(site);
    try {
        const page = await clubPage(browser);
        const show = async ([name, , open]) => {
            await open(page, site);
            await takeAll(page, name);
        };
        for (const scene of beforeSetUp) await show(scene);
        await live(site, page);
        await page.context().clearCookies();
        for (const scene of scenes) await show(scene);
        fs.writeFileSync(path.join(repository, "docs", "screenshots.md"), album([...beforeSetUp, ...scenes]));
    } finally {
        await browser.close();
        await site.stop();
    }
    // 128 colours are enough for a page.
    const files = fs.readdirSync(folder).map((file) => path.join(folder, file));
    execFileSync("pngquant", ["--force", "--ext", ".png", "--strip", "--speed", "3", "128", ...files]);
}

const [wanted] = process.argv.slice(2);
await (wanted ? everyPage(wanted) : albumOfClub());
