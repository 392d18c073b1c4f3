// Sessions: what the server remembers of a browser, keyed by a random id in a cookie.
//
// The id is 32 bytes from the kernel, in base64url (43 characters). Only its
// SHA-256 is stored, so neither the database nor a backup opens a session. All
// lifetimes are enforced here, when a row is read; what the cookie says of them
// counts for nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    Instant counted_from;                  // its lifetime counts from here: started_at, save after set_permanent(false)
    Instant expires_at;                    // the absolute limit, by today's configuration if that is shorter
    Instant proved_at;                     // when the user last gave his password in it
    Seconds idle_timeout;                  // so long it may rest unless it is permanent; likewise
    std::string theme;                     // the session variable of that name as JSON, or empty
    bool may_have_messages = true;         // false: no flash message waited when Sessions::find() read this
    std::optional<std::uint32_t> as_of{};  // Database::version() when Sessions::find() read all this

    // Tells sessions apart in the audit log, on pages and on the command line: the
    // first 8 hexadecimal digits of id_hash. It opens nothing.
    std::string tag() const;
};

// A session that has just begun: the only time that its id is known.
struct NewSession {
    std::string id;
    Session session;
    std::string device{};   // what the device cookie is to say from now on (devices.h); empty: as before
    bool has_news = false;  // something waits to be told to him (news.h)
};

// The browser that a session belongs to.
struct Browser {
    std::string address;     // IP address: shown, never compared
    std::string user_agent;  // shown, never compared
    bool secure = false;     // over HTTPS; a session is good only where it began
};

// A session as its user sees it in the list.
struct ListedSession {
    Session session;
    std::string name;  // what he calls it; may be empty
    std::string address;
    std::string user_agent;
};

class Sessions {
   public:
    struct Options {
        Seconds permanent_lifetime = std::chrono::days{7};
        Seconds browser_lifetime = std::chrono::hours{24};
        Seconds idle_timeout = std::chrono::hours{12};  // for browser sessions
        int most_per_user = 20;                         // one more, and the oldest ends
    };

    Sessions(Options options, db::Database& database, const Clock& clock)
        : options_(options), database_(database), clock_(clock) {}

    // The live session behind a cookie's value; nothing for anything else, however
    // malformed. One read, no write, save that a session found past its limits ends
    // there and then: a clock that is set back does not bring it to life again.
    std::optional<Session> find(std::string_view id, bool secure);

    // Begins a session for `user`; nothing if he was disabled, or his password
    // changed, since `user` was read. Call it in a transaction.
    std::optional<NewSession> begin(const StoredUser& user, bool permanent, const Browser& browser);

    // Begins a session for a visitor nobody knows.
    NewSession begin_anonymous(const Browser& browser, bool permanent = false);

    // The same session goes on under a new id; the old one is dead. Nothing if it has
    // ended. Call it in a transaction.
    std::optional<NewSession> renew(const Session& session);

    // The user gave his password in it, just now. Changes `session` as well.
    void prove(Session& session);

    // What was kept for `old`, variables and flash messages, comes along to `fresh`.
    // Call it in the transaction that ends `old`.
    void carry(const Session& old, const Session& fresh);

    // A permanent session ends `permanent_lifetime` after its start, never later; one
    // that no longer is ends with the browser, or `browser_lifetime` from now. Changes
    // `session` as well; false if it has ended.
    bool set_permanent(Session& session, bool permanent);

    // Ends it for every process at once. One that has ended already is no error.
    // Call it in a transaction.
    void end(const Session& session);

    // Ends an anonymous session for which nothing is kept any more; false if it goes on.
    bool end_if_empty(const Session& session);

    // Ends all sessions of a user, save `except` if it is his; returns how many
    // of them were live. Call it in a transaction.
    int end_all(std::int64_t user_id, const Session* except = nullptr);

    // Ends as many of the same user's sessions as there are too many, those that began
    // first, never `newest`; returns them. Call it in a transaction.
    std::vector<Session> end_oldest(const Session& newest);

    // The live sessions of a user, the one seen last first.
    std::vector<ListedSession> list(std::int64_t user_id);

    // How many users are signed in somewhere.
    std::int64_t count_users();

    // Ends those of all users; returns how many there were. Call it in a transaction.
    int end_everybodys();

    // The live session of a user that has this tag; nothing if there is none, whoever
    // else may have one.
    std::optional<Session> find_by_tag(std::int64_t user_id, std::string_view tag);

    // Gives it a name for the list; empty: none.
    void rename(const Session& session, std::string_view name);

    // Notes the visit, at most every five minutes; does nothing otherwise.
    void saw(const Session& session);

    const Options& options() const { return options_; }

   private:
    Seconds lifetime(bool permanent) const {
        return permanent ? options_.permanent_lifetime : options_.browser_lifetime;
    }
    NewSession make(bool permanent) const;
    Session read(const db::Rows& row) const;
    bool is_live(const Session& session) const;
    void sweep();

    Options options_;
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
