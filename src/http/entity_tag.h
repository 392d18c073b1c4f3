// ETag, If-Match and If-None-Match (RFC 9110 sections 8.8.3 and 13.1).
#pragma once

#include <string>
#include <string_view>

namespace cloakroom::http {

// The ETag of `text`, made of a hash: the same text has the same one, always.
std::string entity_tag(std::string_view text);

// Does a header such as `"a", W/"b"` name `tag`? "*" names them all. What a server that
// compresses makes of a tag (W/ before it, "-gzip" within its end) is still the same.
bool names_tag(std::string_view header, std::string_view tag);

// The same where every byte counts, as in If-Match of a file: only the tag itself, or "*".
bool names_same_bytes(std::string_view header, std::string_view tag);

}  // namespace cloakroom::http
