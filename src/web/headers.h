// The headers that every answer bears.
#pragma once

#include "http/response.h"

namespace cloakroom::web {

// Nothing may be loaded from elsewhere, framed, or taken for another type; and what
// depends on the session is kept by no cache.
void add_common_headers(http::Response& response, bool is_private);

}  // namespace cloakroom::web
