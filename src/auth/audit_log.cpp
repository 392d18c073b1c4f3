#include "auth/audit_log.h"

#include <array>

#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

// More than one, so that a smaller bound than before is reached by and by.
constexpr int sweep_at_most = 10;

// In the order of the enumerators.
constexpr auto words = std::to_array<std::string_view>({
    "sign_in",
    "sign_in_failed",
    "sign_in_limited",
    "sign_out",
    "reauthenticated",
    "reauthentication_failed",
    "session_revoked",
    "other_sessions_revoked",
    "all_sessions_revoked",
    "session_disowned",
    "session_superseded",
    "session_renamed",
    "set_up_failed",
    "set_up_limited",
    "set_up_reopened",
    "user_added",
    "user_disabled",
    "user_enabled",
    "user_deleted",
    "display_name_changed",
    "password_changed",
    "password_change_failed",
    "group_added",
    "group_removed",
    "group_joined",
    "group_left",
    "rule_set",
    "rule_removed",
    "code_refused",
    "code_limited",
    "invitation_made",
    "invitation_withdrawn",
    "invitation_used",
    "reset_made",
    "reset_withdrawn",
    "reset_used",
    "users_imported",
    "users_exported",
    "data_exported",
    "new_device",
    "folder_locked",
    "folder_unlocked",
    "backup_made",
    "backup_restored",
    "access_denied",
});
static_assert(words.size() == static_cast<std::size_t>(Event::access_denied) + 1);

}  // namespace

std::string_view word(Event event) {
    return words.at(static_cast<std::size_t>(event));
}

std::span<const std::string_view> event_words() {
    return words;
}

void AuditLog::write(Event event, const Actor& actor, std::optional<std::int64_t> user_id, std::string_view subject) {
    database_.run(sql::add_audit_row, {{":now", clock_.now()},
                                       {":event", word(event)},
                                       {":actor", actor.who},
                                       {":user_id", user_id},
                                       {":address", actor.address},
                                       {":browser", actor.browser},
                                       {":session_tag", actor.session_tag},
                                       {":request_id", actor.request_id},
                                       {":subject", subject}});
    database_.run(sql::count_event, {{":now", clock_.now()}, {":event", word(event)}});
    sweep();
}

void AuditLog::write_alone(Event event, const Actor& actor, std::optional<std::int64_t> user_id,
                           std::string_view subject) {
    db::Transaction transaction(database_, db::Durability::relaxed);
    write(event, actor, user_id, subject);
    transaction.commit();
}

void AuditLog::write_seldom(Event event, const Actor& actor, std::int64_t user_id, std::string_view subject) {
    if (!was_just_written(event, user_id, subject)) write(event, actor, user_id, subject);
}

void AuditLog::write_denied(const Actor& actor, std::int64_t user_id, std::string_view subject) {
    const Event denied = Event::access_denied;
    if (!was_just_written(denied, user_id, subject)) write_alone(denied, actor, user_id, subject);
}

bool AuditLog::was_just_written(Event event, std::int64_t user_id, std::string_view subject) {
    constexpr Seconds a_moment = std::chrono::minutes{1};
    return database_
        .query(sql::was_just_written, {{":event", word(event)},
                                       {":user_id", user_id},
                                       {":subject", subject},
                                       {":since", clock_.now() - a_moment}})
        .next();
}

void AuditLog::sweep() {
    database_.run(
        sql::sweep_audit_log,
        {{":before", clock_.now() - options_.kept_for}, {":most_rows", options_.most_rows}, {":limit", sweep_at_most}});
}

}  // namespace cloakroom::auth
