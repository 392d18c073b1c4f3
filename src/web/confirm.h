// Asks for the password again before a form of weight is obeyed.
#pragma once

#include "http/response.h"
#include "web/routes.h"
#include "web/visit.h"

namespace cloakroom::web {

// The field in which the page that is shown sends the password.
inline constexpr const char* confirmation_field = "confirm_password";

// The answer of `handler` if the form bears the right password; else a page that asks
// for it and sends the same form once more, so that nothing typed is lost. The session
// of `visit` is renewed.
http::Response confirm(Visit& visit, Handler handler);

}  // namespace cloakroom::web
