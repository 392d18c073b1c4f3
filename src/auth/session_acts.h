// What is done to sessions from afar: by the user on his list of them, by an owner
// for anybody. Each act is in the audit log, and holds at the next request of every
// process.
#pragma once

#include <cstdint>
#include <string_view>

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/sessions.h"

namespace cloakroom::auth {

// How it went. The enumerator is the name of the section in the template that says so.
enum class SessionAct {
    done,
    no_such_session  // has ended, is somebody else's, or never was: told apart nowhere
};

inline constexpr std::size_t most_characters_of_session_name = 40;

// Ends the user's session with this tag (Session::tag()).
SessionAct revoke_session(Services& services, std::int64_t user_id, std::string_view tag, const Actor& actor);

// Ends all sessions of a user, save `except` if it is his; returns how many.
int revoke_sessions(Services& services, std::int64_t user_id, const Session* except, const Actor& actor);

// Ends the sessions of all users; returns how many.
int revoke_all_sessions(Services& services, const Actor& actor);

// "This wasn't me", said of the session with this tag by the user of `own`: it ends,
// and so do all others but `own`, which cannot be disowned. No browser is known to be
// his until he gives his password there again.
struct Disowned {
    SessionAct outcome = SessionAct::no_such_session;
    int ended = 0;
};
Disowned disown_session(Services& services, const Session& own, std::string_view tag, const Actor& actor);

// Gives it the name that can be seen of `name`, its first 40 characters; none if
// nothing can.
SessionAct rename_session(Services& services, std::int64_t user_id, std::string_view tag, std::string_view name,
                          const Actor& actor);

}  // namespace cloakroom::auth
