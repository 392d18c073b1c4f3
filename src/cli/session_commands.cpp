#include <cstdio>
#include <nlohmann/json.hpp>

#include "auth/session_acts.h"
#include "auth/user_name.h"
#include "base/times.h"
#include "cli/commands.h"
#include "cli/users.h"

namespace cloakroom::cli {
namespace {

constexpr std::size_t most_shown = 256;

void print(const auth::ListedSession& listed, bool json) {
    const auto& session = listed.session;
    const nlohmann::json line = {{"tag", session.tag()},
                                 {"user", session.user->name},
                                 {"name", listed.name},
                                 {"browser", listed.user_agent},
                                 {"address", listed.address},
                                 {"permanent", session.permanent},
                                 {"started_at", iso_time(session.started_at)},
                                 {"last_seen_at", iso_time(session.last_seen_at)},
                                 {"expires_at", iso_time(session.expires_at)}};
    if (json) {
        std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        return;
    }
    for (const char* key : {"tag", "user", "started_at", "last_seen_at", "expires_at", "address"}) {
        std::printf("%s  ", line[key].get_ref<const std::string&>().c_str());
    }
    // What a browser says of itself might speak to the terminal.
    std::printf("%s\n", auth::visible_text(listed.user_agent, most_shown).c_str());
}

void print_sessions(Installation& site, std::int64_t user_id, bool json) {
    for (const auto& listed : site.auth.sessions.list(user_id)) print(listed, json);
}

Exit report_ended(const auth::User& user, int ended, bool json) {
    if (json) {
        std::printf("%s\n", nlohmann::json{{"user", user.name}, {"ended", ended}}.dump().c_str());
    } else {
        std::printf("%s: %d %s ended\n", user.name.c_str(), ended, ended == 1 ? "session" : "sessions");
    }
    return Exit::done;
}

}  // namespace

Exit list_sessions(Installation& site, const Arguments& arguments) {
    if (!arguments.name.empty()) {
        const auto user = find_user(site, arguments.name);
        if (!user) return Exit::refused;
        print_sessions(site, user->id, arguments.json);
        return Exit::done;
    }
    site.auth.users.for_each([&](const auth::ListedUser& user) { print_sessions(site, user.id, arguments.json); });
    return Exit::done;
}

Exit revoke_sessions(Installation& site, const Arguments& arguments) {
    const auto user = find_user(site, arguments.name);
    if (!user) return Exit::refused;
    const auto actor = auth::Actor::command_line();
    if (!arguments.tag) {
        return report_ended(*user, auth::revoke_sessions(site.auth, user->id, nullptr, actor), arguments.json);
    }
    if (auth::revoke_session(site.auth, user->id, *arguments.tag, actor) == auth::SessionAct::no_such_session) {
        std::fputs("cloakroom: the user has no session of that tag; session list NAME shows them\n", stderr);
        return Exit::refused;
    }
    return report_ended(*user, 1, arguments.json);
}

Exit revoke_all_sessions(Installation& site, const Arguments& arguments) {
    const int ended = auth::revoke_all_sessions(site.auth, auth::Actor::command_line());
    if (arguments.json) {
        std::printf("%s\n", nlohmann::json{{"ended", ended}}.dump().c_str());
    } else {
        std::printf("%d %s ended\n", ended, ended == 1 ? "session" : "sessions");
    }
    return Exit::done;
}

}  // namespace cloakroom::cli
