// What a user does with his own account, besides his password and sessions.
#pragma once

#include <string_view>

#include "auth/actor.h"
#include "auth/services.h"
#include "auth/users.h"
#include "auth/variables.h"

namespace cloakroom::auth {

// Calls him what can be seen of `name`, its first 64 characters; by his user name if
// nothing can.
void change_display_name(Services& services, const User& user, std::string_view name, const Actor& actor);

// All that is stored about him, his password's hash and the ids of his sessions left
// out: they would be of use to a thief only. That he took it is in the audit log.
Json export_own_data(Services& services, const User& user, const Actor& actor);

// How it went. The word is the name of the section in the template that says so.
enum class AccountEnd { done, name_differs, last_admin };
std::string_view word(AccountEnd end);

// Deletes his account with all that is his, if `typed_name` is his name.
AccountEnd end_account(Services& services, const User& user, std::string_view typed_name, const Actor& actor);

}  // namespace cloakroom::auth
