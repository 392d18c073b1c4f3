// Session variables for a script in a page of this site:
//
//     import { session } from "/door/session.js";
//     await session.set("cart", { tea: 2 });
//     const visits = await session.increment("visits");
//
// They are kept on the server, for one visitor, as long as his session lives. He can set them
// as he likes: never decide anything by them. docs/json.md explains each call.

const address = new URL("session", import.meta.url);

// What a call throws when it cannot be done. `problem` is what the server said (RFC 9457);
// `login`, if it is there, is where to sign in, and from where one comes back to this page.
export class SessionError extends Error {
    constructor(status, problem) {
        super(problem.detail ?? `the server answered ${status}`);
        this.name = "SessionError";
        this.status = status;
        this.problem = problem;
        if (problem.login) this.login = `${problem.login}?next=${encodeURIComponent(location.pathname + location.search)}`;
    }
}

async function call(method, path, body, headers = {}) {
    if (body !== undefined) headers = { ...headers, "Content-Type": "application/json" };
    const response = await fetch(address + path, { method, headers, body, cache: "no-store" });
    if (response.ok) return response;
    throw new SessionError(response.status, await response.json().catch(() => ({})));
}

// What is no JSON, such as undefined, becomes a body that the server refuses.
const text = (value) => JSON.stringify(value) ?? "";

const place = (key) => "/page/" + encodeURIComponent(key);

// What `promise` gives, or `otherwise` if the server answers with `status`.
const unless = (status, promise, otherwise) => promise.catch((error) => {
    if (error.status === status) return otherwise;
    throw error;
});

async function value(method, key, otherwise) {
    const response = await unless(404, call(method, place(key)));
    return response ? response.json() : otherwise;
}

export const session = {
    // The value, or `otherwise` if there is none.
    get: (key, otherwise = null) => value("GET", key, otherwise),

    async set(key, value) {
        await call("PUT", place(key), text(value));
    },

    // Takes the variable away; returns what it was.
    remove: (key, otherwise = null) => value("DELETE", key, otherwise),

    // Adds to a whole number, which starts at 0; returns the sum. Nothing is lost in parallel.
    async increment(key, by = 1) {
        return (await call("POST", place(key) + "/increment", text(by))).json();
    },

    // Replaces the value (`otherwise` if there is none) by what `change` makes of it, and once
    // more if somebody else was quicker, another tab perhaps; returns the new value.
    async update(key, change, otherwise = null) {
        for (let round = 0; round < 100; ++round) {
            const found = await unless(404, call("GET", place(key)));
            const changed = await change(found ? await found.json() : otherwise);
            const still = found ? { "If-Match": found.headers.get("ETag") } : { "If-None-Match": "*" };
            if (await unless(412, call("PUT", place(key), text(changed), still))) return changed;
        }
        throw new SessionError(412, { detail: `others kept changing "${key}"` });
    },

    // { user, permanent, expires_at, page: {...}, program: {...} }
    all: async () => (await call("GET", "")).json(),

    // The name of the user, or null if nobody is signed in.
    user: async () => (await unless(401, session.all(), { user: null })).user,
};
