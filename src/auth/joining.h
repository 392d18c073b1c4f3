// What invitations and resets open: a user chooses his password, and nobody else ever
// knows it. Looking at what a code opens uses nothing up; programs that read mail follow
// links, too.
#pragma once

#include <string_view>
#include <variant>

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/sign_in.h"

namespace cloakroom::auth {

// Why it was not done; flaws of the name or password are UserFlaw's. The word of each is
// the name of the section in the template that says so. A code that is wrong, used up,
// expired, withdrawn, or of a disabled user, is told apart nowhere.
enum class JoinFlaw { code_wrong, passwords_differ };
std::string_view word(JoinFlaw flaw);

// What this code opens. Wrong ones count against the network, and in all; a right one does not.
using CodeResult = std::variant<Token, JoinFlaw, Limited>;
CodeResult look_at_code(Services& services, std::string_view code, const Actor& actor);

struct JoinAttempt {
    std::string_view code;
    std::string_view display_name;
    std::string_view password_again;
    SignInAttempt signer;  // password, browser, previous session; the name counts unless the code has its user
};

using JoinResult = std::variant<NewSession, JoinFlaw, UserFlaw, Limited>;

// Makes the user of an invitation, or gives the user of a code his new password, which
// ends all his other sessions and codes; and signs him in. The code is used up in the same
// transaction. A disabled user stays out. What fails counts against the code: whoever has one
// may else ask about names, and have passwords hashed, for ever. Throws Unavailable when too
// many passwords are hashed at once.
JoinResult join(Services& services, const JoinAttempt& attempt, const Actor& actor);

}  // namespace cloakroom::auth
