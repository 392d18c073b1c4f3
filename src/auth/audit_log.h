// What happened, for the owner and for each user's own notices.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "auth/actor.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

enum class Event {
    sign_in,
    sign_in_failed,
    sign_in_limited,
    sign_out,
    reauthenticated,  // gave the password again, for what is of weight
    reauthentication_failed,
    session_revoked,         // one of his sessions; the tag is its own
    other_sessions_revoked,  // all but the one that the tag names, if any
    all_sessions_revoked,    // of all users
    session_disowned,        // "This wasn't me", said of the session that the tag names
    session_superseded,      // the oldest of more than one user may have
    session_renamed,
    set_up_failed,
    set_up_limited,
    set_up_reopened,
    user_added,
    user_disabled,
    user_enabled,
    user_deleted,
    display_name_changed,
    password_changed,
    password_change_failed,
    group_added,
    group_removed,
    group_joined,
    group_left,
    rule_set,
    rule_removed,
    code_refused,  // of an invitation or a reset, or one that never was
    code_limited,
    invitation_made,
    invitation_withdrawn,
    invitation_used,
    reset_made,
    reset_withdrawn,
    reset_used,
    users_imported,
    users_exported,
    data_exported,    // by a user: all that is stored about him
    new_device,       // signed in with a browser that was not known
    folder_locked,    // the lock's text was written into the folder
    folder_unlocked,  // and taken out again
    backup_made,
    backup_restored,
    access_denied  // to somebody who is signed in
};

// The word that stands in the log.
std::string_view word(Event event);

// Those of all events, in the order in which they stand above.
std::span<const std::string_view> event_words();

class AuditLog {
   public:
    // Rows beyond either go, the oldest first: a bounded bite with each row that comes.
    struct Options {
        Seconds kept_for = std::chrono::days{400};
        int most_rows = 100'000;
    };

    AuditLog(Options options, db::Database& database, const Clock& clock)
        : options_(options), database_(database), clock_(clock) {}

    // Call it in the transaction of the act, so that neither stands without the
    // other. `user_id` is whom it is about; nothing for a name that nobody has:
    // such names are not written down, for they may be misplaced passwords. `subject`
    // is what else it is about: the path of a rule, the name of a group.
    void write(Event event, const Actor& actor, std::optional<std::int64_t> user_id, std::string_view subject = "");

    // The same in a transaction of its own, where nothing else is written.
    void write_alone(Event event, const Actor& actor, std::optional<std::int64_t> user_id,
                     std::string_view subject = "");

    // The same once a minute for one event, user and subject: for what a user may do again and
    // again, until his rows have pushed out all others.
    void write_seldom(Event event, const Actor& actor, std::int64_t user_id, std::string_view subject = "");

    // Somebody who is signed in may not see `subject`, a rule or a page. Seldom, and alone.
    void write_denied(const Actor& actor, std::int64_t user_id, std::string_view subject);

   private:
    bool was_just_written(Event event, std::int64_t user_id, std::string_view subject);
    void sweep();

    Options options_;
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
