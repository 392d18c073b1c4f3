#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "admin/backup.h"
#include "auth/audit_trail.h"
#include "auth/user_name.h"
#include "base/private_file.h"
#include "base/times.h"
#include "cli/commands.h"
#include "cli/users.h"

namespace cloakroom::cli {
namespace {

constexpr std::size_t most_shown = 256;
constexpr int rows_a_piece = 1000;

void print(const auth::AuditRow& row, bool json) {
    if (json) {
        const nlohmann::json line = {{"id", row.id},
                                     {"time", iso_time(row.at)},
                                     {"event", row.event},
                                     {"user_id", row.user_id ? nlohmann::json(*row.user_id) : nlohmann::json()},
                                     {"user", row.user_name},
                                     {"actor", row.actor},
                                     {"actor_name", row.actor_name},
                                     {"address", row.address},
                                     {"subject", row.subject},
                                     {"session", row.session_tag},
                                     {"request", row.request_id}};
        std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        return;
    }
    const std::string number = row.user_id ? "user " + std::to_string(*row.user_id) : "-";
    const std::string& user = row.user_name.empty() ? number : row.user_name;
    const std::string& actor = row.actor_name.empty() ? row.actor : row.actor_name;
    // What a path says might speak to the terminal.
    const std::string subject = auth::visible_text(row.subject, most_shown);
    std::printf("%s  %s  %s  by %s  %s  %s\n", iso_time(row.at).c_str(), row.event.c_str(), user.c_str(), actor.c_str(),
                row.address.empty() ? "-" : row.address.c_str(), subject.c_str());
}

bool is_event(const std::string& event) {
    const auto words = auth::event_words();
    if (std::ranges::find(words, event) != words.end()) return true;
    std::fputs("cloakroom: there is no event of that name; docs/audit-log.md lists them\n", stderr);
    return false;
}

}  // namespace

Exit show_log(Installation& site, const Arguments& arguments) {
    auth::AuditFilter filter{.event = arguments.event};
    if (!filter.event.empty() && !is_event(filter.event)) return Exit::refused;
    if (!arguments.user.empty()) {
        filter.user_id = auth::find_number(site.auth.users, arguments.user);
        if (!filter.user_id) {
            std::fprintf(stderr, "cloakroom: %s\n", explain(auth::UserFlaw::no_such_user, site.auth).c_str());
            return Exit::refused;
        }
    }
    auth::AuditTrail trail(site.auth.database);
    std::optional<std::int64_t> before;
    for (int left = arguments.limit; left > 0;) {
        const auto rows = trail.list(filter, before, std::min(left, rows_a_piece));
        if (rows.empty()) break;
        for (const auto& row : rows) print(row, arguments.json);
        left -= static_cast<int>(rows.size());
        before = rows.back().id;
    }
    return Exit::done;
}

Exit make_backup(Installation& site, const Arguments& arguments) {
    if (!make_private_file(arguments.file)) {
        std::fprintf(stderr, "cloakroom: %s is there already; name another file\n", arguments.file.c_str());
        return Exit::refused;
    }
    try {
        admin::write_backup(site.auth, site.place.private_folder, arguments.file, auth::Actor::command_line());
    } catch (...) {
        std::remove(arguments.file.c_str());
        throw;
    }
    if (arguments.json) {
        std::printf("%s\n", nlohmann::json{{"file", arguments.file}}.dump().c_str());
    } else {
        std::printf("%s: done, and checked\n", arguments.file.c_str());
    }
    return Exit::done;
}

Exit restore_backup(const Location& location, const Arguments& arguments) {
    const std::string kept =
        admin::restore_backup(arguments.file, location.database, auth::Actor::command_line(), SystemClock());
    if (arguments.json) {
        std::printf("%s\n", nlohmann::json{{"file", arguments.file}, {"kept", kept}}.dump().c_str());
    } else {
        std::printf("%s is in place, and everybody signs in anew. What was there before: %s\n", arguments.file.c_str(),
                    kept.empty() ? "nothing" : kept.c_str());
    }
    return Exit::done;
}

}  // namespace cloakroom::cli
