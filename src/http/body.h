// The body of a request, read up to a limit.
//
// Nobody is believed: the length must be plain digits, the type is matched whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/environment.h"
#include "http/request.h"

namespace cloakroom::http {

inline constexpr std::size_t max_json_bytes = 96 * 1024;

struct Body {
    std::string text;
    int refused = 0;  // 0: nothing to refuse; else 400, 411, 413 or 415
};

// Is this the content type, perhaps with "charset=utf-8" behind it?
bool has_type(const Environment& environment, std::string_view type);

// 411 no length, 400 a length that is not plain digits, 413 over `most`, 415 any
// other type, 400 a body shorter than it says. What follows the length is not read.
Body read_body(const Environment& environment, const BodyReader& reader, std::string_view type, std::size_t most);

}  // namespace cloakroom::http
