-- Facts about this database as a whole.

-- name: read_property
-- No row: never set.
SELECT value FROM properties WHERE name = :name;

-- name: write_property
-- Set or replace.
INSERT INTO properties (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
