-- Groups: named sets of users, for the rules.

-- name: add_group
-- Being there already is no error.
INSERT INTO groups (name) VALUES (:name) ON CONFLICT (name) DO NOTHING;

-- name: has_group
-- A rule or an act may name one that is not there.
SELECT EXISTS (SELECT 1 FROM groups WHERE name = :name);

-- name: group_names
-- To choose from.
SELECT name FROM groups ORDER BY name;

-- name: group_sizes
-- With the number of their members.
SELECT name, (SELECT count(*) FROM group_members WHERE group_id = groups.id) FROM groups ORDER BY name;

-- name: list_groups
-- All, with the names of their members as a JSON array.
SELECT name,
       (SELECT json_group_array(name)
        FROM (SELECT users.name FROM group_members JOIN users ON users.id = group_members.user_id
              WHERE group_members.group_id = groups.id ORDER BY users.canonical_name))
FROM groups
ORDER BY name;

-- name: groups_of_user
-- The names of those that he is in, in the order of the index.
SELECT groups.name FROM group_members JOIN groups ON groups.id = group_members.group_id
WHERE group_members.user_id = :user_id
ORDER BY group_members.group_id;

-- name: add_to_group
-- Being in it already is no error.
INSERT INTO group_members (group_id, user_id)
SELECT id, :user_id FROM groups WHERE name = :group
ON CONFLICT DO NOTHING;

-- name: remove_from_group
-- Not being in it is no error.
DELETE FROM group_members
WHERE user_id = :user_id AND group_id = (SELECT id FROM groups WHERE name = :group);

-- name: remove_group
-- Unless it has members. Rules name it no longer.
DELETE FROM groups
WHERE name = :name AND NOT EXISTS (SELECT 1 FROM group_members WHERE group_members.group_id = groups.id);
