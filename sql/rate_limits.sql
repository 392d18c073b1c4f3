-- Rate limits: counted before anything dear is done.

-- name: count_try
-- Counts one try and tells the sum in one step, so that parallel tries are all counted.
INSERT INTO rate_limits (key_hash, tries, window_ends_at) VALUES (:key_hash, 1, :now + :window)
ON CONFLICT (key_hash) DO UPDATE
SET tries          = iif(window_ends_at <= :now OR window_ends_at > :now + :window, 1, tries + 1),
    window_ends_at = iif(window_ends_at <= :now OR window_ends_at > :now + :window, :now + :window, window_ends_at)
RETURNING tries, window_ends_at;

-- name: find_refusal
-- A key that is used up, and has refused a try in this window already.
SELECT window_ends_at FROM rate_limits
WHERE key_hash = :key_hash AND tries > :most_tries AND window_ends_at > :now AND window_ends_at <= :now + :window;

-- name: give_back_try
-- The try of an honest user, who may share an address, or a name, with those who guess.
UPDATE rate_limits SET tries = tries - 1 WHERE key_hash = :key_hash AND tries > 0;

-- name: sweep_rate_limits
-- A bounded bite of windows that are over.
DELETE FROM rate_limits
WHERE key_hash IN (SELECT key_hash FROM rate_limits WHERE window_ends_at <= :now ORDER BY window_ends_at LIMIT :limit);
