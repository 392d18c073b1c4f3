-- The audit log: only ever added to.

-- name: add_audit_row
-- Written in the transaction of the act that it tells of.
INSERT INTO audit_log (at, event, actor, user_id, address, session_tag, request_id, subject)
VALUES (:now, :event, :actor, :user_id, :address, :session_tag, :request_id, :subject);

-- name: count_event
-- In the same transaction: the figures of a day outlive its rows.
INSERT INTO event_counts (day, event, count) VALUES (:now / 86400, :event, 1)
ON CONFLICT (day, event) DO UPDATE SET count = count + 1;
