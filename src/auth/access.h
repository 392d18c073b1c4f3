// "Why can alice (not) see this?": what the rules say of somebody, for those who look
// after the site.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "auth/rules.h"
#include "auth/services.h"

namespace cloakroom::auth {

// Why there is no answer. The enumerator is the name of the section in the template.
enum class AccessFlaw { no_such_user, user_disabled, not_a_path };
std::string_view word(AccessFlaw flaw);

struct Access {
    bool may_see = false;
    std::optional<Rule> rule;  // the one that decides; nothing if none covers the path
};

// May he see what lies at `path`? An empty name is somebody who is not signed in.
std::variant<Access, AccessFlaw> explain_access(Services& services, std::string_view user_name, std::string_view path);

}  // namespace cloakroom::auth
