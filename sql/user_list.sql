-- The list of users in pages: ids only, from the indexes alone. Of each order there is one
-- statement for what stands behind the user :from, and one, backwards, for what stands before
-- him; if he is 0, or gone, the first page. :part is folded; empty, it is in every name.

-- name: ids_by_name_behind
-- A to Z.
SELECT id FROM users
WHERE canonical_name > coalesce((SELECT canonical_name FROM users WHERE id = :from), '')
  AND (instr(canonical_name, :part) OR instr(folded_display_name, :part))
ORDER BY canonical_name
LIMIT :limit;

-- name: ids_by_name_before
-- Z to A.
SELECT id FROM users
WHERE canonical_name < (SELECT canonical_name FROM users WHERE id = :from)
  AND (instr(canonical_name, :part) OR instr(folded_display_name, :part))
ORDER BY canonical_name DESC
LIMIT :limit;

-- name: ids_by_age_behind
-- The newest first: ids only ever rise.
SELECT id FROM users
WHERE id < iif(:from = 0, 9223372036854775807, :from)
  AND (instr(canonical_name, :part) OR instr(folded_display_name, :part))
ORDER BY id DESC
LIMIT :limit;

-- name: ids_by_age_before
-- The oldest first.
SELECT id FROM users
WHERE id > :from
  AND (instr(canonical_name, :part) OR instr(folded_display_name, :part))
ORDER BY id
LIMIT :limit;

-- name: ids_by_last_sign_in_behind
-- Who signed in last comes first, and who never did last.
SELECT id FROM users
WHERE (coalesce(last_sign_in_at, -1), id)
    < (coalesce((SELECT coalesce(last_sign_in_at, -1) FROM users WHERE id = :from), 9223372036854775807), :from)
  AND (instr(canonical_name, :part) OR instr(folded_display_name, :part))
ORDER BY last_sign_in_at DESC, id DESC
LIMIT :limit;

-- name: ids_by_last_sign_in_before
-- Who never did comes first.
SELECT id FROM users
WHERE (coalesce(last_sign_in_at, -1), id) > (SELECT coalesce(last_sign_in_at, -1), id FROM users WHERE id = :from)
  AND (instr(canonical_name, :part) OR instr(folded_display_name, :part))
ORDER BY last_sign_in_at, id
LIMIT :limit;
