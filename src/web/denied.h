// Who is refused what, for the audit log.
#pragma once

#include <string_view>

#include "web/visit.h"

namespace cloakroom::web {

// Notes that the visitor, if he is signed in, may not see `subject`: a page of ours, or
// the path of a rule. A refusal that cannot be noted is a refusal all the same.
void note_denied(const Visit& visit, std::string_view subject);

}  // namespace cloakroom::web
