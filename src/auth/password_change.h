// A user gives himself a new password.
#pragma once

#include <string_view>
#include <variant>

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/sessions.h"

namespace cloakroom::auth {

struct PasswordChange {
    std::string_view current;
    std::string_view password;
    std::string_view password_again;
};

struct PasswordChanged {
    NewSession fresh;      // his own session goes on under a new id
    int others_ended = 0;  // all other sessions of his
};

// Why it was not done; flaws of the new password are UserFlaw's. The word of each is
// the name of the section in the template that says so.
enum class PasswordChangeFlaw { passwords_differ, current_wrong, session_ended };
std::string_view word(PasswordChangeFlaw flaw);

using PasswordChangeResult = std::variant<PasswordChanged, PasswordChangeFlaw, UserFlaw, Limited>;

// Verifies the current password, counted like a try to sign in, and writes the new
// one, for the user who is signed in by `session`. Throws Unavailable when too many
// passwords are verified at once.
PasswordChangeResult change_password(Services& services, const PasswordChange& change, const Session& session,
                                     const Actor& actor);

}  // namespace cloakroom::auth
