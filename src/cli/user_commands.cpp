#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/times.h"
#include "cli/commands.h"
#include "cli/password_input.h"

namespace cloakroom::cli {
namespace {

constexpr int users_a_page = 1000;

// What stopped a command on users, in words for a shell.
std::string explain(auth::UserFlaw flaw, const auth::Services& auth) {
    switch (flaw) {
        case auth::UserFlaw::name_invalid:
            return "the name must have 1 to 64 characters, each of them visible";
        case auth::UserFlaw::name_taken:
            return "there is a user of that name, or of one that looks alike";
        case auth::UserFlaw::no_such_user:
            return "there is no user of that name";
        case auth::UserFlaw::password_short:
            return "the password must have " + std::to_string(auth.passwords.minimum_length()) +
                   " characters at least; a few words make a good one";
        case auth::UserFlaw::password_long:
            return "the password is longer than 1024 bytes";
        case auth::UserFlaw::password_common:
            return "the password is one of the first that others would guess";
        case auth::UserFlaw::password_is_name:
            return "the password is the name of the user or of the site";
        case auth::UserFlaw::last_admin:
            break;
    }
    return "nobody else in the group admin may sign in; add another first: user add NAME --admin";
}

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
    std::string after;
    for (;;) {
        const auto users = site.auth.users.list(after, users_a_page);
        if (users.empty()) return Exit::done;
        for (const auto& user : users) print(user, arguments.json);
        after = users.back().canonical_name;
    }
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
