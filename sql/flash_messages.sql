-- Flash messages: each is shown once.

-- name: add_flash_message
-- Adds nothing if the session has ended.
INSERT INTO flash_messages (id_hash, category, text)
SELECT id_hash, :category, :text FROM sessions WHERE id_hash = :id_hash AND expires_at > :now;

-- name: drop_oldest_flash_messages
-- Only the newest :most wait.
DELETE FROM flash_messages
WHERE id IN (SELECT id FROM flash_messages WHERE id_hash = :id_hash ORDER BY id DESC LIMIT -1 OFFSET :most);

-- name: has_flash_messages
-- Asked first, so that a page without messages writes nothing.
SELECT EXISTS (SELECT 1 FROM flash_messages WHERE id_hash = :id_hash AND (:category = '' OR category = :category));

-- name: take_flash_messages
-- Takes them away and hands them over, each to one taker only. An empty :category means all.
DELETE FROM flash_messages
WHERE id_hash = :id_hash AND (:category = '' OR category = :category)
RETURNING id, category, text;

-- name: clear_flash_messages
-- Unread.
DELETE FROM flash_messages WHERE id_hash = :id_hash;
