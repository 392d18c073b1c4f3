#include "auth/account_acts.h"

#include <algorithm>
#include <array>

#include "auth/audit_trail.h"
#include "auth/user_name.h"
#include "base/times.h"

namespace cloakroom::auth {
namespace {

Json kept_for(Services& services, const Session& session) {
    return {{"program", services.variables.read_all(session, Space::program)},
            {"page", services.variables.read_all(session, Space::page)}};
}

Json sessions_of(Services& services, const User& user) {
    Json sessions = Json::array();
    for (const auto& [session, name, address, browser] : services.sessions.list(user.id)) {
        sessions.push_back({{"tag", session.tag()},
                            {"name", name},
                            {"address", address},
                            {"browser", browser},
                            {"signed_in_at", iso_time(session.started_at)},
                            {"last_seen_at", iso_time(session.last_seen_at)},
                            {"until", iso_time(session.expires_at)},
                            {"variables", kept_for(services, session)}});
    }
    return sessions;
}

Json log_of(Services& services, const User& user) {
    constexpr int most_rows = 1'000'000;  // as many as the log may ever have
    Json rows = Json::array();
    for (const auto& row : AuditTrail(services.database).list_for(user.id, most_rows)) {
        rows.push_back({{"at", iso_time(row.at)},
                        {"event", row.event},
                        {"actor", row.actor},
                        {"address", row.address},
                        {"browser", row.browser},
                        {"session", row.session_tag},
                        {"subject", row.subject}});
    }
    return rows;
}

Json rules_of(Services& services, const User& user) {
    Json paths = Json::array();
    for (const Rule& rule : services.rules.list()) {
        if (std::ranges::find(rule.users, user.name) != rule.users.end()) paths.push_back(rule.path + "/");
    }
    return paths;
}

Json time_or_null(const std::optional<Instant>& moment) {
    return moment ? Json(iso_time(*moment)) : Json();
}

}  // namespace

void change_display_name(Services& services, const User& user, std::string_view name, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    services.users.set_display_name(user, visible_text(name, most_characters_of_display_name));
    services.audit.write_seldom(Event::display_name_changed, actor, user.id);
    transaction.commit();
}

Json export_own_data(Services& services, const User& user, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::relaxed);
    services.audit.write_seldom(Event::data_exported, actor, user.id);
    transaction.commit();
    const auto stored = services.users.find_by_id(user.id).value();
    const auto link = services.tokens.of(user.id);
    Json known_browsers = Json::array();
    for (const Instant seen : services.devices.last_seen(user.id)) known_browsers.push_back(iso_time(seen));
    return {{"name", stored.name},
            {"display_name", stored.display_name},
            {"groups", stored.groups},
            {"added_at", iso_time(stored.created_at)},
            {"last_sign_in_at", time_or_null(stored.last_sign_in_at)},
            {"known_browsers_last_seen_at", std::move(known_browsers)},
            {"link_for_a_new_password_until", time_or_null(link ? std::optional(link->expires_at) : std::nullopt)},
            {"protected_folders_that_name_him", rules_of(services, user)},
            {"sessions", sessions_of(services, user)},
            {"log", log_of(services, user)}};
}

std::string_view word(AccountEnd end) {
    constexpr std::array<std::string_view, 3> words = {"done", "name_differs", "last_admin"};
    return words.at(static_cast<std::size_t>(end));
}

AccountEnd end_account(Services& services, const User& user, std::string_view typed_name, const Actor& actor) {
    const auto typed = parse_user_name(typed_name);
    const auto own = parse_user_name(user.name);
    if (!typed || !own || typed->canonical != own->canonical) return AccountEnd::name_differs;
    const auto removed = services.users.remove(user.name, actor);
    if (const auto* flaw = std::get_if<UserFlaw>(&removed); flaw != nullptr && *flaw == UserFlaw::last_admin) {
        return AccountEnd::last_admin;
    }
    return AccountEnd::done;  // gone already: as he wished
}

}  // namespace cloakroom::auth
