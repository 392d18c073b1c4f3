#include "web/api/api.h"
#include "web/api/variable.h"

namespace cloakroom::web {

using auth::Space;

http::Response get_page_variable(const Visit& visit) {
    return show_variable(visit, Space::page);
}

http::Response put_page_variable(const Visit& visit) {
    return put_variable(visit, Space::page);
}

http::Response delete_page_variable(const Visit& visit) {
    return delete_variable(visit, Space::page);
}

http::Response increment_page_variable(const Visit& visit) {
    return increment_variable(visit, Space::page);
}

}  // namespace cloakroom::web
