#include "web/headers.h"

#include <algorithm>
#include <array>
#include <string>

namespace cloakroom::web {
namespace {

struct Header {
    const char* name;
    const char* value;
};

constexpr const char* policy = "Content-Security-Policy";
constexpr const char* sources =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

constexpr std::array<Header, 5> on_everything = {
    {{policy, sources},
     {"X-Content-Type-Options", "nosniff"},
     // Not no-referrer, which would turn the Origin of our own forms into null.
     {"Referrer-Policy", "same-origin"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Resource-Policy", "same-origin"}}};

constexpr std::array<Header, 2> on_private = {{{"Cache-Control", "no-store"}, {"Vary", "Cookie"}}};

}  // namespace

void allow_own_script(http::Response& response) {
    response.add(policy, std::string(sources) + "; script-src 'self'; connect-src 'self'");
}

void keep_address_private(http::Response& response) {
    response.add("Referrer-Policy", "strict-origin");
}

void add_common_headers(http::Response& response, bool is_private) {
    for (const Header& header : on_everything) {
        const bool is_there =
            std::ranges::any_of(response.headers, [&](const auto& one) { return one.first == header.name; });
        if (!is_there) response.add(header.name, header.value);
    }
    if (!is_private) return;
    for (const auto& [name, value] : on_private) response.add(name, value);
}

}  // namespace cloakroom::web
