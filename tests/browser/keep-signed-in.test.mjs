import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchWithProfile, sessionCookie, signIn, startSite } from "./support.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

// Signs in, closes the browser, opens it again with the same profile: where does /home lead?
let profiles = 0;
async function afterRestart(t, keep) {
    const profile = site.inside(`profile-${++profiles}`);
    let context = await launchWithProfile(profile);
    t.after(() => context.close());
    await signIn(context.pages()[0], site, { keep });
    const cookie = await sessionCookie(context);
    const told = await context.pages()[0].locator("dl").innerText();
    await context.close();
    context = await launchWithProfile(profile);
    await context.pages()[0].goto(site.url + "/home");
    return { cookie, told, path: new URL(context.pages()[0].url()).pathname };
}

test("CK3: with the tick a user is still signed in after the browser was closed, for seven days", async (t) => {
    const { cookie, told, path } = await afterRestart(t, true);
    assert.equal(path, "/home");
    const left = cookie.expires - Date.now() / 1000;
    assert.ok(Math.abs(left - 604800) < 60, `${left} seconds`);
    assert.match(told, /you stay signed in/);
});

test("CK3: without the tick closing the browser signs out", async (t) => {
    const { cookie, told, path } = await afterRestart(t, false);
    assert.equal(path, "/");
    assert.equal(cookie.expires, -1);
    assert.match(told, /you are signed out/);
});

test("CK2: no script can read the cookie, and no other site's form sends it", async (t) => {
    const { cookie } = await afterRestart(t, true);
    assert.equal(cookie.name, "cloakroom");
    assert.equal(cookie.secure, false);
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, "Lax");
    assert.equal(cookie.path, "/");
    assert.equal(cookie.domain, "127.0.0.1");
});
