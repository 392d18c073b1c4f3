-- Session variables: one row a key. No write makes or revives a session.

-- name: read_variable
-- The JSON text of one variable.
SELECT value FROM session_variables WHERE id_hash = :id_hash AND space = :space AND name = :name;

-- name: write_variable
-- No row comes back if the session has ended. An equal value is left alone, but its row comes back.
INSERT INTO session_variables (id_hash, space, name, value, version)
SELECT id_hash, :space, :name, :value, 1 FROM sessions WHERE id_hash = :id_hash AND expires_at > :now
ON CONFLICT (id_hash, space, name) DO UPDATE
SET version = version + (value <> excluded.value), value = excluded.value
RETURNING version;

-- name: increment_variable
-- Starts at 0 where there is none; no row comes back if the session has ended or
-- the value is no whole number, or would pass the largest.
INSERT INTO session_variables (id_hash, space, name, value, version)
SELECT id_hash, :space, :name, CAST(:by AS TEXT), 1 FROM sessions WHERE id_hash = :id_hash AND expires_at > :now
ON CONFLICT (id_hash, space, name) DO UPDATE
SET value = CAST(CAST(value AS INTEGER) + :by AS TEXT), version = version + 1
WHERE json_type(value) = 'integer' AND typeof(CAST(value AS INTEGER) + :by) = 'integer'
RETURNING CAST(value AS INTEGER);

-- name: pop_variable
-- Takes it away and hands it back, to one taker only.
DELETE FROM session_variables WHERE id_hash = :id_hash AND space = :space AND name = :name RETURNING value;

-- name: carry_variables
-- What an anonymous visitor stored comes along at sign-in, under the new id.
UPDATE session_variables SET id_hash = :new_id_hash WHERE id_hash = :old_id_hash;
