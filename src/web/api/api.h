// The handlers of the routes table that answer scripts in JSON. What they throw becomes
// a problem (web/problem.h).
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// session.cpp: who is signed in, and all that a page may read.
http::Response show_session(const Visit& visit);

// page_variables.cpp: one variable that the page's own scripts keep.
http::Response get_page_variable(const Visit& visit);
http::Response put_page_variable(const Visit& visit);
http::Response delete_page_variable(const Visit& visit);
http::Response increment_page_variable(const Visit& visit);

// program_variables.cpp: one that programs on the server keep, who show the secret of
// auth/program_secret.h. A page's scripts may read it if a setting names it.
http::Response get_program_variable(const Visit& visit);
http::Response put_program_variable(const Visit& visit);
http::Response delete_program_variable(const Visit& visit);
http::Response increment_program_variable(const Visit& visit);

}  // namespace cloakroom::web
