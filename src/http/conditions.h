// Conditional requests: answer only if the file is, or is no longer, the one that the
// client knows (RFC 9110 section 13).
#pragma once

#include <string>

#include "base/clock.h"
#include "http/request.h"

namespace cloakroom::http {

// What tells one state of a file from another.
struct Validators {
    std::string tag;  // see entity_tag.h
    Instant changed;
    Instant now;
};

enum class Condition { met, not_modified, failed };  // go on, 304, 412

// In the order that section 13.2.2 prescribes. A date that is none does not count.
Condition check_conditions(const Request& request, const Validators& validators);

// May a part be sent, or must it be the whole because the file has changed? A date is
// good enough only if the file could not have changed again within its second.
bool range_still_fits(const Request& request, const Validators& validators);

}  // namespace cloakroom::http
