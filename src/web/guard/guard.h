// Protected folders: what web servers ask us, and what their visitors see instead.
//
// A server asks before it sends anything of a protected folder. "Yes" is 200, with
// headers that tell programs in the folder who it is; all else is "no" to each of them:
//
//   Apache   FcgidAccessChecker    /authorize  a refusal is 401 there: ErrorDocument 401 shows /denied
//   lighttpd mode authorizer       /authorize  a refusal goes on to the visitor as it is
//   Caddy    forward_auth          /authorize  likewise
//   nginx    auth_request          /check      a refusal is 401 or 403 and no more: error_page shows /denied
//
// (In the role AUTHORIZER any address is taken for /authorize: http/request.h.)
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

http::Response authorize(const Visit& visit);
http::Response check(const Visit& visit);
http::Response show_denied(const Visit& visit);

}  // namespace cloakroom::web
