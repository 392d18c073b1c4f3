-- A step of the schema as a later release may bring it: what is there stays as it is.
CREATE TABLE next (number INTEGER NOT NULL) STRICT;
ALTER TABLE users ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
UPDATE users SET nickname = name;
