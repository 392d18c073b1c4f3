#include <algorithm>
#include <array>

#include "auth/session_acts.h"
#include "auth/user_name.h"
#include "base/text.h"
#include "base/times.h"
#include "web/admin/admin_page.h"
#include "web/admin/choices.h"
#include "web/admin/pages.h"
#include "web/browser_words.h"
#include "web/notices.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

// Whom the address names.
std::optional<auth::ListedUser> user_of(const Visit& visit) {
    const auto id = parse_number(visit.name);
    return id ? visit.site.auth.users.find_by_id(*id) : std::nullopt;
}

view::Data session_rows(const std::vector<auth::ListedSession>& sessions, Instant now) {
    view::Data rows{view::Data::type::list};
    int number = 0;
    for (const auto& listed : sessions) {
        const auto [browser, system] = read_user_agent(listed.user_agent);
        view::Data row{"row", std::to_string(++number)};
        row["tag"] = listed.session.tag();
        row["browser"] = std::string(browser);
        row["system"] = std::string(system);
        row["address"] = listed.address;
        row["last_seen"] = ago(listed.session.last_seen_at, now);
        rows << row;
    }
    return rows;
}

void add_facts(const Visit& visit, const auth::ListedUser& user, view::Data& values) {
    values["id"] = std::to_string(user.id);
    values["name"] = user.name;
    values["display_name"] = user.display_name;
    values["added"] = iso_time(user.created_at).substr(0, std::string_view("2026-01-31").size());
    if (user.last_sign_in_at) values["seen"] = ago(*user.last_sign_in_at, visit.site.auth.clock.now());
    values["disabled"] = user.disabled;
    values["no_password"] = !user.has_password;
}

http::Response user_page(const Visit& visit, const auth::ListedUser& user, view::Data values = {}, int status = 200) {
    auto& services = visit.site.auth;
    const Instant now = services.clock.now();
    add_facts(visit, user, values);
    view::Data groups{view::Data::type::list};
    for (const std::string& group : user.groups) groups << view::Data{"group", group};
    values["groups"] = std::move(groups);
    values["has_groups"] = !user.groups.empty();
    values["choices"] = group_choices(visit, "", user.groups);
    values["can_join"] = services.groups.names().size() > user.groups.size();
    const auto sessions = services.sessions.list(user.id);
    values["sessions"] = session_rows(sessions, now);
    values["has_sessions"] = !sessions.empty();
    if (const auto token = services.tokens.of(user.id)) {
        values["code"] = view::Data{"until", upcoming(token->expires_at, now)};
    }
    return admin_page(visit, "admin-user", "users", std::move(values), status);
}

http::Response user_refused(const Visit& visit, const auth::ListedUser& user, std::string_view why) {
    return user_page(visit, user, {std::string(why), true}, 422);
}

// To the page again, with a notice; who has just ended his own session has to sign in.
http::Response user_changed(const Visit& visit, const auth::ListedUser& user, const char* notice, int number = 0) {
    leave_notice(visit, *visit.session, notice, number);
    return http::redirect(visit.link("/admin/users/" + std::to_string(user.id)));
}

http::Response answer_to(const Visit& visit, const auth::ListedUser& user,
                         const std::variant<auth::User, auth::UserFlaw>& result, const char* notice) {
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) return user_refused(visit, user, word(*flaw));
    return user_changed(visit, user, notice);
}

http::Response answer_to(const Visit& visit, const auth::ListedUser& user, auth::GroupAct act) {
    if (act == auth::GroupAct::done) return user_changed(visit, user, "groups_changed");
    return user_refused(visit, user, act == auth::GroupAct::last_admin ? "last_admin" : "no_such_group");
}

http::Response disable(const Visit& visit, const auth::ListedUser& user) {
    return answer_to(visit, user, visit.site.auth.users.disable(user.name, visit.actor()), "user_disabled");
}

http::Response enable(const Visit& visit, const auth::ListedUser& user) {
    return answer_to(visit, user, visit.site.auth.users.enable(user.name, visit.actor()), "user_enabled");
}

http::Response remove_user(const Visit& visit, const auth::ListedUser& user) {
    const auto typed = auth::parse_user_name(field(visit.request.form, "name_again"));
    if (!typed || typed->canonical != user.canonical_name) return user_refused(visit, user, "name_differs");
    const auto result = visit.site.auth.users.remove(user.name, visit.actor());
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) return user_refused(visit, user, word(*flaw));
    leave_notice(visit, *visit.session, "user_deleted");
    return http::redirect(visit.link("/admin/users"));
}

http::Response join_group(const Visit& visit, const auth::ListedUser& user) {
    auto& groups = visit.site.auth.groups;
    const std::string& group = field(visit.request.form, "group");
    // One that is not there would be made.
    if (!groups.exists(group)) return user_refused(visit, user, "no_such_group");
    return answer_to(visit, user, groups.join(group, user.name, visit.actor()));
}

http::Response leave_group(const Visit& visit, const auth::ListedUser& user) {
    const std::string& group = field(visit.request.form, "group");
    return answer_to(visit, user, visit.site.auth.groups.leave(group, user.name, visit.actor()));
}

http::Response revoke_one(const Visit& visit, const auth::ListedUser& user) {
    const std::string& tag = field(visit.request.form, "session");
    const auto outcome = auth::revoke_session(visit.site.auth, user.id, tag, visit.actor());
    if (outcome != auth::SessionAct::done) return user_refused(visit, user, "no_such_session");
    return user_changed(visit, user, "sessions_revoked", 1);
}

// All but the one with which this is done.
http::Response revoke_all(const Visit& visit, const auth::ListedUser& user) {
    const int ended = auth::revoke_sessions(visit.site.auth, user.id, &*visit.session, visit.actor());
    return user_changed(visit, user, "sessions_revoked", ended);
}

http::Response make_reset(const Visit& visit, const auth::ListedUser& user) {
    const auto result = auth::make_reset(visit.site.auth, user.name, visit.actor());
    const auto* made = std::get_if<auth::OneTimeCode>(&result);
    if (made == nullptr) return user_refused(visit, user, "still_disabled");
    return show_link(visit, {.made = *made, .is_reset = true}, "users", "/admin/users/" + std::to_string(user.id));
}

http::Response withdraw_code(const Visit& visit, const auth::ListedUser& user) {
    auth::withdraw_code_of(visit.site.auth, user.id, visit.actor());
    return user_changed(visit, user, "code_withdrawn");
}

struct UserAct {
    std::string_view word;  // of the field "do"
    http::Response (*run)(const Visit& visit, const auth::ListedUser& user);
};

constexpr auto user_acts = std::to_array<UserAct>({{"disable", disable},
                                                   {"enable", enable},
                                                   {"delete", remove_user},
                                                   {"join", join_group},
                                                   {"leave", leave_group},
                                                   {"revoke", revoke_one},
                                                   {"revoke_all", revoke_all},
                                                   {"make_reset", make_reset},
                                                   {"withdraw_code", withdraw_code}});

}  // namespace

http::Response show_user(const Visit& visit) {
    const auto user = user_of(visit);
    if (!user) return error_page(visit, 404);
    view::Data values;
    show_notices(visit, values,
                 {"user_disabled", "user_enabled", "groups_changed", "sessions_revoked", "code_withdrawn"});
    return user_page(visit, *user, std::move(values));
}

http::Response change_user(const Visit& visit) {
    const auto user = user_of(visit);
    if (!user) return error_page(visit, 404);
    const auto act = std::ranges::find(user_acts, field(visit.request.form, "do"), &UserAct::word);
    // Anything else cannot come from our forms: nothing is changed.
    return act != user_acts.end() ? act->run(visit, *user) : user_page(visit, *user);
}

}  // namespace cloakroom::web
