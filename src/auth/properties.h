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

   private:
    db::Database& database_;
};

}  // namespace cloakroom::auth
