-- The front door: users, sessions, session variables, tokens, limits, audit log.
--
-- This step is never edited once released; a change is a new step beside it.
-- Times are whole seconds since 1970-01-01 UTC. A hash of a secret is its
-- SHA-256: the secrets themselves (session ids, codes) are stored nowhere.

-- Facts about this database as a whole.
CREATE TABLE properties (
    name  TEXT PRIMARY KEY,  -- 'min_reader': the oldest schema number whose program may still use this file
                             -- 'base_url': where the site is, as the first user's browser knew it
    value TEXT NOT NULL      -- always text, a number in decimal
) STRICT, WITHOUT ROWID;

INSERT INTO properties (name, value) VALUES ('min_reader', '1');

-- Those who may sign in.
CREATE TABLE users (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to anybody else again
    name           TEXT NOT NULL,                      -- as its owner writes it; shown on pages
    canonical_name TEXT NOT NULL UNIQUE,               -- the form that is compared: Admin, admin and their look-alikes are one
    password_hash  TEXT NOT NULL,                      -- PHC string, Argon2id
    created_at     INTEGER NOT NULL,                   -- seconds since 1970
    disabled_at    INTEGER                             -- seconds since 1970; NULL: may sign in
) STRICT;

-- Named sets of users. 'admin' is made here: its members look after the site.
CREATE TABLE groups (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to another group again
    name TEXT NOT NULL UNIQUE                -- lower case, as rules write it
) STRICT;

INSERT INTO groups (name) VALUES ('admin');

-- Who is in which group.
CREATE TABLE group_members (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,  -- the set
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,   -- its member
    PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_members_by_user ON group_members (user_id);

-- One row a browser that is signed in, or for which something is kept. Ending a
-- session is deleting its row; a row past its limits is dead even before it is swept.
CREATE TABLE sessions (
    id_hash      BLOB NOT NULL PRIMARY KEY CHECK (length(id_hash) = 32),  -- hash of the id in the cookie
    user_id      INTEGER REFERENCES users (id) ON DELETE CASCADE,         -- NULL: an anonymous visitor
    permanent    INTEGER NOT NULL CHECK (permanent IN (0, 1)),            -- 1: "Keep me signed in"
    secure       INTEGER NOT NULL CHECK (secure IN (0, 1)),               -- 1: begun over HTTPS, and good only there
    started_at   INTEGER NOT NULL,                                        -- seconds since 1970
    last_seen_at INTEGER NOT NULL,                                        -- seconds since 1970, exact to five minutes
    expires_at   INTEGER NOT NULL,                                        -- seconds since 1970: the absolute limit, never moved
    address      TEXT NOT NULL,                                           -- IP address at its start; shown, never compared
    browser      TEXT NOT NULL                                            -- User-Agent at its start; shown, never compared
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- What programs keep for a session: one row a key, so that parallel requests
-- which set different keys lose nothing.
CREATE TABLE session_variables (
    id_hash BLOB NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,  -- whose
    space   TEXT NOT NULL CHECK (space IN ('program', 'page')),             -- 'page': the visitor's browser may set it; never trust it
    name    TEXT NOT NULL,                                                  -- the key
    value   TEXT NOT NULL,                                                  -- JSON; only ever written by the program
    version INTEGER NOT NULL,                                               -- 1, 2, 3 ...: for compare-and-set
    PRIMARY KEY (id_hash, space, name)
) STRICT, WITHOUT ROWID;

-- One-use secrets that are typed or clicked.
CREATE TABLE tokens (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),  -- hash of the code
    kind       TEXT NOT NULL CHECK (kind IN ('set_up', 'way_back', 'invitation', 'reset')),  -- what it opens
    created_at INTEGER NOT NULL,                                           -- seconds since 1970
    expires_at INTEGER NOT NULL                                            -- seconds since 1970
) STRICT, WITHOUT ROWID;

-- How often something was tried in the running window. The key is a hash, so that
-- a password typed into the name field is not written down.
CREATE TABLE rate_limits (
    key_hash       BLOB NOT NULL PRIMARY KEY CHECK (length(key_hash) = 32),  -- hash of rule and subject, such as 'name' and 'alice'
    tries          INTEGER NOT NULL,                                         -- in this window
    window_ends_at INTEGER NOT NULL                                          -- seconds since 1970; afterwards the row counts nothing
) STRICT, WITHOUT ROWID;

CREATE INDEX rate_limits_by_end ON rate_limits (window_ends_at);

-- What happened, for the owner and for each user's own notices. Only ever added to.
CREATE TABLE audit_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of writing
    at          INTEGER NOT NULL,                   -- seconds since 1970
    event       TEXT NOT NULL,                      -- 'sign_in', 'sign_in_failed', 'sign_in_limited', 'sign_out', 'user_added' ...
    actor       TEXT NOT NULL,                      -- who did it: 'user 7', 'visitor', 'command_line'
    user_id     INTEGER,                            -- whom it is about; kept when the user is deleted; NULL: nobody we know
    address     TEXT NOT NULL,                      -- IP address, empty on the command line
    session_tag TEXT NOT NULL,                      -- the first 8 hexadecimal digits of the session's id_hash, or empty
    request_id  TEXT NOT NULL                       -- joins the row with the log line and the error page
) STRICT;

CREATE INDEX audit_log_by_user ON audit_log (user_id, id);
