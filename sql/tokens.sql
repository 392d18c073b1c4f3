-- Tokens: one-use codes, stored as hashes.

-- name: add_token
-- A code made before of the same kind must be gone first (end_tokens).
INSERT INTO tokens (token_hash, kind, created_at, expires_at) VALUES (:token_hash, :kind, :now, :expires_at);

-- name: has_token
-- Is this very code good?
SELECT EXISTS (SELECT 1 FROM tokens WHERE token_hash = :token_hash AND kind = :kind AND expires_at > :now);

-- name: has_token_of_kind
-- Is any code of this kind good?
SELECT EXISTS (SELECT 1 FROM tokens WHERE kind = :kind AND expires_at > :now);

-- name: end_tokens
-- All of a kind; how many there were tells which of two racing clients won.
DELETE FROM tokens WHERE kind = :kind;
