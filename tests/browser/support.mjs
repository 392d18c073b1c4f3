// A real lighttpd with the repository's own lighttpd.conf, a folder that goes with the
// test, and a Chromium to look at it.
//
// CLOAKROOM (a folder) or CLOAKROOM_PROGRAM (a file) names the program; otherwise it is
// cgi-bin/cloakroom.fcgi.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const password = "four plain words together";

const name = "cloakroom.fcgi";
const program = process.env.CLOAKROOM
    ? path.resolve(process.env.CLOAKROOM, name)
    : process.env.CLOAKROOM_PROGRAM ?? path.join(repository, "cgi-bin", name);

// Chromium calls home from several corners; a test machine has no network to offer.
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
const options = {
    executablePath: "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox", ...quiet] : quiet,
};

export const launch = ({ args = [], ...more } = {}) => chromium.launch({ ...options, ...more, args: [...options.args, ...args] });
export const launchWithProfile = (folder, more = {}) => chromium.launchPersistentContext(folder, { ...options, ...more });

// The signed-out, unhurried visitor of most tests. Whatever the page complains of on
// its console (a refused style sheet, say) is collected in page.complaints.
export async function newPage(browser, settings = {}) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 760 }, ...settings });
    const page = await context.newPage();
    page.complaints = [];
    page.on("console", (message) => page.complaints.push(message.text()));
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.setDefaultTimeout(10_000);
    return page;
}

// Does what leads to a new page; returns the response that this page came with.
export async function follow(page, act) {
    const [response] = await Promise.all([page.waitForNavigation(), act()]);
    return response;
}

export const press = (page, button) => follow(page, () => page.getByRole("button", { name: button }).click());

// Not that of the device, which stays when its user signs out.
export const sessionCookie = async (context) => (await context.cookies()).find(({ name }) => !name.endsWith("-device"));

// Returns when the element with this id has the focus. (Browsers give it to what has
// "autofocus" a moment after the page is there.)
export const focusOn = (page, id) => page.locator(`#${id}:focus`).waitFor();

export async function signIn(page, site, { user = "alice", word = password, keep = false, at = "/" } = {}) {
    await page.goto(site.url + at);
    await focusOn(page, "username");
    await page.getByLabel("Username").fill(user);
    await page.getByLabel("Password").fill(word);
    if (keep) await page.getByLabel("Keep me signed in").check();
    return press(page, "Sign in");
}

// What has the focus: its id, or else its text.
export const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

// Somebody else's site, on localhost: every address of it answers with `html`.
export async function startStranger(html) {
    const server = http.createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(html));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://localhost:${server.address().port}`, stop: () => server.close() };
}

function freePort() {
    return new Promise((resolve) => {
        const server = net.createServer().listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

async function answers(port, server) {
    for (let tries = 0; tries < 500; ++tries) {
        if (server.exitCode !== null) throw new Error(`lighttpd ended with ${server.exitCode}`);
        const open = await new Promise((resolve) => {
            const socket = net.connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
            socket.on("connect", () => socket.destroy());
        });
        if (open) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("lighttpd does not answer");
}

const toml = (settings) => Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join("");

// One installation: `users` are added before the server starts; `settings` go into
// cloakroom.conf; both it and `configuration`, more lines for lighttpd, may be made of the
// folder's name. `mount` is "" or a path such as "/door".
export async function startSite({ mount = "", users = ["alice"], settings = () => ({}), configuration = () => "" } = {}) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloakroom-browser-"));
    const inside = (...parts) => path.join(folder, ...parts);
    for (const part of ["www", "door", "templates"]) fs.mkdirSync(inside(part));
    fs.mkdirSync(inside("private"), { mode: 0o700 });
    fs.copyFileSync(program, inside("door", name));
    fs.writeFileSync(inside("private", "cloakroom.conf"),
        toml({ site_name: "Riverside Rowing Club", templates: inside("templates"), tries_per_network: 100000, tries_in_all: 100000,
            ...(typeof settings === "function" ? settings(folder) : settings) }),
        { mode: 0o600 });

    const run = (words, input = "") => execFileSync(inside("door", name),
        ["--config", inside("private", "cloakroom.conf"), ...words], { input, encoding: "utf8" });
    for (const user of users) run(["user", "add", user, "--password-stdin", ...(user === "admin" ? ["--admin"] : [])], password + "\n");

    const port = await freePort();
    fs.writeFileSync(inside("lighttpd.conf"), `
        server.document-root = "${inside("www")}"
        server.bind = "127.0.0.1"
        server.port = ${port}
        server.errorlog = "${inside("lighttpd.log")}"
        mimetype.assign = (".html" => "text/html; charset=utf-8")
        var.cloakroom = "${inside("door")}"
        var.cloakroom_url = "${mount}"
        var.cloakroom_arguments = "--config ${inside("private", "cloakroom.conf")}"
        var.cloakroom_socket = "${inside("socket")}"
        include "${repository}/lighttpd.conf"
        # A page that is different behind Apache can be looked at here as well.
        $REQUEST_HEADER["stand-in-for"] == "Apache" { server.tag = "Apache" }
        ${configuration(folder)}
    `);
    const server = spawn("lighttpd", ["-D", "-f", inside("lighttpd.conf")],
        { stdio: "ignore", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    const kill = () => server.kill("SIGKILL");
    process.once("exit", kill);

    const origin = `http://127.0.0.1:${port}`;
    const site = { folder, inside, run, origin, mount, url: origin + mount };

    site.stop = async () => {
        process.off("exit", kill);
        if (server.exitCode === null) {
            const ended = new Promise((resolve) => server.once("exit", resolve));
            server.kill("SIGTERM");
            const late = setTimeout(kill, 5000);
            await ended;
            clearTimeout(late);
        }
        fs.rmSync(folder, { recursive: true, force: true });
    };

    // A request that no browser would send. Resolves to { status, headers, body }.
    site.request = (method, target, { headers = {}, body } = {}) => new Promise((resolve, reject) => {
        const request = http.request(origin + mount + target, { method, headers }, (response) => {
            const parts = [];
            response.on("data", (part) => parts.push(part));
            response.on("end", () => resolve({
                status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString("utf8"),
            }));
        }).on("error", reject);
        request.end(body);
    });

    // The same from the program run as plain CGI, for what lighttpd answers by itself.
    site.cgi = (environment, body = "") => {
        const { stdout } = spawnSync(inside("door", name), [], {
            input: body, encoding: "utf8", env: {
                GATEWAY_INTERFACE: "CGI/1.1", SERVER_PROTOCOL: "HTTP/1.1", SERVER_NAME: "127.0.0.1",
                SERVER_PORT: String(port), HTTP_HOST: `127.0.0.1:${port}`, REMOTE_ADDR: "127.0.0.1",
                DOCUMENT_ROOT: inside("www"), SCRIPT_NAME: `${mount}/${name}`, SCRIPT_FILENAME: inside("door", name),
                REQUEST_METHOD: "GET", REQUEST_URI: `${mount}/`, PATH_INFO: "/", QUERY_STRING: "", ...environment,
            },
        });
        const [, head, text] = stdout.match(/^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/);
        const headers = Object.fromEntries(head.split(/\r?\n/).map((line) => {
            const colon = line.indexOf(":");
            return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }));
        return { status: parseInt(headers.status, 10), headers, body: text };
    };

    // Does something while the private folder is no folder.
    site.whileClosed = async (act) => {
        fs.renameSync(inside("private"), inside("away"));
        fs.writeFileSync(inside("private"), "");
        try {
            return await act();
        } finally {
            fs.rmSync(inside("private"));
            fs.renameSync(inside("away"), inside("private"));
        }
    };

    // Shows an answer that was fetched by other means, as if it had come for `target`.
    site.show = async (page, answer, target = "/shown") => {
        await page.route(site.url + target, (route) => route.fulfill({
            status: answer.status, headers: { ...answer.headers, "content-length": undefined }, body: answer.body,
        }), { times: 1 });
        return page.goto(site.url + target);
    };

    try {
        await answers(port, server);
    } catch (error) {
        const log = fs.existsSync(inside("lighttpd.log")) ? fs.readFileSync(inside("lighttpd.log"), "utf8") : "";
        await site.stop();
        throw new Error(`${error.message}\n${log}`);
    }
    return site;
}
