import { after, before, test } from "node:test";
import { checkPage } from "./checks.mjs";
import { pages, pagesBeforeSetUp, usersOfPages } from "./pages.mjs";
import { launch, newPage, startSite } from "./support.mjs";

let browser, site, freshSite;

before(async () => {
    [browser, site, freshSite] = await Promise.all([launch(), startSite({ users: usersOfPages }), startSite({ users: [] })]);
});
after(async () => {
    await browser.close();
    await Promise.all([site.stop(), freshSite.stop()]);
});

const cases = [...pagesBeforeSetUp.map((one) => [...one, () => freshSite]), ...pages.map((one) => [...one, () => site])];
for (const [name, status, open, where] of cases) {
    test(`TP6 HD1 HD2 CA1: a page is valid, accessible, protected, and fits from 320 to 1600 pixels: ${name}`, async (t) => {
        const page = await newPage(browser);
        t.after(() => page.context().close());
        await checkPage(page, await open(page, where()), status);
    });
}
