import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, newPage, press, signIn, startSite } from "./support.mjs";

let browser, site;
before(async () => {
    [browser, site] = await Promise.all([launch(), startSite()]);
});
after(async () => {
    await browser.close();
    await site.stop();
});

// How light the page is: 0 black, 255 white.
const lightness = (page) => page.evaluate(() =>
    Math.max(...getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number)));
const isDark = async (page) => (await lightness(page)) < 64;

for (const device of ["light", "dark"]) {
    test(`a visitor with a ${device} device sees ${device} pages`, async (t) => {
        const page = await newPage(browser, { colorScheme: device });
        t.after(() => page.context().close());
        await page.goto(site.url + "/");
        assert.equal(await isDark(page), device === "dark");
        await signIn(page, site);
        assert.equal(await isDark(page), device === "dark");
        assert.equal(await page.getByLabel("As the device").isChecked(), true);
    });

    test(`what a user chooses wins over a ${device} device and lasts as long as the session`, async (t) => {
        const page = await newPage(browser, { colorScheme: device });
        t.after(() => page.context().close());
        await signIn(page, site);
        for (const [label, dark] of [["Light", false], ["Dark", true], ["As the device", device === "dark"]]) {
            await page.getByLabel(label).check();
            await press(page, "Use this appearance");
            assert.equal(page.url(), site.url + "/home");
            assert.equal(await page.getByLabel(label).isChecked(), true);
            await page.goto(site.url + "/logout");
            assert.equal(await isDark(page), dark, label);
            await page.goto(site.url + "/home");
            assert.equal(await isDark(page), dark, label);
        }
    });
}

test("RD4: reloading after the choice sends nothing again", async (t) => {
    const page = await newPage(browser);
    t.after(() => page.context().close());
    await signIn(page, site);
    await page.getByLabel("Dark").check();
    await press(page, "Use this appearance");
    const methods = [];
    page.on("request", (request) => methods.push(request.method()));
    await page.reload();
    assert.ok(methods.every((method) => method === "GET"));
    assert.equal(await isDark(page), true);
});
