-- A copy of the database: see src/admin/backup.h.

-- name: copy_database
-- All that is committed at this moment, into an empty file. Others read and write on.
VACUUM INTO :file;

-- name: leave_out_sessions
-- Their variables and flash messages go with them.
DELETE FROM sessions;

-- name: leave_out_tokens
-- A code that was used is gone from the database: it must not come back.
DELETE FROM tokens;

-- name: leave_out_devices
-- They only spare their users a wait.
DELETE FROM devices;

-- name: leave_out_rate_limits
-- Of no use later.
DELETE FROM rate_limits;

-- name: check_integrity
-- One row: 'ok', or the first that is wrong.
SELECT integrity_check FROM pragma_integrity_check(1);

-- name: check_references
-- A row for each that leads nowhere.
SELECT "table" FROM pragma_foreign_key_check LIMIT 1;

-- name: database_size
-- In bytes, without what waits in the write-ahead log.
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
