// One request in, one response out.
#pragma once

#include "http/request.h"
#include "http/response.h"
#include "web/site.h"

namespace cloakroom::web {

// Finds the route, asks who the visitor is and whether he may, and calls the page.
// Never throws: what a page throws becomes a log line and an error page that shows
// an id only, 503 for Unavailable and 500 for anything else.
http::Response dispatch(Site& site, const http::Request& request);

// The 503 page where there is no site yet; the reason goes to the log.
http::Response out_of_order(view::Templates& templates, const Log& log, const http::Request& request,
                            const std::string& why);

}  // namespace cloakroom::web
