// A user who is signed in gives his password again, for what is of weight: somebody
// else may sit before his browser.
#pragma once

#include <string_view>
#include <variant>

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/sessions.h"

namespace cloakroom::auth {

// Why it was not taken. The word is the name of the section in the template that says so.
enum class ReauthenticationFlaw { wrong, session_ended };
std::string_view word(ReauthenticationFlaw flaw);

using Reauthentication = std::variant<NewSession, ReauthenticationFlaw, Limited>;

// Verifies the password of the user of `session`, counted like a try to sign in. Then
// the session goes on under a new id, and is_recent_proof() for a while. Throws
// Unavailable when too many passwords are verified at once.
Reauthentication reauthenticate(Services& services, const Session& session, std::string_view password,
                                const Actor& actor);

}  // namespace cloakroom::auth
