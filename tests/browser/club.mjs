// A rowing club with a month behind it, for the pictures: users, groups, rules, and thirty days of
// sign-ins, lived through while the clock is moved by hand (see clocked-program.sh). So a
// picture changes only with its page.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import https from "node:https";
import { fillSetUp, setUpCode } from "./pages.mjs";
import { launch, newPage, password, repository, startSite } from "./support.mjs";

const host = "riverside.example";
const today = Date.UTC(2037, 5, 14);  // a Sunday, after the program came here: else it says that the clock is wrong
export const home = `https://${host}/door`;

export const agents = {
    firefox: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    chrome: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
    phone: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    tablet: "Mozilla/5.0 (Linux; Android 15; Pixel Tablet) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
};

const users = [
    ["Tom", "Tom Hale", "rowers"], ["priya", "Priya Raman", "rowers board"], ["jonas", "Jonas Weiß", "rowers"],
    ["Siobhán", "", "rowers juniors"], ["łukasz", "Łukasz Nowak", "juniors"], ["noa", "נועה לוי", "rowers"],
    ["k.okafor", "Kelechi Okafor", "board"], ["amélie", "Amélie", "juniors"], ["dev", "", ""],
    ["yuki", "Yuki Satō", "rowers"], ["old-harry", "Harry, emeritus", "board"], ["zoe", "Zoë Brandt", "juniors"],
];

function withTls(folder) {
    const [key, certificate] = ["site.pem", "certificate.pem"].map((name) => `${folder}/${name}`);
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", `/CN=${host}`, "-keyout", key, "-out", certificate], { stdio: "ignore" });
    fs.appendFileSync(key, fs.readFileSync(certificate));
    return `server.modules += ("mod_openssl")\nssl.engine = "enable"\nssl.pemfile = "${key}"`;
}

// Before anybody has set it up. at(days ago, "09:30") moves its clock.
export async function startClub() {
    const site = await startSite({
        mount: "/door", users: [],
        settings: (folder) => ({ base_url: home, trusted_proxies: ["127.0.0.1"], site_folder: folder + "/www", whom_to_ask: "Ring Mary, 01234 567890." }),
        configuration: (folder) => `${withTls(folder)}\ninclude "${repository}/docs/protect/lighttpd.conf"`,  // it locks /members
    });
    for (const folder of ["members", "regatta"]) fs.mkdirSync(site.inside("www", folder));
    site.url = home;
    site.at = (daysAgo, time) => fs.writeFileSync(site.inside("clock"), `${new Date(today - daysAgo * 86_400_000).toISOString().slice(0, 10)} ${time}:00\n`);
    site.at(30, "09:00");
    return site;
}

// Chromium, for which the club's address leads to this machine.
export const launchAtClub = (site) => launch({ args: [`--host-resolver-rules=MAP ${host} ${new URL(site.origin).host}`] });
// A page whose clock is that of the site, as far as html/check.js asks for it.
export const clubPage = async (browser) => {
    const page = await newPage(browser, {
        ignoreHTTPSErrors: true, userAgent: agents.firefox, extraHTTPHeaders: { "X-Forwarded-For": "198.51.100.24" },
    });
    await page.addInitScript(() => { Date.now = () => 1000 * Number(document.getElementById("check")?.dataset.time); });
    return page;
};

// Somebody signs in elsewhere, with a browser that is known from the second time on.
function newcomer(site) {
    const devices = new Map();
    const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
    return (user, browser, address, { word = password, keep = true } = {}) => new Promise((resolve, reject) => {
        const device = user + browser;
        const request = https.request(site.origin.replace("http:", "https:") + "/door/", {
            method: "POST", agent, headers: {
                host, "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "user-agent": agents[browser],
                "x-forwarded-for": address, cookie: devices.get(device) ?? "",
            },
        }, (response) => {
            const cookie = (response.headers["set-cookie"] ?? []).find((one) => one.includes("-device="));
            if (cookie) devices.set(device, cookie.split(";")[0]);
            response.resume().on("end", resolve);
        }).on("error", reject);
        request.end(new URLSearchParams({ username: user, password: word, ...(keep ? { permanent: "1" } : {}) }).toString());
    });
}

// The same numbers each time.
function dice() {
    let state = 7;
    return (sides) => {
        state = (state * 48271) % 2147483647;
        return state % sides;
    };
}

const clockText = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

// Mary's own browsers, and somebody who guesses.
const evenings = {
    9: async (signIn) => {
        for (let tries = 0; tries < 14; ++tries) await signIn("Tom", "chrome", "192.0.2.66", { word: "guess " + tries });
    },
    3: (signIn) => signIn("mary", "phone", "203.0.113.5"),
    1: async (signIn) => {
        await signIn("mary", "tablet", "203.0.113.5");
        for (let tries = 0; tries < 2; ++tries) await signIn("mary", "chrome", "192.0.2.66", { word: "guess" });
    },
};

async function liveOneDay(site, signIn, roll, daysAgo) {
    const weekend = new Date(today - daysAgo * 86_400_000).getUTCDay() % 6 === 0;
    const visits = (weekend ? 9 : 4) + roll(5);
    const minutes = daysAgo === 0 ? 360 : 780;  // from seven o'clock on
    for (let visit = 0; visit < visits; ++visit) {
        site.at(daysAgo, clockText(420 + Math.floor(visit * minutes / visits) + roll(25)));
        const who = roll(users.length);
        const [browser, address] = [Object.keys(agents)[(who + roll(2)) % 4], `203.0.113.${10 + who}`];
        if (roll(6) === 0) await signIn(users[who][0], browser, address, { word: "a slip of the finger" });
        await signIn(users[who][0], browser, address, { keep: roll(3) > 0 });
    }
    site.at(daysAgo, daysAgo === 0 ? "14:05" : "21:40");
    await evenings[daysAgo]?.(signIn);
}

// Mary sets the site up and lets the others in; then a month goes by.
export async function live(site, page) {
    await page.goto(home + "/setup");
    await fillSetUp(page, { code: setUpCode(site), user: "mary" });
    const hash = execFileSync("openssl", ["passwd", "-6", "-salt", "riverside", "-stdin"], { input: password, encoding: "utf8" }).trim();
    const lines = users.map(([name, shown, groups]) => `"${name}","${shown}","${groups}",${hash}`);
    site.run(["user", "import", "-"], `name,display_name,groups,password_hash\n${lines.join("\n")}\n`);
    site.run(["group", "add", "admin", "priya"]);
    for (const words of [["/members"], ["/members/board", "--group", "board", "--user", "noa"], ["/members/welcome", "--anyone"]]) site.run(["protect", ...words]);

    const [signIn, roll] = [newcomer(site), dice()];
    for (let daysAgo = 29; daysAgo >= 0; --daysAgo) await liveOneDay(site, signIn, roll, daysAgo);
    site.run(["user", "disable", "dev"]);
}
