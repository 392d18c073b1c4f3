// The guard before the form reader.
//
// cgicc reads the fields, but it is quadratic in '&', trusts CONTENT_LENGTH,
// takes ';' for a separator and mixes the query into the body. So nothing
// reaches it that has not been checked here.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/environment.h"
#include "http/request.h"

namespace cloakroom::http {

inline constexpr std::size_t max_form_bytes = 16 * 1024;
inline constexpr std::size_t max_form_fields = 64;
inline constexpr std::size_t max_query_bytes = 4 * 1024;
inline constexpr std::size_t max_cookie_bytes = 8 * 1024;

// What came of reading a body or a query: the fields, or the status to refuse with.
struct FormResult {
    Fields fields;
    int refused = 0;  // 0: nothing to refuse; else 400, 411, 413 or 415
};

// The fields of a POST body of type application/x-www-form-urlencoded.
// Refused like read_body() with max_form_bytes, and 400 for one that parse_fields refuses.
FormResult read_form(const Environment& environment, const BodyReader& body);

// The fields of URL-encoded text, at most max_form_fields; 400 for a NUL (also
// as %00), ill-formed UTF-8, an empty pair ("&&"), or a name that comes twice.
// ';' is data. An escape that is none ("%zz") is kept as it stands.
FormResult parse_fields(std::string_view text);

}  // namespace cloakroom::http
