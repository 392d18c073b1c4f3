-- The audit log: added to at one end, and swept at the other.

-- name: add_audit_row
-- Written in the transaction of the act that it tells of.
INSERT INTO audit_log (at, event, actor, user_id, address, browser, session_tag, request_id, subject)
VALUES (:now, :event, :actor, :user_id, :address, :browser, :session_tag, :request_id, :subject);

-- name: count_event
-- In the same transaction: the figures of a day outlive its rows.
INSERT INTO event_counts (day, event, count) VALUES (:now / 86400, :event, 1)
ON CONFLICT (day, event) DO UPDATE SET count = count + 1;

-- name: sweep_audit_log
-- A bounded bite of what is too old or too much. Only the oldest rows are looked at.
DELETE FROM audit_log
WHERE id IN (SELECT id FROM (SELECT id, at FROM audit_log ORDER BY id LIMIT :limit)
             WHERE at <= :before OR id <= (SELECT max(id) FROM audit_log) - :most_rows);

-- name: was_just_written
-- Was this written a moment ago? Only the user's last rows are looked at.
SELECT 1 FROM (SELECT at, event, subject FROM audit_log WHERE user_id = :user_id ORDER BY id DESC LIMIT 100)
WHERE event = :event AND subject = :subject AND at > :since;

-- name: list_audit_rows
-- A page, the newest first, from below :before; '' and NULL let everything through. Reads
-- the log backwards until the page is full: it is bounded, and has few indexes to be kept.
SELECT id, at, event, actor,
       (SELECT name FROM users WHERE actor = 'user ' || users.id AND users.id = CAST(substr(actor, 6) AS INTEGER)),
       user_id, (SELECT name FROM users WHERE users.id = audit_log.user_id),
       address, session_tag, request_id, subject, browser
FROM audit_log
WHERE id < :before AND (:event = '' OR event = :event)
  AND (:user_id IS NULL OR user_id = :user_id OR actor = 'user ' || :user_id)
  AND at >= :since AND at < :until
ORDER BY id DESC
LIMIT :limit;

-- name: list_audit_rows_about
-- The newest of one user, whoever did it; the columns of list_audit_rows.
SELECT id, at, event, actor, '', user_id, '', address, session_tag, request_id, subject, browser
FROM audit_log WHERE user_id = :user_id ORDER BY id DESC LIMIT :limit;

-- name: count_events_since
-- The figures of each day from :day on.
SELECT day, event, count FROM event_counts WHERE day >= :day;

-- name: last_day_of_event
-- NULL if it never happened.
SELECT max(day) FROM event_counts WHERE event = :event;

-- name: count_news
-- What happened to a user since he last signed in with a browser that was known, this
-- time left out: tries that failed, new passwords, new browsers.
SELECT count(*) FILTER (WHERE event IN ('sign_in_failed', 'reauthentication_failed', 'password_change_failed')
                        AND NOT (address = :address AND at > :a_moment_ago)),
       count(*) FILTER (WHERE event = 'password_changed'),
       count(*) FILTER (WHERE event = 'new_device')
FROM audit_log
WHERE user_id = :user_id AND request_id <> :request_id
  AND id > coalesce((SELECT id FROM audit_log AS before
                     WHERE user_id = :user_id AND event = 'sign_in' AND request_id <> :request_id
                       AND NOT EXISTS (SELECT 1 FROM audit_log AS surprise
                                       WHERE surprise.user_id = :user_id AND surprise.event = 'new_device'
                                         AND surprise.request_id = before.request_id)
                     ORDER BY id DESC LIMIT 1), 0);
