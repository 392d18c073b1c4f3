// The meta-variables of one request (RFC 3875 section 4.1).
#pragma once

#include <string>
#include <string_view>

namespace cloakroom::http {

// A view of the "NAME=value" array that a CGI program finds in `environ` and a
// FastCGI program in its request. Valid as long as that array is.
class Environment {
   public:
    explicit Environment(const char* const* variables) : variables_(variables) {}

    // The value, or an empty text where the variable is not set: servers differ
    // in whether they send an absent value as empty, so we make no difference.
    // Where a name comes twice, the first counts.
    std::string_view get(std::string_view name) const;

    // Is it there, and not twice?
    bool has_one(std::string_view name) const;

   private:
    const char* const* variables_;
};

// The server asks us about a request of its own (FastCGI 1.0, section 6.3).
bool is_authorizer(const Environment& environment);

// Did the request come over HTTPS, says the server?
bool is_https(const Environment& environment);

// User-Agent, cut at 256 bytes, made valid UTF-8.
std::string browser_of(const Environment& environment);

}  // namespace cloakroom::http
