-- Users and their groups: who may sign in.

-- name: add_user
-- Adds nothing, and returns no row, if the name (or one that looks alike) is taken.
INSERT INTO users (name, canonical_name, password_hash, created_at, display_name, folded_display_name)
VALUES (:name, :canonical_name, :password_hash, :now, :display_name, :folded_display_name)
ON CONFLICT (canonical_name) DO NOTHING
RETURNING id;

-- name: find_user
-- For sign-in; a disabled user is found too, so that the time taken is the same.
SELECT id, name, password_hash, disabled_at IS NOT NULL AS disabled
FROM users
WHERE canonical_name = :canonical_name;

-- name: has_users
-- While there is none, the set-up page is open.
SELECT EXISTS (SELECT 1 FROM users);

-- name: list_users
-- A page of users in the order of their canonical names, from behind :after.
SELECT id, name, canonical_name, created_at, disabled_at IS NOT NULL AS disabled,
       (SELECT json_group_array(groups.name)
        FROM group_members JOIN groups ON groups.id = group_members.group_id
        WHERE group_members.user_id = users.id) AS groups,
       display_name, last_sign_in_at, password_hash <> '' AS has_password
FROM users
WHERE canonical_name > :after
ORDER BY canonical_name
LIMIT :limit;

-- name: users_of_ids
-- Those in :ids, a JSON array, in its order; columns as above.
SELECT users.id, users.name, canonical_name, created_at, disabled_at IS NOT NULL AS disabled,
       (SELECT json_group_array(groups.name)
        FROM group_members JOIN groups ON groups.id = group_members.group_id
        WHERE group_members.user_id = users.id) AS groups,
       display_name, last_sign_in_at, password_hash <> '' AS has_password
FROM json_each(:ids) AS wanted JOIN users ON users.id = wanted.value
ORDER BY wanted.key;

-- name: set_password
-- A new one, whatever there was.
UPDATE users SET password_hash = :password_hash WHERE id = :id;

-- name: replace_password_hash
-- Unless it was changed meanwhile.
UPDATE users SET password_hash = :password_hash WHERE id = :id AND password_hash = :old_hash;

-- name: set_display_name
-- Twice: as it is shown, and as it is searched for.
UPDATE users SET display_name = :display_name, folded_display_name = :folded_display_name WHERE id = :id;

-- name: set_disabled
-- NULL: may sign in.
UPDATE users SET disabled_at = :disabled_at WHERE id = :id;

-- name: note_sign_in
-- For the list of users.
UPDATE users SET last_sign_in_at = :now WHERE id = :id;

-- name: delete_user
-- His sessions with all that is kept for them, and his places in groups, go with him.
DELETE FROM users WHERE id = :id;

-- name: is_last_admin
-- Of the members of the group admin who can sign in, is he the only one? Without a password nobody can.
SELECT count(*) = 1 AND max(users.id) = :id
FROM users
JOIN group_members ON group_members.user_id = users.id
JOIN groups ON groups.id = group_members.group_id
WHERE groups.name = 'admin' AND users.disabled_at IS NULL AND users.password_hash <> '';

-- name: count_users
-- Those who are disabled, too.
SELECT count(*) FROM users;

-- name: count_admins
-- Those who may sign in.
SELECT count(*)
FROM users
JOIN group_members ON group_members.user_id = users.id
JOIN groups ON groups.id = group_members.group_id
WHERE groups.name = 'admin' AND users.disabled_at IS NULL AND users.password_hash <> '';

-- name: is_fresh
-- Nobody but the first user, and no rule yet.
SELECT NOT EXISTS (SELECT 1 FROM users LIMIT 1 OFFSET 1) AND NOT EXISTS (SELECT 1 FROM rules);
