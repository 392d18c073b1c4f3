#include "auth/properties.h"

#include "generated/statements.h"

namespace cloakroom::auth {

std::string Properties::base_url() {
    auto row = database_.query(sql::read_property, {{":name", "base_url"}});
    return row.next() ? row.text(0) : std::string();
}

void Properties::set_base_url(std::string_view url) {
    database_.run(sql::write_property, {{":name", "base_url"}, {":value", url}});
}

}  // namespace cloakroom::auth
