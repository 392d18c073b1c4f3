-- The audit log: only ever added to.

-- name: add_audit_row
-- Written in the transaction of the act that it tells of.
INSERT INTO audit_log (at, event, actor, user_id, address, session_tag, request_id, subject)
VALUES (:now, :event, :actor, :user_id, :address, :session_tag, :request_id, :subject);
