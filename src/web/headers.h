// The headers that every answer bears.
#pragma once

#include "http/response.h"

namespace cloakroom::web {

// Nothing may be loaded from elsewhere, framed, or taken for another type; and what
// depends on the session is kept by no cache.
void add_common_headers(http::Response& response, bool is_private);

// For a page whose own address is a secret: not even our style sheet, or the page behind it, is told. Likewise.
void keep_address_private(http::Response& response);

// For a page with a script of ours that asks addresses of this site. Before the headers above.
void allow_own_script(http::Response& response);

}  // namespace cloakroom::web
