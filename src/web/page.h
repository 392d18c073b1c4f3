// Answers that are HTML: a template in the common frame.
#pragma once

#include <string>
#include <string_view>

#include "auth/sessions.h"
#include "base/clock.h"
#include "http/request.h"
#include "http/response.h"
#include "view/templates.h"
#include "web/site.h"
#include "web/visit.h"

namespace cloakroom::web {

// The page html/`name`.html with `values` and what every page has: base, site,
// theme, versions of style sheet and icon.
http::Response page(const Visit& visit, std::string_view name, view::Data values, int status = 200);

// Of /style.css, which is the colours and the sheet in one.
std::string style_version(view::Templates& templates);

// The look that the visitor chose: "light", "dark" or "device".
std::string theme_of(const Visit& visit);

// The error page for `status`, one of those in page.cpp's table; any other becomes
// 500. `values` may give the status's section values of its own. Needs no database,
// since that may be what is broken, and so follows the device's own theme.
http::Response error_page(view::Templates& templates, const std::string& site_name, const http::Request& request,
                          int status, view::Data values = {});
http::Response error_page(const Visit& visit, int status, view::Data values = {});

// Adds Retry-After, in seconds.
void add_retry_after(http::Response& response, Seconds wait);

// A number as templates speak of it: {n, one, none}.
view::Data number_words(std::string_view number);

// How long ago, for html/ago.html: a section just_now, minutes{n, one}, hours or days.
view::Data ago(Instant moment, Instant now);

// When, for html/day.html: a section today, tomorrow, monday ..., or date; and clock, zone, iso.
view::Data upcoming(Instant moment, Instant now);

// A moment that is past, for html/when.html: ago, in words; and the exact time and iso.
view::Data when(Instant moment, Instant now);

// {minutes, one}: whole minutes, at least one.
view::Data minutes(Seconds span);

}  // namespace cloakroom::web
