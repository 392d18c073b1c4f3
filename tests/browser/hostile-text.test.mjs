import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rename } from "./pages.mjs";
import { launch, newPage, press, signIn, startSite } from "./support.mjs";

const texts = [
    "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>", "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
    "<svg/onload=alert(1)>", "<svg><script>alert&#40;1)</script>", "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "\" onmouseover=\"alert(1)", "\" autofocus onfocus=alert(1) x=\"", "' autofocus onfocus='alert(1)", "\" accesskey=x onclick=alert(1) \"",
    "<body onload=alert(1)>", "<iframe srcdoc='<script>parent.alert(1)</script>'>", "<iframe src=javascript:parent.alert(1)>",
    "<a href=\"javascript:alert(1)\" autofocus onfocus=alert(1)>x</a>", "<details open ontoggle=alert(1)>", "<input onfocus=alert(1) autofocus>",
    "<video><source onerror=alert(1)>", "<audio src=x onerror=alert(1)>", "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<!--><script>alert(1)</script-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<style>@import 'data:,';</style><script>alert(1)</script>", "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<base href=javascript:/a/-alert(1)///>",
    "<form><button formaction=javascript:alert(1) autofocus onfocus=alert(1)>x", "<template><script>alert(1)</script></template>",
    "<marquee onstart=alert(1)>", "<select autofocus onfocus=alert(1)>", "<keygen autofocus onfocus=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\\"><script>alert(1)</script>",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "<scr<script>ipt>alert(1)</scr</script>ipt>", "${alert(1)}`${alert(1)}`",
    "{{constructor.constructor('alert(1)')()}}", "{{base}}{{{site}}}{{> head}}", "%3Cscript%3Ealert(1)%3C/script%3E", "+ADw-script+AD4-alert(1)",
    "＜script＞alert(1)＜/script＞", "<script\u2028>alert(1)</script>", "\u202e<script>alert(1)</script>", "<a\u0009onclick\u000c=alert(1)>",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert(1) )//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert(1)//>\\x3e",
];

let browser, site, page;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite({ settings: { tries_per_name: 100 } })]);
    // Without the policy that would stop scripts all the same: it must not be what saves us.
    page = await newPage(browser, { bypassCSP: true });
    await page.addInitScript(() => {
        globalThis.alerts = 0;
        globalThis.alert = () => { ++globalThis.alerts; };
    });
});
after(async () => {
    await browser.close();
    await site.stop();
});

// How many scripts ran on the page that is shown, after those that wait for an event had their chance.
const ranScripts = () => page.evaluate(() => new Promise((done) => {
    requestAnimationFrame(() => setTimeout(() => done(globalThis.alerts), 20));
}));

test("the detector of these tests does notice a script that runs", async () => {
    for (const text of ["<img src=x onerror=alert(1)>", "<input autofocus onfocus=alert(1)>", "<script>alert(1)</script>"]) {
        await site.show(page, { status: 200, headers: { "content-type": "text/html" }, body: text });
        assert.equal(await ranScripts(), 1, text);
    }
});

test("TP1: no hostile text in the name field runs, and each comes back letter by letter", async (t) => {
    for (const text of texts) {
        await signIn(page, site, { user: text, word: "wrong" });
        assert.equal(await ranScripts(), 0, text);
        assert.equal(await page.getByRole("alert").innerText(), "Invalid username or password.");
        assert.equal(await page.getByLabel("Username").inputValue(), text);
    }
    t.diagnostic(`${texts.length} texts`);
});

test("TP1: no hostile text in the address runs", async () => {
    for (const text of texts) {
        const target = encodeURIComponent(text);
        for (const path of [`/?next=/${target}&username=${target}&permanent=${target}`, `/${target}?${target}`]) {
            await page.goto(site.url + path);
            assert.equal(await ranScripts(), 0, path);
        }
    }
});

test("TP1: a hostile path that is kept for after signing in comes back letter by letter", async () => {
    const next = "/<script>alert(1)</script>'\"&amp;{{base}}";
    await page.goto(site.url + "/?next=" + encodeURIComponent(next));
    assert.equal(await ranScripts(), 0);
    assert.equal(await page.locator("input[name=next]").inputValue(), next);
});

test("TP1 TP2: a user with a hostile name is greeted by it, and nothing runs or expands", async () => {
    for (const name of ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "{{site}}{{{name}}}"]) {
        site.run(["user", "add", name, "--password-stdin"], "four plain words together\n");
        await signIn(page, site, { user: name });
        assert.equal(await ranScripts(), 0, name);
        assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), `Hello, ${name}`);
        await page.goto(site.url + "/account/password");
        assert.equal(await ranScripts(), 0, name);
        await page.goto(site.url + "/sessions");
        await rename(page, page.getByRole("listitem"), name);
        assert.equal(await ranScripts(), 0, name);
        assert.equal(await page.getByLabel("Name").first().inputValue(), name);
        assert.equal(await page.getByRole("heading", { level: 2 }).innerText(), name);
        await page.goto(site.url + "/logout");
        assert.equal(await ranScripts(), 0, name);
        assert.equal(await page.locator("strong").innerText(), name);
        await press(page, "Sign out");
    }
});
