// The handlers of the pages for those who look after the site, one file a page.
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// overview.cpp: is all well?
http::Response show_overview(const Visit& visit);
http::Response download_backup(const Visit& visit);
http::Response sign_everybody_out(const Visit& visit);

// check.cpp: is this host fit for the site?
http::Response show_check(const Visit& visit);
http::Response end_check(const Visit& visit);

// log.cpp: the audit log, as a page and as a file for spreadsheets.
http::Response show_log(const Visit& visit);
http::Response download_log(const Visit& visit);

// users.cpp: all of them, in pages, and one more.
http::Response show_users(const Visit& visit);
http::Response add_user(const Visit& visit);

// user.cpp: one of them, and what is done for him.
http::Response show_user(const Visit& visit);
http::Response change_user(const Visit& visit);

// groups.cpp: those that there are, one more, and one less.
http::Response show_groups(const Visit& visit);
http::Response change_groups(const Visit& visit);

// invitations.cpp: those that are out, one more, and one less.
http::Response show_invitations(const Visit& visit);
http::Response change_invitations(const Visit& visit);

// folders.cpp: the rules for protected folders, and why somebody may (not) see an address.
http::Response show_folders(const Visit& visit);
http::Response change_folders(const Visit& visit);
http::Response show_why(const Visit& visit);

// lock.cpp: what makes the web server ask us about a folder.
http::Response show_lock(const Visit& visit);
http::Response change_lock(const Visit& visit);

// lock_test.cpp: does it hold? The visitor's browser tries the folder without its cookie.
http::Response show_lock_test(const Visit& visit);
http::Response end_lock_test(const Visit& visit);

}  // namespace cloakroom::web
