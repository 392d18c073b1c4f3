// Users for elsewhere: a list for people, or, with the hashes of the passwords, for another Cloakroom.
#pragma once

#include <functional>
#include <string>

#include "auth/actor.h"
#include "auth/services.h"

namespace cloakroom::admin {

struct ExportedUser {
    auth::ListedUser user;
    std::string password_hash;  // empty unless it is asked for
};

// Hands over all users in the order of their names. Before the first one goes, the audit log
// has it, with the subject "password_hash" if those go, too.
void export_users(auth::Services& services, bool with_hashes, const auth::Actor& actor,
                  const std::function<void(const ExportedUser&)>& take);

}  // namespace cloakroom::admin
