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
// A server that cannot ask sends requests for such a folder to us: /gate (delivery.h).
// (In the role AUTHORIZER any address is taken for /authorize: http/request.h.)
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// The path that is asked for, decoded once; "" for what is none.
std::string asked_path(const http::Request& request);

// May the visitor see what lies at `path`? The one decision of all that stands here.
auth::Decision judge(const Visit& visit, std::string_view path);

// "No" in the language of whoever asked: to sign in or an error page for a browser on its
// way to a page, JSON for a script, nothing for an image.
http::Response refuse(const Visit& visit, auth::Decision decision);
http::Response refuse(const Visit& visit, int status);

http::Response authorize(const Visit& visit);
http::Response check(const Visit& visit);
http::Response show_denied(const Visit& visit);

// Apache, where something in a protected folder failed: on its own page for that it would
// tell the browser what programs are told.
http::Response show_failed(const Visit& visit);

}  // namespace cloakroom::web
