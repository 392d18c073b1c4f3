// Who may see what: the one decision that pages and, later, folders share.
#pragma once

#include <optional>

#include "auth/sessions.h"

namespace cloakroom::auth {

// What a page asks of its visitor.
enum class Requirement {
    anyone,
    signed_in,
    welcome  // signed in, or anybody where anonymous visitors are welcome
};

enum class Decision {
    allow,
    sign_in  // perhaps, after signing in
};

// Pure; anything it does not know is denied.
Decision decide(Requirement requirement, const std::optional<Session>& visitor, bool anonymous_are_welcome = false);

}  // namespace cloakroom::auth
