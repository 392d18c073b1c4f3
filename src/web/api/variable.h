// The calls on one variable, the one that the path names, in either space: docs/json.md.
// What they throw becomes a problem (web/problem.h).
#pragma once

#include "auth/variables.h"
#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// The value with its ETag; 304 if the request has that already.
http::Response show_variable(const Visit& visit, auth::Space space);

// Sets it to the body, under If-Match or If-None-Match.
http::Response put_variable(const Visit& visit, auth::Space space);

// Takes it away; the answer is the value that it had.
http::Response delete_variable(const Visit& visit, auth::Space space);

// Adds the body, a whole number; the answer is the sum.
http::Response increment_variable(const Visit& visit, auth::Space space);

}  // namespace cloakroom::web
