// Dates as HTTP writes them (RFC 9110 section 5.6.7).
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace cloakroom::http {

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(Instant moment);

// Reads that form, and the two old ones that every recipient must take. Nothing for
// what is none of them.
std::optional<Instant> parse_http_date(const std::string& text);

}  // namespace cloakroom::http
