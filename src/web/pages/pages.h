// The handlers of the routes table, one file a page.
#pragma once

#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// sign_in.cpp: the form, and what happens when it is sent.
http::Response show_sign_in(const Visit& visit);
http::Response sign_in(const Visit& visit);

// home.cpp: the page behind the door, and its one choice.
http::Response show_home(const Visit& visit);
http::Response choose_theme(const Visit& visit);

// sign_out.cpp: one button, and what it does.
http::Response show_sign_out(const Visit& visit);
http::Response sign_out(const Visit& visit);

// sessions.cpp: where the user is signed in, and the ends he makes to it.
http::Response show_sessions(const Visit& visit);
http::Response change_sessions(const Visit& visit);

// account.cpp: how the user is greeted, what is stored about him, and the end of it.
http::Response show_account(const Visit& visit);
http::Response change_display_name(const Visit& visit);
http::Response send_own_data(const Visit& visit);
http::Response show_account_end(const Visit& visit);
http::Response end_account(const Visit& visit);

// own_log.cpp: his last sign-ins, and those that failed.
http::Response show_own_log(const Visit& visit);

// password.cpp: a new password.
http::Response show_password(const Visit& visit);
http::Response change_password(const Visit& visit);

// join.cpp: what invitations and resets open.
http::Response show_join(const Visit& visit);
http::Response join(const Visit& visit);

// set_up.cpp: the first user.
http::Response show_set_up(const Visit& visit);
http::Response set_up(const Visit& visit);

// assets.cpp: files that are the same for everybody.
http::Response style_sheet(const Visit& visit);
http::Response icon(const Visit& visit);
http::Response session_script(const Visit& visit);
http::Response lock_test_script(const Visit& visit);
http::Response check_script(const Visit& visit);

}  // namespace cloakroom::web
