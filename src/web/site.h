// What the pages work with, built once and handed down by reference.
#pragma once

#include <string>

#include "admin/set_up.h"
#include "auth/services.h"
#include "base/log.h"
#include "view/templates.h"

namespace cloakroom::web {

struct Site {
    struct Options {
        std::string name = "Cloakroom";
        std::string base_url;       // empty: the one stored at set-up
        std::string after_sign_in;  // empty: /home
    };

    Options options;
    auth::Services& auth;
    admin::SetUp& set_up;
    view::Templates& templates;
    const Log& log;
};

}  // namespace cloakroom::web
