#include "auth/properties.h"

#include "generated/statements.h"

namespace cloakroom::auth {

std::string Properties::read(std::string_view name) {
    auto row = database_.query(sql::read_property, {{":name", name}});
    return row.next() ? row.text(0) : std::string();
}

std::string Properties::base_url() {
    return read("base_url");
}

void Properties::set_base_url(std::string_view url) {
    database_.run(sql::write_property, {{":name", "base_url"}, {":value", url}});
}

std::string Properties::shut_folder() {
    return read("shut_folder");
}

void Properties::set_shut_folder(std::string_view folder) {
    database_.run(sql::write_property, {{":name", "shut_folder"}, {":value", folder}});
}

}  // namespace cloakroom::auth
