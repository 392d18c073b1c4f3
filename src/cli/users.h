// What the words for users and those for sessions share.
#pragma once

#include <optional>
#include <string>

#include "auth/users.h"
#include "cli/command_line.h"

namespace cloakroom::cli {

// What stopped a command on users, in words for a shell.
std::string explain(auth::UserFlaw flaw, const auth::Services& auth);

// The user of that name; if there is none, says so.
std::optional<auth::User> find_user(Installation& site, const std::string& name);

}  // namespace cloakroom::cli
