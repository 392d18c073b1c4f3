#include "http/environment.h"

#include <cstring>

#include "base/encoding.h"

namespace cloakroom::http {

std::string_view Environment::get(std::string_view name) const {
    for (const char* const* variable = variables_; *variable != nullptr; ++variable) {
        if (**variable != name.front()) continue;  // quick, for all are looked at for each name
        const bool is_it = std::strncmp(*variable, name.data(), name.size()) == 0 && (*variable)[name.size()] == '=';
        if (is_it) return *variable + name.size() + 1;
    }
    return {};
}

bool is_authorizer(const Environment& environment) {
    return environment.get("FCGI_ROLE") == "AUTHORIZER";
}

bool is_https(const Environment& environment) {
    const auto https = environment.get("HTTPS");
    return https == "on" || https == "1" || environment.get("REQUEST_SCHEME") == "https";
}

std::string browser_of(const Environment& environment) {
    constexpr std::size_t max_bytes = 256;
    return to_utf8(environment.get("HTTP_USER_AGENT").substr(0, max_bytes));
}

}  // namespace cloakroom::http
