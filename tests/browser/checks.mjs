// What must be true of every page that a visitor can meet.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });

async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
        const { violations, incomplete } = await globalThis.axe.run(document);
        // What a wide table hides at its side on a phone has the colours that are looked at on a desk.
        const isScrolledAway = ({ target }) => {
            const cell = document.querySelector(target[0]);
            const table = cell.closest(".table");
            return table !== null && cell.getBoundingClientRect().right > table.getBoundingClientRect().right;
        };
        for (const one of incomplete.filter(({ id }) => id === "color-contrast")) one.nodes = one.nodes.filter((node) => !isScrolledAway(node));
        return [...violations, ...incomplete.filter(({ nodes }) => nodes.length > 0)];
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

function checkHeaders(headers) {
    assert.match(headers["content-security-policy"], /^default-src 'none';.*form-action 'self';.*frame-ancestors 'none'/);
    assert.doesNotMatch(headers["content-security-policy"], /unsafe/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.match(headers["referrer-policy"], /^(strict-origin|same-origin)$/);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(headers.vary, /\bCookie\b/);
}

// The page that is shown, and the response with which it came: valid, and no wider than its window.
export async function checkShape(page, response) {
    const report = await validator.validateString(await response.text());
    assert.deepEqual(report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.message}`)), []);
    for (const width of [320, 360, 1600]) {
        await page.setViewportSize({ width, height: 700 });
        assert.equal(await overflow(page), 0, `${width} pixels`);
    }
}

export async function checkPage(page, response, status) {
    assert.equal(response.status(), status);
    checkHeaders(response.headers());
    await checkShape(page, response);
    for (const [width, colorScheme] of [[320, "light"], [1600, "dark"]]) {
        await page.setViewportSize({ width, height: 700 });
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], `${colorScheme}, ${width} pixels`);
    }
    assert.deepEqual(page.complaints.filter((text) => !text.includes(`status of ${status}`)), []);
    assert.equal(await page.locator("h1").count(), 1);
}
