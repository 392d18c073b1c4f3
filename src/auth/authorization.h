// Who may see what: the one decision that pages and protected folders share.
#pragma once

#include <optional>

#include "auth/sessions.h"

namespace cloakroom::auth {

// What a page or a folder asks of its visitor.
enum class Requirement {
    anyone,
    signed_in,
    welcome,  // signed in, or anybody where anonymous visitors are welcome
    listed,   // named, himself or by a group
    nobody
};

// What the requirement alone does not tell.
struct Grants {
    bool anonymous_are_welcome = false;  // by the configuration
    bool is_listed = false;              // the visitor is one of those who are named
};

// The greater, the stricter.
enum class Decision {
    allow,
    sign_in,  // perhaps, after signing in
    forbid
};

// Pure; anything it does not know is forbidden.
Decision decide(Requirement requirement, const std::optional<Session>& visitor, Grants grants = {});

}  // namespace cloakroom::auth
