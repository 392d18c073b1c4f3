#include "web/admin/admin_page.h"

#include <string>

#include "web/page.h"

namespace cloakroom::web {

http::Response admin_page(const Visit& visit, std::string_view name, std::string_view at, view::Data values,
                          int status) {
    values["wide"] = true;
    values["at_" + std::string(at)] = true;
    return page(visit, name, std::move(values), status);
}

}  // namespace cloakroom::web
