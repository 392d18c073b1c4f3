// What the pages work with, built once and handed down by reference.
#pragma once

#include <string>
#include <vector>

#include "admin/set_up.h"
#include "auth/services.h"
#include "base/log.h"
#include "http/cookie.h"
#include "view/templates.h"

namespace cloakroom::web {

struct Site {
    struct Options {
        std::string name = "Cloakroom";
        std::string base_url;       // empty: the one stored at set-up
        std::string after_sign_in;  // empty: /home
        std::string whom_to_ask{};  // when a password is lost; empty: who looks after the site

        bool anonymous_variables = false;        // may scripts keep variables for visitors nobody knows?
        std::vector<std::string> page_may_read;  // the program variables that scripts may read

        // The session variables that programs in protected folders learn of.
        std::vector<std::string> variables_for_programs;
        std::vector<std::string> page_variables_for_programs;

        // How files of protected folders are sent, where we do it.
        std::string site_folder{};              // what the site shows at "/"; empty: as the server says
        std::string send_files = "chunks";      // or "x-sendfile" or "x-accel-redirect"
        std::vector<std::string> never_sent{};  // our program and our private folder
        std::string private_folder{};           // where backups are made ready
        std::string program{};                  // the file

        // The command by which servers start us: our program, and --config where it is given.
        std::string command{};
    };

    Options options;
    auth::Services& auth;
    admin::SetUp& set_up;
    view::Templates& templates;
    const Log& log;
    http::CookieNames cookie_names{};

    // Where the site is, by its configuration or as its first user knew it; empty: not known. Never what a request
    // says.
    std::string base_url() const { return options.base_url.empty() ? auth.properties.base_url() : options.base_url; }
};

}  // namespace cloakroom::web
