// Where somebody goes who has just signed in.
#pragma once

#include <string>

#include "auth/sessions.h"
#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// Where the visitor was going, if that is on this site; else empty. From a form or a query.
std::string next_of(const http::Fields& fields);

// Leads on with the cookie of his session: to `next`, by way of the sign-in page, which sees whether the cookie came
// back (without that he would go in circles, and not know why); without one to the page that the configuration names,
// or to /home. What he should hear of first, /home tells.
http::Response welcome(const Visit& visit, const auth::NewSession& fresh, const std::string& next = "");

}  // namespace cloakroom::web
