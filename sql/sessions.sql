-- Sessions: who is behind a cookie.

-- name: begin_session
-- A signed-in session. No row is made for a user who was disabled or whose
-- password was changed while the password was being verified.
INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, expires_at, address, browser)
SELECT :id_hash, id, :permanent, :secure, :now, :now, :expires_at, :address, :browser
FROM users
WHERE id = :user_id AND password_hash = :password_hash AND disabled_at IS NULL;

-- name: begin_anonymous_session
-- For a visitor for whom something is to be kept.
INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, expires_at, address, browser)
VALUES (:id_hash, NULL, 0, :secure, :now, :now, :expires_at, :address, :browser);

-- name: find_session
-- All limits are enforced here, whatever the cookie claims. A session that is
-- neither permanent nor visited since :idle_since is dead, as is one of a disabled user.
-- The theme comes along, since every page asks for it.
SELECT sessions.user_id, users.name, sessions.permanent, sessions.started_at, sessions.last_seen_at,
       sessions.expires_at,
       (SELECT value FROM session_variables
        WHERE session_variables.id_hash = sessions.id_hash AND space = 'program' AND name = 'theme')
FROM sessions LEFT JOIN users ON users.id = sessions.user_id
WHERE sessions.id_hash = :id_hash
  AND sessions.secure = :secure
  AND sessions.expires_at > :now
  AND (sessions.permanent OR sessions.last_seen_at > :idle_since)
  AND users.disabled_at IS NULL;

-- name: session_seen
-- Moves last_seen_at forward only: a clock that jumps back shortens nothing.
UPDATE sessions SET last_seen_at = :now WHERE id_hash = :id_hash AND last_seen_at < :now;

-- name: end_session
-- Its variables go with it.
DELETE FROM sessions WHERE id_hash = :id_hash;

-- name: end_sessions_of_user
-- After a password change, or when somebody is locked out.
DELETE FROM sessions WHERE user_id = :user_id;

-- name: sweep_sessions
-- A bounded bite of the dead, so that no request waits long for it.
DELETE FROM sessions
WHERE id_hash IN (SELECT id_hash FROM sessions WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit);
