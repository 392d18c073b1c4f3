#include "web/headers.h"

#include <array>

namespace cloakroom::web {
namespace {

struct Header {
    const char* name;
    const char* value;
};

constexpr std::array<Header, 5> on_everything = {
    {{"Content-Security-Policy",
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
      "frame-ancestors 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     // Not no-referrer, which would turn the Origin of our own forms into null.
     {"Referrer-Policy", "same-origin"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Resource-Policy", "same-origin"}}};

constexpr std::array<Header, 2> on_private = {{{"Cache-Control", "no-store"}, {"Vary", "Cookie"}}};

}  // namespace

void add_common_headers(http::Response& response, bool is_private) {
    for (const auto& [name, value] : on_everything) response.add(name, value);
    if (!is_private) return;
    for (const auto& [name, value] : on_private) response.add(name, value);
}

}  // namespace cloakroom::web
