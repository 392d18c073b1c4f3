-- A site as a program left it that knew the schema up to step 004-accounts: all are opened by
-- tests/unit/db/upgrade_test.cpp. Made with: sqlite3 cloakroom.sqlite .dump
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE properties (
    name  TEXT PRIMARY KEY,  -- 'min_reader': the oldest schema number whose program may still use this file
                             -- 'base_url': where the site is, as the first user's browser knew it
    value TEXT NOT NULL      -- always text, a number in decimal
) STRICT, WITHOUT ROWID;
INSERT INTO properties VALUES('base_url','https://club.example');
INSERT INTO properties VALUES('min_reader','2');
CREATE TABLE users (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to anybody else again
    name           TEXT NOT NULL,                      -- as its owner writes it; shown on pages
    canonical_name TEXT NOT NULL UNIQUE,               -- the form that is compared: Admin, admin and their look-alikes are one
    password_hash  TEXT NOT NULL,                      -- PHC string, Argon2id
    created_at     INTEGER NOT NULL,                   -- seconds since 1970
    disabled_at    INTEGER                             -- seconds since 1970; NULL: may sign in
, display_name TEXT NOT NULL DEFAULT '', folded_display_name TEXT NOT NULL DEFAULT '', last_sign_in_at INTEGER) STRICT;
INSERT INTO users VALUES(1,'Alice','alice','$argon2id$v=19$m=19456,t=2,p=1$CH93Od7RK0m1p/PP/Of66w$hsbcWjRTNYb99Lq6yl78n+LE9qyFSQVoN425CBU2XBM',1799000000,NULL,'Alice of the Boats','alice of the boats',1799900000);
INSERT INTO users VALUES(2,'Bob','bob','$argon2id$v=19$m=19456,t=2,p=1$D3kT2/znNcTVxDXm6ziA8w$A1ACHaaId84bP2lNNW/ENFBVw5aikmiZt9kql1FxBYE',1799000000,1799500000,'','',NULL);
CREATE TABLE groups (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to another group again
    name TEXT NOT NULL UNIQUE                -- lower case, as rules write it
) STRICT;
INSERT INTO "groups" VALUES(1,'admin');
INSERT INTO "groups" VALUES(2,'rowers');
CREATE TABLE group_members (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,  -- the set
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,   -- its member
    PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO group_members VALUES(1,1);
INSERT INTO group_members VALUES(2,1);
INSERT INTO group_members VALUES(2,2);
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
, name TEXT NOT NULL DEFAULT '', counted_from INTEGER NOT NULL DEFAULT 0, idle_timeout INTEGER NOT NULL DEFAULT 43200, proved_at INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO sessions VALUES(X'3d2c43ce2aae2c63afb30fa3c16c77e62e5ffab9a337dfc85ca49e639259182b',1,1,0,1799900000,1799990000,1800504800,'192.0.2.1','Mozilla/5.0','the laptop',1799900000,43200,1799900000);
CREATE TABLE session_variables (
    id_hash BLOB NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,  -- whose
    space   TEXT NOT NULL CHECK (space IN ('program', 'page')),             -- 'page': the visitor's browser may set it; never trust it
    name    TEXT NOT NULL,                                                  -- the key
    value   TEXT NOT NULL,                                               -- 1, 2, 3 ...: for compare-and-set
    PRIMARY KEY (id_hash, space, name)
) STRICT, WITHOUT ROWID;
INSERT INTO session_variables VALUES(X'3d2c43ce2aae2c63afb30fa3c16c77e62e5ffab9a337dfc85ca49e639259182b','page','draft','"Dear club"');
INSERT INTO session_variables VALUES(X'3d2c43ce2aae2c63afb30fa3c16c77e62e5ffab9a337dfc85ca49e639259182b','program','cart','["three books"]');
CREATE TABLE tokens (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),  -- hash of the code
    kind       TEXT NOT NULL CHECK (kind IN ('set_up', 'way_back', 'invitation', 'reset')),  -- what it opens
    created_at INTEGER NOT NULL,                                           -- seconds since 1970
    expires_at INTEGER NOT NULL                                            -- seconds since 1970
, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE, uses_left INTEGER NOT NULL DEFAULT 1, note TEXT NOT NULL DEFAULT '', made_by INTEGER REFERENCES users (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;
INSERT INTO tokens VALUES(X'1111111111111111111111111111111111111111111111111111111111111111','way_back',1799990000,1800003600,NULL,NULL,1,'',NULL);
INSERT INTO tokens VALUES(X'3333333333333333333333333333333333333333333333333333333333333333','invitation',1799990000,1800594800,NULL,2,5,'the new rowers',NULL);
CREATE TABLE rate_limits (
    key_hash       BLOB NOT NULL PRIMARY KEY CHECK (length(key_hash) = 32),  -- hash of rule and subject, such as 'name' and 'alice'
    tries          INTEGER NOT NULL,                                         -- in this window
    window_ends_at INTEGER NOT NULL                                          -- seconds since 1970; afterwards the row counts nothing
) STRICT, WITHOUT ROWID;
INSERT INTO rate_limits VALUES(X'2222222222222222222222222222222222222222222222222222222222222222',3,1800000600);
CREATE TABLE audit_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of writing
    at          INTEGER NOT NULL,                   -- seconds since 1970
    event       TEXT NOT NULL,                      -- 'sign_in', 'sign_in_failed', 'sign_in_limited', 'sign_out', 'user_added' ...
    actor       TEXT NOT NULL,                      -- who did it: 'user 7', 'visitor', 'command_line'
    user_id     INTEGER,                            -- whom it is about; kept when the user is deleted; NULL: nobody we know
    address     TEXT NOT NULL,                      -- IP address, empty on the command line
    session_tag TEXT NOT NULL,                      -- the first 8 hexadecimal digits of the session's id_hash, or empty
    request_id  TEXT NOT NULL                       -- joins the row with the log line and the error page
, subject TEXT NOT NULL DEFAULT '', browser TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO audit_log VALUES(1,1799000000,'user_added','command_line',1,'','','','','');
INSERT INTO audit_log VALUES(2,1799900000,'sign_in','visitor',1,'192.0.2.1','3d2c43ce','0123456789abcdef','','');
INSERT INTO audit_log VALUES(3,1799000100,'rule_set','user 1',NULL,'192.0.2.1','3d2c43ce','0123456789abcdee','/club','');
CREATE TABLE flash_messages (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,                              -- in the order of writing
    id_hash  BLOB NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,  -- whose
    category TEXT NOT NULL,                                                  -- 'message' unless the writer says otherwise
    text     TEXT NOT NULL                                                   -- what is to be shown
) STRICT;
INSERT INTO flash_messages VALUES(1,X'3d2c43ce2aae2c63afb30fa3c16c77e62e5ffab9a337dfc85ca49e639259182b','message','Saved.');
CREATE TABLE rules (
    path     TEXT NOT NULL PRIMARY KEY,  -- decoded, in normal form, without a slash at its end: '/club', or '' for the whole site
    audience TEXT NOT NULL CHECK (audience IN ('anyone', 'signed_in', 'listed'))  -- 'listed': whom the next two tables name
) STRICT, WITHOUT ROWID;
INSERT INTO rules VALUES('/club','listed');
INSERT INTO rules VALUES('/club/news','anyone');
CREATE TABLE rule_groups (
    path     TEXT NOT NULL REFERENCES rules (path) ON DELETE CASCADE,    -- the rule
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,  -- whose members may see it
    PRIMARY KEY (path, group_id)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_groups VALUES('/club',2);
CREATE TABLE rule_users (
    path    TEXT NOT NULL REFERENCES rules (path) ON DELETE CASCADE,   -- the rule
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,  -- who may see it
    PRIMARY KEY (path, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_users VALUES('/club',1);
CREATE TABLE devices (
    device_hash  BLOB NOT NULL CHECK (length(device_hash) = 32),           -- hash of what stands in the cookie
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, -- who signed in there
    last_seen_at INTEGER NOT NULL,                                         -- seconds since 1970: his last sign-in there
    PRIMARY KEY (device_hash, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO devices VALUES(X'4444444444444444444444444444444444444444444444444444444444444444',1,1799900000);
CREATE TABLE event_counts (
    day   INTEGER NOT NULL,  -- days since 1970-01-01 UTC
    event TEXT NOT NULL,     -- as in audit_log
    count INTEGER NOT NULL,  -- of that day
    PRIMARY KEY (day, event)
) STRICT, WITHOUT ROWID;
INSERT INTO event_counts VALUES(20832,'sign_in',1);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('groups',2);
INSERT INTO sqlite_sequence VALUES('users',2);
INSERT INTO sqlite_sequence VALUES('audit_log',3);
INSERT INTO sqlite_sequence VALUES('flash_messages',1);
CREATE INDEX group_members_by_user ON group_members (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX rate_limits_by_end ON rate_limits (window_ends_at);
CREATE INDEX audit_log_by_user ON audit_log (user_id, id);
CREATE INDEX flash_messages_by_session ON flash_messages (id_hash, id);
CREATE INDEX rule_groups_by_group ON rule_groups (group_id);
CREATE INDEX rule_users_by_user ON rule_users (user_id);
CREATE INDEX users_by_name ON users (canonical_name, folded_display_name);
CREATE INDEX users_by_last_sign_in ON users (last_sign_in_at, id, canonical_name, folded_display_name);
CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE INDEX tokens_by_maker ON tokens (made_by);
CREATE INDEX tokens_by_group ON tokens (group_id);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);
CREATE INDEX devices_by_user ON devices (user_id, last_seen_at);
CREATE INDEX audit_log_by_event ON audit_log (event, id);
PRAGMA user_version = 4;
COMMIT;
