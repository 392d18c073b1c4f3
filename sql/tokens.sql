-- Tokens: one-use codes, stored as hashes. One made later than in an hour was made while the clock was wrong: its end is not to be believed.

-- name: add_token
-- Codes made before that it replaces must be gone first (end_tokens, end_tokens_of_user).
INSERT INTO tokens (token_hash, kind, created_at, expires_at, user_id, group_id, uses_left, note, made_by)
VALUES (:token_hash, :kind, :now, :expires_at, :user_id, (SELECT id FROM groups WHERE name = :group), :uses, :note,
        (SELECT id FROM users WHERE id = CAST(substr(:made_by, 6) AS INTEGER) AND :made_by = 'user ' || id));

-- name: has_token
-- Is this very code good?
SELECT EXISTS (SELECT 1 FROM tokens WHERE token_hash = :token_hash AND kind = :kind AND expires_at > :now AND created_at <= :now + 3600);

-- name: has_token_of_kind
-- Is any code of this kind good?
SELECT EXISTS (SELECT 1 FROM tokens WHERE kind = :kind AND expires_at > :now AND created_at <= :now + 3600);

-- name: end_tokens
-- All of a kind; how many there were tells which of two racing clients won.
DELETE FROM tokens WHERE kind = :kind;

-- name: find_token
-- The invitation or reset of this code, if it is good; a disabled user's is not.
SELECT token_hash, kind, tokens.created_at, expires_at, user_id, users.name, groups.name, uses_left, note
FROM tokens LEFT JOIN users ON users.id = tokens.user_id LEFT JOIN groups ON groups.id = tokens.group_id
WHERE token_hash = :token_hash AND kind IN ('invitation', 'reset') AND expires_at > :now
  AND tokens.created_at <= :now + 3600 AND users.disabled_at IS NULL;

-- name: token_of_user
-- The one with which this user may choose a password.
SELECT token_hash, kind, tokens.created_at, expires_at, user_id, users.name, groups.name, uses_left, note
FROM tokens JOIN users ON users.id = tokens.user_id LEFT JOIN groups ON groups.id = tokens.group_id
WHERE user_id = :user_id AND expires_at > :now AND tokens.created_at <= :now + 3600;

-- name: list_invitations
-- The newest first, from behind the one whose hash begins with :behind, in hexadecimal digits; empty: from the first.
SELECT token_hash, kind, tokens.created_at, expires_at, user_id, users.name, groups.name, uses_left, note
FROM tokens LEFT JOIN users ON users.id = tokens.user_id LEFT JOIN groups ON groups.id = tokens.group_id
WHERE kind = 'invitation' AND expires_at > :now AND tokens.created_at <= :now + 3600
  AND (:behind = '' OR (tokens.created_at, token_hash) < (
      SELECT created_at, token_hash FROM tokens WHERE lower(substr(hex(token_hash), 1, 8)) = :behind))
ORDER BY tokens.created_at DESC, token_hash DESC
LIMIT :limit;

-- name: use_token
-- Of two who use the last time at once, one changes nothing.
UPDATE tokens SET uses_left = uses_left - 1
WHERE token_hash = :token_hash AND uses_left > 0 AND expires_at > :now AND created_at <= :now + 3600;

-- name: end_used_token
-- Gone with its last use.
DELETE FROM tokens WHERE token_hash = :token_hash AND uses_left = 0;

-- name: end_token
-- Taken back.
DELETE FROM tokens WHERE token_hash = :token_hash;

-- name: end_tokens_of_user
-- A newer one, or a new password, ends them.
DELETE FROM tokens WHERE user_id = :user_id;

-- name: end_tokens_of_maker
-- He is none of the admins any more.
DELETE FROM tokens WHERE made_by = :user_id;

-- name: sweep_tokens
-- A bounded bite of those whose time is over.
DELETE FROM tokens
WHERE token_hash IN (SELECT token_hash FROM tokens WHERE expires_at <= :now LIMIT :limit);
