// Cookies: read strictly, written in full (RFC 6265bis).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace cloakroom::http {

// "__Host-cloakroom" over HTTPS, "cloakroom" over plain HTTP; below a base path
// with a suffix made from it, so that two installations on one host do not
// overwrite each other's.
std::string session_cookie_name(bool secure, std::string_view base);

// The same for one request after the other: the suffix is a hash, and their base seldom another.
class CookieNames {
   public:
    const std::string& of_session(bool secure, std::string_view base);

   private:
    struct Known {
        std::string base;
        std::string name;
    };
    std::array<Known, 2> known_;  // over plain HTTP and over HTTPS
};

// The name of the cookie by which a browser is known in which somebody has signed in before.
std::string device_cookie_name(std::string_view session_cookie_name);

// The value of the cookie `name` in a Cookie header. Nothing if it is absent, or
// if it comes twice with different values: such a visitor is signed out, since
// either could have been planted. Names are compared byte for byte; no quotes,
// no "$Version", no other white space than the one space after ';'.
std::optional<std::string> read_cookie(std::string_view header, std::string_view name);

// A Set-Cookie value with Path=/, HttpOnly, SameSite=Lax, and Secure if `secure`.
// Without `max_age` the cookie ends with the browser. The caller passes only
// characters that a cookie may hold.
std::string set_cookie(std::string_view name, std::string_view value, bool secure, std::optional<Seconds> max_age);

// The Set-Cookie values, in this order, that delete what set_cookie() set. Chromium keeps
// left pages whole for the Back button, no-store or not, until a cookie is written; that one
// is deleted does not count. So it is written first.
std::array<std::string, 2> removal(std::string_view name, bool secure);

}  // namespace cloakroom::http
