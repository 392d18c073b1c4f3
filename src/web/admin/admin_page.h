// The frame of the pages for those who look after the site: wider, with the ways
// between them.
#pragma once

#include <string_view>

#include "http/response.h"
#include "view/templates.h"
#include "web/visit.h"

namespace cloakroom::web {

// As page(). `at` is the part of html/admin-nav.html that the page belongs to: "users".
http::Response admin_page(const Visit& visit, std::string_view name, std::string_view at, view::Data values,
                          int status = 200);

}  // namespace cloakroom::web
