// Groups: named sets of users, for the rules. The members of "admin" look after the site.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/actor.h"
#include "auth/audit_log.h"
#include "auth/users.h"
#include "db/database.h"
#include "db/known.h"

namespace cloakroom::auth {

struct Group {
    std::string name;                  // 1 to 64 of a-z, 0-9, '-' and '_'
    std::vector<std::string> members;  // names of users, as shown
};

enum class GroupAct {
    done,
    not_a_name,
    no_such_group,
    no_such_user,
    has_members,
    last_admin,  // nobody who looks after the site could sign in then
    admin_stays  // this group is part of Cloakroom
};

// The enumerator; a template that speaks of it has a section of this name.
std::string_view word(GroupAct act);

struct GroupSize {
    std::string name;
    std::int64_t members = 0;
};

class Groups {
   public:
    Groups(db::Database& database, Users& users, AuditLog& audit) : database_(database), users_(users), audit_(audit) {}

    static bool is_name(std::string_view text);

    // Makes the group, whose name is one; false if it is there already. Call it in a transaction.
    bool make(std::string_view group, const Actor& actor);

    // The same in a transaction of its own. One that is there already is no error.
    GroupAct add(std::string_view group, const Actor& actor);

    // Takes an empty group away; rules that name it no longer do.
    GroupAct remove(std::string_view group, const Actor& actor);

    // Makes the user a member, and the group if it is new. Being one already is no error.
    GroupAct join(std::string_view group, std::string_view user_name, const Actor& actor);

    // He is a member no more; not being one is no error.
    GroupAct leave(std::string_view group, std::string_view user_name, const Actor& actor);

    // The groups of a user, in the order of their names. `as_of`: see Session.
    std::vector<std::string> of(std::int64_t user_id, std::optional<std::uint32_t> as_of = std::nullopt);

    // Is he one of those who look after the site?
    bool is_admin(std::int64_t user_id, std::optional<std::uint32_t> as_of = std::nullopt);

    // All groups, in the order of their names.
    std::vector<Group> list();

    // How many are in each, in the same order.
    std::vector<GroupSize> sizes();

    // Their names alone: of a large site, to choose from.
    std::vector<std::string> names();

    bool exists(std::string_view group);

   private:
    db::Database& database_;
    Users& users_;
    AuditLog& audit_;
    db::Known<std::int64_t, std::vector<std::string>> known_{};  // by user
};

}  // namespace cloakroom::auth
