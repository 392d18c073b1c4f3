-- Protected folders: who may see which part of the site.
--
-- This step is never edited once released; a change is a new step beside it.

-- One row a rule. The one with the longest path that holds the address decides.
CREATE TABLE rules (
    path     TEXT NOT NULL PRIMARY KEY,  -- decoded, in normal form, without a slash at its end: '/club', or '' for the whole site
    audience TEXT NOT NULL CHECK (audience IN ('anyone', 'signed_in', 'listed'))  -- 'listed': whom the next two tables name
) STRICT, WITHOUT ROWID;

-- Groups that a rule lets in.
CREATE TABLE rule_groups (
    path     TEXT NOT NULL REFERENCES rules (path) ON DELETE CASCADE,    -- the rule
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,  -- whose members may see it
    PRIMARY KEY (path, group_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rule_groups_by_group ON rule_groups (group_id);

-- Users that a rule lets in by name.
CREATE TABLE rule_users (
    path    TEXT NOT NULL REFERENCES rules (path) ON DELETE CASCADE,   -- the rule
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,  -- who may see it
    PRIMARY KEY (path, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rule_users_by_user ON rule_users (user_id);

ALTER TABLE audit_log ADD COLUMN
    subject TEXT NOT NULL DEFAULT '';  -- what it is about, if not a user alone: the path of a rule, the name of a group
