// The handlers of the pages for those who look after the site, one file a page.
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// overview.cpp: is all well?
http::Response show_overview(const Visit& visit);
http::Response download_backup(const Visit& visit);
http::Response sign_everybody_out(const Visit& visit);

// log.cpp: the audit log, as a page and as a file for spreadsheets.
http::Response show_log(const Visit& visit);
http::Response download_log(const Visit& visit);

}  // namespace cloakroom::web
