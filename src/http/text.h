// What several files of this layer ask of a text.
#pragma once

#include <string>
#include <string_view>

#include "base/encoding.h"

namespace cloakroom::http {

// Letter case as HTTP means it: ASCII alone, whatever the locale.
inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

// True if a page may take `text` for text: well-formed UTF-8 without a NUL.
inline bool is_text(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_utf8(text);
}

}  // namespace cloakroom::http
