import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { pages, pagesBeforeSetUp, usersOfPages } from "./pages.mjs";
import { launch, newPage, startSite } from "./support.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });
let browser, site, freshSite;

before(async () => {
    [browser, site, freshSite] = await Promise.all([launch(), startSite({ users: usersOfPages }), startSite({ users: [] })]);
});
after(async () => {
    await browser.close();
    await Promise.all([site.stop(), freshSite.stop()]);
});

async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document));
    return [...found.violations, ...found.incomplete].map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const cases = [...pagesBeforeSetUp.map((one) => [...one, () => freshSite]), ...pages.map((one) => [...one, () => site])];
for (const [name, status, open, where] of cases) {
    test(`TP6: "${name}" is valid, accessible in light and dark, and fits from 320 to 1600 pixels`, async (t) => {
        const page = await newPage(browser);
        t.after(() => page.context().close());
        const response = await open(page, where());
        assert.equal(response.status(), status);

        const report = await validator.validateString(await response.text());
        assert.deepEqual(report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.message}`)), []);

        for (const width of [320, 1600]) {
            await page.setViewportSize({ width, height: 700 });
            assert.equal(await overflow(page), 0, `${width} pixels`);
            for (const colorScheme of ["light", "dark"]) {
                await page.emulateMedia({ colorScheme });
                assert.deepEqual(await violations(page), [], `${colorScheme}, ${width} pixels`);
            }
        }
        assert.deepEqual(page.complaints.filter((text) => !text.includes(`status of ${status}`)), []);
        assert.equal(await page.locator("h1").count(), 1);
    });
}

test("HD1 HD2 CA1: every page carries the protecting headers and stays out of caches", async (t) => {
    for (const [name, , open, where] of cases) {
        const page = await newPage(browser);
        t.after(() => page.context().close());
        const headers = (await open(page, where())).headers();
        assert.match(headers["content-security-policy"], /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/, name);
        assert.equal(headers["x-content-type-options"], "nosniff", name);
        assert.ok(headers["referrer-policy"], name);
        assert.equal(headers["cross-origin-opener-policy"], "same-origin", name);
        assert.equal(headers["cross-origin-resource-policy"], "same-origin", name);
        assert.equal(headers["content-type"], "text/html; charset=utf-8", name);
        assert.equal(headers["cache-control"], "no-store", name);
        assert.match(headers.vary, /Cookie/, name);
    }
});
