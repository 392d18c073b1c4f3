// What a user should hear of when he signs in: what happened to his account since he did so
// the last time. It waits for him as flash messages, for whatever page of ours comes next.
#pragma once

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/sessions.h"

namespace cloakroom::auth {

// The categories of these messages; the text of each is a number.
inline constexpr const char* failed_tries_news = "failed_tries";          // by others, not his own typing errors
inline constexpr const char* password_changes_news = "password_changes";  // by a reset, or in another browser
inline constexpr const char* new_devices_news = "new_devices";            // sign-ins with browsers nobody knew

// Leaves the news for the session that has just begun: all since the last sign-in in a
// browser that was known, so that a thief's sign-in hides nothing. If this one is a
// surprise itself, the user's other sessions hear of it at once. True if there is any that
// should not wait: who uses a new browser each time need not be stopped each time. Call it
// in the transaction of the sign-in that `actor` has made.
bool leave_news(Services& services, const Session& fresh, bool is_surprise, const Actor& actor);

}  // namespace cloakroom::auth
