#include "http/entity_tag.h"

#include "base/encoding.h"

namespace cloakroom::http {

std::string entity_tag(std::string_view text) {
    constexpr std::size_t enough = 16;  // bytes: nobody finds two texts with the same
    return '"' + base64url(sha256(text).substr(0, enough)) + '"';
}

bool names_tag(std::string_view header, std::string_view tag) {
    return header == "*" || header.find(tag.substr(0, tag.size() - 1)) != std::string_view::npos;
}

bool names_same_bytes(std::string_view header, std::string_view tag) {
    const auto at = header.find(tag);
    const bool is_weak = at != std::string_view::npos && header.substr(0, at).ends_with("W/");
    return header == "*" || (at != std::string_view::npos && !is_weak);
}

}  // namespace cloakroom::http
