// Where to go after sign-in, when a stranger may have written the link.
#pragma once

#include <string_view>

namespace cloakroom::http {

// True if a browser that is sent to `target` stays on this origin: a path that
// begins with one slash, in printable ASCII, without a backslash.
bool is_local_path(std::string_view target);

}  // namespace cloakroom::http
