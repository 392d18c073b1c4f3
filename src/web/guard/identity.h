// What programs in protected folders learn of the visitor.
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// 200 with these headers, and neither body nor length. Where the server is Apache or
// lighttpd, the program finds them in its environment, without "Variable-":
//
//   Variable-REMOTE_USER               the name of who is signed in; absent for strangers
//   Variable-CLOAKROOM_DISPLAY_NAME    as he wishes to be called, or the name
//   Variable-CLOAKROOM_GROUPS          "admin,choir"
//   Variable-CLOAKROOM_VARIABLES       a JSON object: the program variables that the configuration names
//   Variable-CLOAKROOM_PAGE_VARIABLES  likewise for page variables, which the visitor sets as he likes
//
// The names are UTF-8; an object is ASCII and has 4 KiB at most: a variable that finds no
// room in it is left out.
http::Response allow_with_identity(const Visit& visit);

}  // namespace cloakroom::web
