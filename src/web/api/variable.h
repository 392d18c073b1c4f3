// One variable as an answer.
#pragma once

#include "auth/variables.h"
#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// The variable that the path names, with its ETag; 304 if the request has that already.
// Throws KeyError if there is none.
http::Response show_variable(const Visit& visit, auth::Space space);

}  // namespace cloakroom::web
