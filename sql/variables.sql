-- Session variables: one row a key. No write makes or revives a session.

-- name: read_variable
-- The JSON text of one variable.
SELECT value FROM session_variables WHERE id_hash = :id_hash AND space = :space AND name = :name;

-- name: read_variables
-- All of one space, in the order of their names.
SELECT name, value FROM session_variables WHERE id_hash = :id_hash AND space = :space ORDER BY name;

-- name: write_variable
-- Writes nothing if the session has ended, if the quota of its space would be passed,
-- or, unless :whatever it was, if it no longer is :expected (NULL: not there).
INSERT INTO session_variables (id_hash, space, name, value)
SELECT id_hash, :space, :name, :value
FROM sessions
WHERE id_hash = :id_hash AND expires_at > :now
  AND (:whatever OR :expected IS (SELECT value FROM session_variables
                                  WHERE id_hash = :id_hash AND space = :space AND name = :name))
  AND (SELECT count(*) < :most_names
          AND coalesce(sum(length(CAST(name AS BLOB)) + length(CAST(value AS BLOB))), 0) + :bytes <= :most_bytes
       FROM session_variables
       WHERE id_hash = :id_hash AND space = :space AND name <> :name)
ON CONFLICT (id_hash, space, name) DO UPDATE SET value = excluded.value;

-- name: increment_variable
-- Starts at 0 where there is none; no row comes back if the session has ended, if the
-- value is no whole number or would pass the largest, or if the quota is used up.
INSERT INTO session_variables (id_hash, space, name, value)
SELECT id_hash, :space, :name, CAST(:by AS TEXT)
FROM sessions
WHERE id_hash = :id_hash AND expires_at > :now
  AND (SELECT count(*) < :most_names
          AND coalesce(sum(length(CAST(name AS BLOB)) + length(CAST(value AS BLOB))), 0) + :bytes <= :most_bytes
       FROM session_variables
       WHERE id_hash = :id_hash AND space = :space AND name <> :name)
ON CONFLICT (id_hash, space, name) DO UPDATE
SET value = CAST(CAST(value AS INTEGER) + :by AS TEXT)
WHERE json_type(value) = 'integer' AND typeof(CAST(value AS INTEGER) + :by) = 'integer'
RETURNING CAST(value AS INTEGER);

-- name: has_session
-- Why was nothing written?
SELECT EXISTS (SELECT 1 FROM sessions WHERE id_hash = :id_hash AND expires_at > :now);

-- name: has_room
-- Was it for want of room?
SELECT count(*) < :most_names
   AND coalesce(sum(length(CAST(name AS BLOB)) + length(CAST(value AS BLOB))), 0) + :bytes <= :most_bytes
FROM session_variables
WHERE id_hash = :id_hash AND space = :space AND name <> :name;

-- name: pop_variable
-- Takes it away and hands it back, to one taker only.
DELETE FROM session_variables WHERE id_hash = :id_hash AND space = :space AND name = :name RETURNING value;

-- name: clear_variables
-- All that is kept for the session, in both spaces.
DELETE FROM session_variables WHERE id_hash = :id_hash;
