-- Devices: browsers in which a user has signed in before.

-- name: has_device
-- The device is sought first, so that it takes as long for a name that nobody has.
SELECT 1 FROM devices CROSS JOIN users ON users.id = devices.user_id
WHERE device_hash = :device_hash AND last_seen_at > :since AND canonical_name = :canonical_name;

-- name: was_device_given
-- Is the cookie one of ours, whoever has signed in there?
SELECT 1 FROM devices WHERE device_hash = :device_hash LIMIT 1;

-- name: count_devices
-- A user's browsers, and how many of them are this one.
SELECT count(*), coalesce(sum(device_hash = :device_hash), 0) FROM devices
WHERE user_id = :user_id AND last_seen_at > :since;

-- name: save_device
-- Moves last_seen_at forward only: a clock that jumps back shortens nothing.
INSERT INTO devices (device_hash, user_id, last_seen_at) VALUES (:device_hash, :user_id, :now)
ON CONFLICT (device_hash, user_id) DO UPDATE SET last_seen_at = max(last_seen_at, excluded.last_seen_at);

-- name: end_oldest_devices
-- Keeps so many of a user's browsers, and this one among them even if the clock jumped back.
DELETE FROM devices
WHERE user_id = :user_id AND device_hash NOT IN (
    SELECT device_hash FROM devices WHERE user_id = :user_id
    ORDER BY device_hash = :device_hash DESC, last_seen_at DESC LIMIT :most);

-- name: forget_devices
-- No browser is known to be his any more.
DELETE FROM devices WHERE user_id = :user_id;

-- name: list_devices
-- A user's browsers, the one seen last first.
SELECT last_seen_at FROM devices WHERE user_id = :user_id ORDER BY last_seen_at DESC;
