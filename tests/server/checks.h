// What must be true of every answer.
#pragma once

#include <boost/test/unit_test.hpp>

#include "server/http_client.h"

namespace cloakroom::test {

// Headers that every answer bears, pages, redirects and files alike.
void check_security_headers(const HttpResponse& response);

// A page for people: HTML that no cache keeps, with all security headers.
void check_page(const HttpResponse& response, int status);

// A redirect to `path` on this site, and nowhere else.
void check_redirect(const HttpResponse& response, const std::string& path);

// The sign-in form.
bool is_sign_in_form(const HttpResponse& response);

// Does this browser count as signed in?
bool is_signed_in(HttpClient& browser);

}  // namespace cloakroom::test
