-- Rules: who may see which part of the site.

-- name: find_rule
-- The one that decides about :path, and whether it names the user, himself or by a
-- group. Of those that cover a path the last in the alphabet is the longest.
SELECT path, audience,
       audience = 'listed'
       AND (EXISTS (SELECT 1 FROM rule_users WHERE rule_users.path = rules.path AND user_id = :user_id)
            OR EXISTS (SELECT 1 FROM rule_groups JOIN group_members ON group_members.group_id = rule_groups.group_id
                       WHERE rule_groups.path = rules.path AND group_members.user_id = :user_id))
FROM rules
WHERE path <= :path AND (path = :path OR path || '/' = substr(:path, 1, length(path) + 1))
ORDER BY path DESC
LIMIT 1;

-- name: list_rules
-- All in the order of their paths; groups and users that they name as JSON arrays.
SELECT path, audience,
       (SELECT json_group_array(name)
        FROM (SELECT groups.name FROM rule_groups JOIN groups ON groups.id = rule_groups.group_id
              WHERE rule_groups.path = rules.path ORDER BY groups.name)),
       (SELECT json_group_array(name)
        FROM (SELECT users.name FROM rule_users JOIN users ON users.id = rule_users.user_id
              WHERE rule_users.path = rules.path ORDER BY users.canonical_name))
FROM rules
ORDER BY path;

-- name: add_rule
-- Whom it names is added next, in the same transaction.
INSERT INTO rules (path, audience) VALUES (:path, :audience);

-- name: add_rule_group
-- Adds nothing if there is no such group.
INSERT INTO rule_groups (path, group_id) SELECT :path, id FROM groups WHERE name = :group;

-- name: add_rule_user
-- For a rule that has just been added.
INSERT INTO rule_users (path, user_id) VALUES (:path, :user_id);

-- name: remove_rule
-- Whom it named goes with it.
DELETE FROM rules WHERE path = :path;
