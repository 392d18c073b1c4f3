// The acts at the door: sign in, sign out.
#pragma once

#include <optional>
#include <string_view>

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/sessions.h"

namespace cloakroom::auth {

struct SignInAttempt {
    std::string_view name;
    std::string_view password;
    bool permanent = false;  // "Keep me signed in"
    Browser browser;
    std::optional<Session> previous;  // what this browser had until now; it ends
};

// How it went. The enumerator is the name of the section in the template that says so.
enum class SignIn {
    done,
    wrong,   // unknown name, wrong password or disabled user: told apart nowhere, not even by the time taken
    limited  // too many tries; nothing was verified
};

struct SignInResult {
    SignIn outcome = SignIn::wrong;
    std::optional<NewSession> fresh;  // when done
    Seconds retry_after{};            // when limited
};

// Counts the try, verifies the password, and begins a session under a new id: the
// previous one is dead, and what was kept for an anonymous visitor comes along.
// Throws Unavailable when too many sign in at once.
SignInResult sign_in(Services& services, const SignInAttempt& attempt, const Actor& actor);

// Begins a session for a user who has proved who he is, inside the caller's
// transaction; nothing if he was disabled meanwhile.
std::optional<NewSession> begin_session(Services& services, const StoredUser& user, const SignInAttempt& attempt,
                                        Actor actor);

// Ends the session, for every process at once. Returns how many other sessions of the
// same user go on; 0 for an anonymous visitor.
int sign_out(Services& services, const Session& session, const Actor& actor);

}  // namespace cloakroom::auth
