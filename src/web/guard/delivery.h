// Protected folders on servers that cannot ask us: they send each request for such a
// folder to us, and we send the file.
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// The file at Request::target, in whole or in part, or the index file of that folder; or,
// by the setting send_files, a header that has the web server send it. Decided and
// refused as in guard.h, before anything is said of the file. What is never sent at all:
// find_site_file().
http::Response deliver(const Visit& visit);

}  // namespace cloakroom::web
