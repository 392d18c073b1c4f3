// Does a visitor know a user's password? The one place where passwords are tried, so
// that each try is counted, wherever it is made.
#pragma once

#include <optional>
#include <string_view>

#include "auth/actor.h"
#include "auth/services.h"

namespace cloakroom::auth {

struct PasswordProof {
    std::optional<StoredUser> user;  // who has proved it; nothing for any other end
    std::optional<Limited> limited;  // too many tries; nothing was verified
};

// Counts the try, then verifies; a right one is not counted. In a browser in which this
// user has signed in before it counts there alone, else against name, network and all. An
// unknown name, a wrong password and a disabled user are told apart nowhere, not even by
// the time taken. What fails is in the audit log as `failed`. Throws Unavailable when too
// many passwords are verified at once.
PasswordProof prove_password(Services& services, std::string_view name, std::string_view password, const Actor& actor,
                             Event failed);

}  // namespace cloakroom::auth
