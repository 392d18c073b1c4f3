-- What users and owners do with accounts: names to be shown, the password given again,
-- invitations and resets, browsers that are known, figures of each day.
--
-- This step is never edited once released; a change is a new step beside it.

ALTER TABLE users ADD COLUMN
    display_name TEXT NOT NULL DEFAULT '';  -- as he wishes to be greeted; empty: by his name

ALTER TABLE users ADD COLUMN
    folded_display_name TEXT NOT NULL DEFAULT '';  -- the same without the difference of A and a, as it is searched for

ALTER TABLE users ADD COLUMN
    last_sign_in_at INTEGER;  -- seconds since 1970; NULL: never, or before this column was there

-- What is searched stands in the indexes too: 100,000 users are looked through without reading their rows.
CREATE INDEX users_by_name ON users (canonical_name, folded_display_name);
CREATE INDEX users_by_last_sign_in ON users (last_sign_in_at, id, canonical_name, folded_display_name);

ALTER TABLE sessions ADD COLUMN
    proved_at INTEGER NOT NULL DEFAULT 0;  -- seconds since 1970: when its user last gave his password in it

-- Invitations and resets are tokens too. One that may be used several times is gone with its last use.
ALTER TABLE tokens ADD COLUMN
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE;  -- who is to choose a password with it; NULL: an invitation to whoever has it

ALTER TABLE tokens ADD COLUMN
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE;  -- an invitation: the group it leads into; NULL: none

ALTER TABLE tokens ADD COLUMN
    uses_left INTEGER NOT NULL DEFAULT 1;  -- how often it still opens something

ALTER TABLE tokens ADD COLUMN
    note TEXT NOT NULL DEFAULT '';  -- an invitation: whom it is for, in the words of who made it

ALTER TABLE tokens ADD COLUMN
    made_by INTEGER REFERENCES users (id) ON DELETE CASCADE;  -- the admin who made it on a page; it ends with his rights

CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE INDEX tokens_by_maker ON tokens (made_by);
CREATE INDEX tokens_by_group ON tokens (group_id);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- Browsers in which a user has signed in before: strangers who guess cannot use up their
-- tries. Such a cookie opens nothing.
CREATE TABLE devices (
    device_hash  BLOB NOT NULL CHECK (length(device_hash) = 32),           -- hash of what stands in the cookie
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, -- who signed in there
    last_seen_at INTEGER NOT NULL,                                         -- seconds since 1970: his last sign-in there
    PRIMARY KEY (device_hash, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX devices_by_user ON devices (user_id, last_seen_at);

-- How often each event happened on each day: it outlives the rows of the audit log.
CREATE TABLE event_counts (
    day   INTEGER NOT NULL,  -- days since 1970-01-01 UTC
    event TEXT NOT NULL,     -- as in audit_log
    count INTEGER NOT NULL,  -- of that day
    PRIMARY KEY (day, event)
) STRICT, WITHOUT ROWID;

ALTER TABLE audit_log ADD COLUMN
    browser TEXT NOT NULL DEFAULT '';  -- User-Agent; shown, never compared; empty on the command line

CREATE INDEX audit_log_by_event ON audit_log (event, id);
