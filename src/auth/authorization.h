// Who may see what: the one decision that pages and protected folders share.
#pragma once

#include <optional>

#include "auth/sessions.h"

namespace cloakroom::auth {

// What a page or a folder asks of its visitor.
enum class Requirement {
    anyone,
    signed_in,
    proven,        // signed in, and gave the password lately
    welcome,       // signed in, or anybody where anonymous visitors are welcome
    admin,         // one of those who look after the site
    proven_admin,  // who gave the password lately as well
    listed,        // named, himself or by a group
    nobody
};

// What the requirement alone does not tell.
struct Grants {
    bool anonymous_are_welcome = false;  // by the configuration
    bool is_listed = false;              // the visitor is one of those who are named
    bool is_admin = false;               // he is in the group admin
    bool is_proven = false;              // he gave his password lately: is_recent_proof()
};

// The greater, the stricter.
enum class Decision {
    allow,
    reauthenticate,  // after giving the password again
    sign_in,         // perhaps, after signing in
    forbid
};

// Was the password given in this session less than 15 minutes ago?
bool is_recent_proof(const Session& session, Instant now);

// Pure; anything it does not know is forbidden.
Decision decide(Requirement requirement, const std::optional<Session>& visitor, Grants grants = {});

}  // namespace cloakroom::auth
