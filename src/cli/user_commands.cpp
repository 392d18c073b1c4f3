#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/times.h"
#include "cli/commands.h"
#include "cli/password_input.h"
#include "cli/users.h"

namespace cloakroom::cli {
namespace {

Exit report(const std::variant<auth::User, auth::UserFlaw>& result, const auth::Services& auth, const char* done,
            bool json = false) {
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) {
        std::fprintf(stderr, "cloakroom: %s\n", explain(*flaw, auth).c_str());
        return Exit::refused;
    }
    const auto& user = std::get<auth::User>(result);
    if (json) {
        std::printf("%s\n", nlohmann::json{{"id", user.id}, {"user", user.name}, {"done", done}}.dump().c_str());
    } else {
        std::printf("%s: %s\n", user.name.c_str(), done);
    }
    return Exit::done;
}

void print(const auth::ListedUser& user, bool json) {
    if (json) {
        const nlohmann::json line = {{"id", user.id},
                                     {"name", user.name},
                                     {"groups", user.groups},
                                     {"created_at", iso_time(user.created_at)},
                                     {"disabled", user.disabled}};
        std::printf("%s\n", line.dump().c_str());
        return;
    }
    std::string groups;
    for (const std::string& group : user.groups) groups += " " + group;
    std::printf("%s  %s%s%s\n", iso_time(user.created_at).substr(0, 10).c_str(), user.name.c_str(), groups.c_str(),
                user.disabled ? "  (disabled)" : "");
}

}  // namespace

Exit add_user(Installation& site, const Arguments& arguments) {
    const auto password = read_password(arguments.password_from_input);
    if (!password) return Exit::refused;
    return report(site.auth.users.add(arguments.name, *password, arguments.admin, auth::Actor::command_line()),
                  site.auth, "added");
}

Exit set_password(Installation& site, const Arguments& arguments) {
    const auto password = read_password(arguments.password_from_input);
    if (!password) return Exit::refused;
    return report(site.auth.users.set_password(arguments.name, *password, auth::Actor::command_line()), site.auth,
                  "password set, sessions ended");
}

Exit list_users(Installation& site, const Arguments& arguments) {
    site.auth.users.for_each([&](const auth::ListedUser& user) { print(user, arguments.json); });
    return Exit::done;
}

Exit disable_user(Installation& site, const Arguments& arguments) {
    return report(site.auth.users.disable(arguments.name, auth::Actor::command_line()), site.auth,
                  "disabled, sessions ended", arguments.json);
}

Exit enable_user(Installation& site, const Arguments& arguments) {
    return report(site.auth.users.enable(arguments.name, auth::Actor::command_line()), site.auth, "may sign in",
                  arguments.json);
}

Exit delete_user(Installation& site, const Arguments& arguments) {
    return report(site.auth.users.remove(arguments.name, auth::Actor::command_line()), site.auth,
                  "deleted, sessions ended", arguments.json);
}

}  // namespace cloakroom::cli
