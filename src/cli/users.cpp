#include "cli/users.h"

#include <cstdio>

namespace cloakroom::cli {

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
        case auth::UserFlaw::user_disabled:
            return "the user is disabled; let him in first: user enable NAME";
        case auth::UserFlaw::last_admin:
            break;
    }
    return "nobody else in the group admin may sign in; add another first: user add NAME --admin";
}

std::optional<auth::User> find_user(Installation& site, const std::string& name) {
    if (const auto stored = site.auth.users.find_by_name(name)) return stored->user;
    std::fprintf(stderr, "cloakroom: %s\n", explain(auth::UserFlaw::no_such_user, site.auth).c_str());
    return std::nullopt;
}

}  // namespace cloakroom::cli
