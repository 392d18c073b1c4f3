#include "cli/commands.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/times.h"
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
            break;
    }
    return "the password is the name of the user or of the site";
}

Exit report(const std::variant<auth::User, auth::UserFlaw>& result, const auth::Services& auth, const char* done) {
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) {
        std::fprintf(stderr, "cloakroom: %s\n", explain(*flaw, auth).c_str());
        return Exit::refused;
    }
    std::printf("%s: %s\n", std::get<auth::User>(result).name.c_str(), done);
    return Exit::done;
}

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

Exit list_users(Installation& site, const Arguments& arguments) {
    std::string after;
    for (;;) {
        const auto users = site.auth.users.list(after, users_a_page);
        if (users.empty()) return Exit::done;
        for (const auto& user : users) print(user, arguments.json);
        after = users.back().canonical_name;
    }
}

Exit check_configuration(Installation& /*site*/, const Arguments& /*arguments*/) {
    std::puts("The configuration is right, and the database can be used.");
    return Exit::done;
}

Exit show_set_up(Installation& site, const Arguments& /*arguments*/) {
    if (!site.set_up.is_open(auth::Actor::command_line())) {
        std::puts("Set-up is closed: there are users. An empty file reset-admin in the private folder opens it again.");
        return Exit::refused;
    }
    std::printf("Open /setup in a browser, and type this code:\n%s\n", site.set_up.code().c_str());
    return Exit::done;
}

}  // namespace

std::span<const Command> commands() {
    static constexpr std::array<Command, 5> table = {{
        {"user", "add", "Add a user.", a_name | admin_flag | a_password, add_user},
        {"user", "list", "List all users.", json_flag, list_users},
        {"user", "password", "Give a user a new password, let him in again, and end his sessions.", a_name | a_password,
         set_password},
        {"", "check-config", "Check the configuration and the database.", nothing, check_configuration},
        {"", "setup", "Show the code that opens the set-up page.", nothing, show_set_up},
    }};
    return table;
}

}  // namespace cloakroom::cli
