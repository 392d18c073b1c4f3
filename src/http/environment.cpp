#include "http/environment.h"

#include <cstring>

#include "base/encoding.h"

namespace cloakroom::http {

namespace {

bool has_name(const char* variable, std::string_view name) {
    if (*variable != name.front()) return false;  // quick, for all are looked at for each name
    return std::strncmp(variable, name.data(), name.size()) == 0 && variable[name.size()] == '=';
}

}  // namespace

std::string_view Environment::get(std::string_view name) const {
    for (const char* const* variable = variables_; *variable != nullptr; ++variable) {
        if (has_name(*variable, name)) return *variable + name.size() + 1;
    }
    return {};
}

bool Environment::has_one(std::string_view name) const {
    int found = 0;
    for (const char* const* variable = variables_; *variable != nullptr; ++variable) {
        found += has_name(*variable, name) ? 1 : 0;
    }
    return found == 1;
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
