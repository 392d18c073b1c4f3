// Takes pictures. Without a word: docs/sign-in.png, for the README. With a folder:
// every page there, in light, in dark, and as wide as a small phone.

import fs from "node:fs";
import path from "node:path";
import { pages, pagesBeforeSetUp, usersOfPages } from "./pages.mjs";
import { launch, newPage, repository, startSite } from "./support.mjs";

const looks = [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 320, height: 640 } }],
];

async function everyPage(browser, folder) {
    fs.mkdirSync(folder, { recursive: true });
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
}

async function forReadme(browser, file) {
    const site = await startSite();
    const page = await newPage(browser, { viewport: { width: 1000, height: 700 } });
    await page.goto(site.url + "/");
    await page.getByLabel("Username").fill("alice");
    await page.getByLabel("Password").fill("twenty-four letters long");
    await page.screenshot({ path: file });
    await site.stop();
}

const browser = await launch();
try {
    const [folder] = process.argv.slice(2);
    if (folder) {
        await everyPage(browser, folder);
    } else {
        fs.mkdirSync(path.join(repository, "docs"), { recursive: true });
        await forReadme(browser, path.join(repository, "docs", "sign-in.png"));
    }
} finally {
    await browser.close();
}
