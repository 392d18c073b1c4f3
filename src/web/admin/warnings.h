// What an owner should mend.
#pragma once

#include "admin/overview.h"
#include "view/templates.h"
#include "web/visit.h"

namespace cloakroom::web {

// A list for html/admin-overview.html: each has the section that says what is wrong and what
// to do, as far as this request and the site show it.
view::Data warnings(const Visit& visit, const admin::Overview& overview);

}  // namespace cloakroom::web
