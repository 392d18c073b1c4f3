#include "http/cookie.h"

#include <algorithm>

#include "base/encoding.h"

namespace cloakroom::http {

std::string session_cookie_name(bool secure, std::string_view base) {
    std::string name = secure ? "__Host-cloakroom" : "cloakroom";
    if (!base.empty()) name += "-" + hex(sha256(base)).substr(0, 8);
    return name;
}

const std::string& CookieNames::of_session(bool secure, std::string_view base) {
    Known& known = known_[secure ? 1 : 0];
    if (known.name.empty() || known.base != base) known = {std::string(base), session_cookie_name(secure, base)};
    return known.name;
}

std::string device_cookie_name(std::string_view session_cookie_name) {
    return std::string(session_cookie_name) + "-device";
}

std::optional<std::string> read_cookie(std::string_view header, std::string_view name) {
    std::optional<std::string> found;
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        const auto pair = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        if (header.starts_with(' ')) header.remove_prefix(1);

        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        const auto value = pair.substr(equals + 1);
        if (found && *found != value) return std::nullopt;
        found = value;
    }
    return found;
}

std::string set_cookie(std::string_view name, std::string_view value, bool secure, std::optional<Seconds> max_age) {
    std::string cookie = std::string(name) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Lax";
    if (secure) cookie += "; Secure";
    if (max_age) cookie += "; Max-Age=" + std::to_string(max_age->count());
    return cookie;
}

std::array<std::string, 2> removal(std::string_view name, bool secure) {
    return {set_cookie(name, "", secure, std::nullopt), set_cookie(name, "", secure, Seconds{0})};
}

}  // namespace cloakroom::http
