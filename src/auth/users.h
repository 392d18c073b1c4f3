// Users: adding them, finding them, their passwords and groups.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "auth/actor.h"
#include "auth/audit_log.h"
#include "auth/passwords.h"
#include "auth/user_name.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

struct User {
    std::int64_t id = 0;
    std::string name;            // by which he signs in, as shown
    std::string display_name{};  // as he wishes to be called; empty: by his name

    const std::string& called() const { return display_name.empty() ? name : display_name; }
};

// Why a name and password were not taken. The word of each (below) is the name of
// the section in the template that says so.
enum class UserFlaw {
    name_invalid,
    name_taken,
    no_such_user,
    password_short,
    password_long,
    password_common,
    password_is_name,
    last_admin,
    user_disabled
};
std::string_view word(UserFlaw flaw);

// A name and password that keep all rules, the password hashed: ready to be
// written without the database waiting for the hash.
struct Credentials {
    UserName name;
    std::string password_hash;  // empty: no password opens this user, until he has chosen one
    std::string display_name{};
};

struct StoredUser {
    User user;
    std::string password_hash;
    bool disabled = false;
};

struct ListedUser {
    std::int64_t id = 0;
    std::string name;
    std::string canonical_name;
    Instant created_at;
    bool disabled = false;
    std::vector<std::string> groups;  // in the order of their names
    std::string display_name;         // may be empty
    std::optional<Instant> last_sign_in_at;
    bool has_password = true;  // false: he was added, and has not chosen one yet
};

// A row of list_users and of users_of_ids.
ListedUser read_listed_user(const db::Rows& row);

// As much of a display name as is kept.
inline constexpr std::size_t most_characters_of_display_name = 64;

class Users {
   public:
    Users(db::Database& database, const Clock& clock, const Passwords& passwords, AuditLog& audit)
        : database_(database), clock_(clock), passwords_(passwords), audit_(audit) {}

    // Nothing if the user of this name may have this password.
    std::optional<UserFlaw> find_flaw(std::string_view shown_name, std::string_view password) const;

    // Checks the rules, then hashes. Touches no table.
    std::variant<Credentials, UserFlaw> check(std::string_view name, std::string_view password) const;

    // Adds the user; name_taken if the name, or one that looks alike, exists.
    // Call it in a transaction.
    std::variant<User, UserFlaw> insert(const Credentials& credentials, const Actor& actor);

    // The same for one of many: it is not in the audit log, where whoever brings them writes
    // one row for all. Nothing if the name is taken. Call it in a transaction.
    std::optional<User> bring_in(const Credentials& credentials, bool disabled = false);

    // Adds the user in a transaction of its own, to the group admin if `admin`.
    std::variant<User, UserFlaw> add(std::string_view name, std::string_view password, bool admin, const Actor& actor);

    // Gives a user a new password, lets him in again if he was disabled, ends all his
    // sessions and forgets his browsers.
    std::variant<User, UserFlaw> set_password(std::string_view name, std::string_view password, const Actor& actor);

    // As set_password(), with credentials that are checked already. Call it in a transaction.
    void reset(const User& user, const Credentials& credentials, const Actor& actor);

    // As reset(), but a disabled user stays so. Codes with which he might have chosen
    // another password end.
    void replace_password(const User& user, std::string_view password_hash, const Actor& actor);

    // May not sign in any more: all his sessions and codes end. last_admin if nobody who looks
    // after the site could sign in then. Being disabled already is no error.
    std::variant<User, UserFlaw> disable(std::string_view name, const Actor& actor);

    // May sign in again; being allowed to is no error.
    std::variant<User, UserFlaw> enable(std::string_view name, const Actor& actor);

    // Goes with all that is his; nobody gets his id again. last_admin as above.
    std::variant<User, UserFlaw> remove(std::string_view name, const Actor& actor);

    // He has to sign in again, everywhere. Call it in a transaction.
    void end_sessions(const User& user);

    // As he wishes to be greeted: visible_text() only; empty: by his name. Call it in a
    // transaction.
    void set_display_name(const User& user, std::string_view display_name);

    // He has signed in, just now. Call it in a transaction.
    void note_sign_in(const User& user);

    // False if he is in the group already. Call it in a transaction.
    bool join(const User& user, std::string_view group, const Actor& actor);

    // By canonical name; disabled users too.
    std::optional<StoredUser> find(std::string_view canonical_name);

    // By the name as somebody writes it.
    std::optional<StoredUser> find_by_name(std::string_view name);

    // With all that is shown of him.
    std::optional<ListedUser> find_by_id(std::int64_t id);

    // Is he the only one of the group admin who may sign in?
    bool is_last_admin(const User& user);

    // Puts another hash in the place of the one in `user`; false if that is no longer
    // his. Call it in a transaction.
    bool replace_hash(const StoredUser& user, std::string_view other);

    bool is_empty();

    // At most `limit` users in the order of their canonical names, from behind `after`.
    std::vector<ListedUser> list(std::string_view after, int limit);

    // All of them, in that order; those who come meanwhile perhaps.
    void for_each(const std::function<void(const ListedUser&)>& act);

   private:
    using Change = std::function<std::optional<UserFlaw>(const User&)>;
    std::variant<User, UserFlaw> change(std::string_view name, Event event, const Actor& actor, const Change& change);
    void set_disabled(const User& user, std::optional<Instant> since);
    void end_all_of(const User& user);  // sessions and codes

    db::Database& database_;
    const Clock& clock_;
    const Passwords& passwords_;
    AuditLog& audit_;
};

}  // namespace cloakroom::auth
