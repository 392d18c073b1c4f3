// Whom a rule lets in, and which folder it is about, as templates speak of it.
#pragma once

#include <string>

#include "auth/rules.h"
#include "view/templates.h"

namespace cloakroom::web {

// For html/whom.html.
view::Data whom(const auth::Rule& rule);

// The whole site is "/".
std::string shown_path(const std::string& path);

}  // namespace cloakroom::web
