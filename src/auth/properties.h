// Facts about the site that the program found out and keeps.
#pragma once

#include <string>
#include <string_view>

#include "db/database.h"

namespace cloakroom::auth {

class Properties {
   public:
    explicit Properties(db::Database& database) : database_(database) {}

    // The address under which the first user met the site ("https://club.example/door",
    // no trailing slash); empty until set-up.
    std::string base_url();

    // Call it in a transaction.
    void set_base_url(std::string_view url);

    // The private folder that lies inside the site and was found shut when its owner last tested
    // that; empty if none was.
    std::string shut_folder();

    // Call it in a transaction.
    void set_shut_folder(std::string_view folder);

   private:
    std::string read(std::string_view name);

    db::Database& database_;
};

}  // namespace cloakroom::auth
