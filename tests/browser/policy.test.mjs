// What the CSP Evaluator says of the policy of our pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import evaluator from "csp_evaluator/dist/evaluator.js";
import parser from "csp_evaluator/dist/parser.js";
import { launch, newPage, signIn, startSite } from "./support.mjs";

function findings(policy) {
    const { csp } = new parser.CspParser(policy);
    return new evaluator.CspEvaluator(csp).evaluate().map(({ directive, value }) => `${directive} ${value}`);
}

test("HD3: the CSP Evaluator finds nothing wrong with the policy of any page", async (t) => {
    const [browser, site] = await Promise.all([launch(), startSite({ users: ["admin"] })]);
    t.after(async () => {
        await browser.close();
        await site.stop();
    });
    const page = await newPage(browser);
    const policy = async (path) => (await page.goto(site.url + path)).headers()["content-security-policy"];
    assert.deepEqual(findings("script-src 'self' 'unsafe-inline'").length > 0, true);
    assert.deepEqual(findings(await policy("/")), []);
    await signIn(page, site, { user: "admin" });
    for (const path of ["/home", "/account", "/admin", "/admin/users", "/nothing"]) {
        assert.deepEqual(findings(await policy(path)), [], path);
    }
    // It reminds us that a site which shows what its visitors upload lets them have scripts there.
    assert.deepEqual(findings(await policy("/admin/check")), ["script-src 'self'"]);
});
