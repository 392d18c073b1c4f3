// Sessions: what the server remembers of a browser, keyed by a random id in a cookie.
//
// The id is 32 bytes from the kernel, in base64url (43 characters). Only its
// SHA-256 is stored, so neither the database nor a backup opens a session. All
// lifetimes are enforced here, when a row is read; what the cookie says of them
// counts for nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auth/users.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

struct Session {
    std::string id_hash;       // 32 bytes; the key of the row, useless to a thief
    std::optional<User> user;  // nobody: an anonymous visitor for whom something is kept
    bool permanent = false;
    Instant started_at;
    Instant last_seen_at;
    Instant expires_at;
    std::string theme;  // the session variable of that name as JSON, or empty

    // Tells sessions apart in the audit log: the first 8 hexadecimal digits of id_hash.
    std::string tag() const;
};

// A session that has just begun: the only time that its id is known.
struct NewSession {
    std::string id;
    Session session;
};

// The browser that a session belongs to.
struct Browser {
    std::string address;     // IP address: shown, never compared
    std::string user_agent;  // shown, never compared
    bool secure = false;     // over HTTPS; a session is good only where it began
};

class Sessions {
   public:
    struct Options {
        Seconds permanent_lifetime = std::chrono::days{7};
        Seconds browser_lifetime = std::chrono::hours{24};
        Seconds idle_timeout = std::chrono::hours{12};  // for browser sessions
    };

    Sessions(Options options, db::Database& database, const Clock& clock)
        : options_(options), database_(database), clock_(clock) {}

    // The live session behind a cookie's value; nothing for anything else, however
    // malformed. One read, no write.
    std::optional<Session> find(std::string_view id, bool secure);

    // Begins a session for `user`; nothing if he was disabled, or his password
    // changed, since `user` was read. Call it in a transaction.
    std::optional<NewSession> begin(const StoredUser& user, bool permanent, const Browser& browser);

    // Begins a session for a visitor nobody knows.
    NewSession begin_anonymous(const Browser& browser);

    // Ends it for every process at once. One that has ended already is no error.
    // Call it in a transaction.
    void end(const Session& session);

    // Notes the visit, at most every five minutes; does nothing otherwise.
    void saw(const Session& session);

    const Options& options() const { return options_; }

   private:
    NewSession make(bool permanent) const;
    void sweep();

    Options options_;
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
