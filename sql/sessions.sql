-- Sessions: who is behind a cookie.

-- name: begin_session
-- A signed-in session. No row is made for a user who was disabled or whose
-- password was changed while the password was being verified.
INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, counted_from, proved_at, expires_at, idle_timeout, address, browser)
SELECT :id_hash, id, :permanent, :secure, :now, :now, :now, :now, :expires_at, :idle_timeout, :address, :browser
FROM users
WHERE id = :user_id AND password_hash = :password_hash AND disabled_at IS NULL;

-- name: begin_anonymous_session
-- For a visitor for whom something is to be kept.
INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, counted_from, expires_at, idle_timeout, address, browser)
VALUES (:id_hash, NULL, :permanent, :secure, :now, :now, :now, :expires_at, :idle_timeout, :address, :browser);

-- name: find_session
-- All limits are enforced by whoever reads this, whatever the cookie claims. The theme,
-- and whether messages wait, come along, since every page asks for them.
SELECT sessions.id_hash, sessions.user_id, users.name, sessions.permanent, sessions.started_at, sessions.last_seen_at,
       sessions.counted_from, sessions.expires_at, sessions.idle_timeout,
       (SELECT value FROM session_variables
        WHERE session_variables.id_hash = sessions.id_hash AND space = 'program' AND name = 'theme'),
       sessions.proved_at, users.display_name,
       EXISTS (SELECT 1 FROM flash_messages WHERE flash_messages.id_hash = sessions.id_hash)
FROM sessions LEFT JOIN users ON users.id = sessions.user_id
WHERE sessions.id_hash = :id_hash AND sessions.secure = :secure AND users.disabled_at IS NULL;

-- name: list_sessions
-- All of one user, the one seen last first; the dead that are not swept yet, too.
SELECT sessions.id_hash, sessions.user_id, users.name, sessions.permanent, sessions.started_at, sessions.last_seen_at,
       sessions.counted_from, sessions.expires_at, sessions.idle_timeout, NULL, sessions.proved_at, users.display_name, TRUE, sessions.name, sessions.address, sessions.browser
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.user_id = :user_id
ORDER BY sessions.last_seen_at DESC, sessions.started_at DESC, sessions.id_hash;

-- name: session_seen
-- Moves last_seen_at forward only: a clock that jumps back shortens nothing.
UPDATE sessions SET last_seen_at = :now WHERE id_hash = :id_hash AND last_seen_at < :now;

-- name: name_session
-- What its user calls it.
UPDATE sessions SET name = :name WHERE id_hash = :id_hash;

-- name: prove_session
-- Its user has given his password again.
UPDATE sessions SET proved_at = :now WHERE id_hash = :id_hash;

-- name: set_session_lifetime
-- When it is made permanent, or to end with the browser. One that has expired stays so.
UPDATE sessions SET permanent = :permanent, counted_from = :counted_from, expires_at = :expires_at
WHERE id_hash = :id_hash AND expires_at > :now;

-- name: copy_session
-- The same session under a new id; what was kept for it follows, then the old row goes.
INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, counted_from, proved_at, expires_at, idle_timeout, address, browser, name)
SELECT :new_id_hash, user_id, permanent, secure, started_at, last_seen_at, counted_from, proved_at, expires_at, idle_timeout, address, browser, name
FROM sessions
WHERE id_hash = :id_hash;

-- name: carry_variables
-- What was kept for a session goes on under another id.
UPDATE session_variables SET id_hash = :new_id_hash WHERE id_hash = :old_id_hash;

-- name: carry_flash_messages
-- And so do the messages that wait.
UPDATE flash_messages SET id_hash = :new_id_hash WHERE id_hash = :old_id_hash;

-- name: end_session
-- Its variables and flash messages go with it.
DELETE FROM sessions WHERE id_hash = :id_hash;

-- name: end_empty_session
-- An anonymous session for which nothing is kept any more is of no use.
DELETE FROM sessions
WHERE id_hash = :id_hash AND user_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM session_variables WHERE session_variables.id_hash = sessions.id_hash)
  AND NOT EXISTS (SELECT 1 FROM flash_messages WHERE flash_messages.id_hash = sessions.id_hash);

-- name: end_sessions_of_user
-- All but :except, which is empty if none is to stay.
DELETE FROM sessions WHERE user_id = :user_id AND id_hash <> :except;

-- name: end_all_sessions
-- Those of users; what is kept for visitors whom nobody knows is left alone.
DELETE FROM sessions WHERE user_id IS NOT NULL;

-- name: count_signed_in_users
-- Those with a session that is live: the limits are those that find_session's reader knows.
SELECT count(DISTINCT user_id)
FROM sessions
WHERE user_id IS NOT NULL AND counted_from <= :latest AND expires_at > :now
  AND counted_from + CASE WHEN permanent THEN :permanent_lifetime ELSE :browser_lifetime END > :now
  AND (permanent OR (last_seen_at + min(idle_timeout, :idle_timeout) > :now AND last_seen_at <= :latest));

-- name: sweep_sessions
-- A bounded bite of the dead, so that no request waits long for it.
DELETE FROM sessions
WHERE id_hash IN (SELECT id_hash FROM sessions WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit);
