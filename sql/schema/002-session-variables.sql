-- Sessions in the hands of their users, and more to keep in them.
--
-- This step is never edited once released; a change is a new step beside it.

ALTER TABLE sessions ADD COLUMN
    name TEXT NOT NULL DEFAULT '';  -- what its user calls it, "the laptop"; empty: no name

ALTER TABLE sessions ADD COLUMN
    counted_from INTEGER NOT NULL DEFAULT 0;  -- seconds since 1970: its lifetime is counted from here, the start or
                                              -- the moment when it was made to end with the browser

ALTER TABLE sessions ADD COLUMN
    idle_timeout INTEGER NOT NULL DEFAULT 43200;  -- seconds without a visit after which a browser session ends; as
                                                  -- configured at its start, so that a longer one revives nothing

UPDATE sessions SET counted_from = started_at;

-- A change is compared with the value it was made from: that cannot be mistaken,
-- while a number that begins anew when a variable is removed can.
ALTER TABLE session_variables DROP COLUMN version;

-- Messages that are shown once, on whatever page comes next.
CREATE TABLE flash_messages (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,                              -- in the order of writing
    id_hash  BLOB NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,  -- whose
    category TEXT NOT NULL,                                                  -- 'message' unless the writer says otherwise
    text     TEXT NOT NULL                                                   -- what is to be shown
) STRICT;

CREATE INDEX flash_messages_by_session ON flash_messages (id_hash, id);

UPDATE properties SET value = '2' WHERE name = 'min_reader';
