// The configuration file: flat TOML, every setting optional.
//
// cloakroom.conf.sample explains each setting with its unit and default; the table
// in settings.cpp is the only other place that knows their names.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "auth/services.h"
#include "base/ip_address.h"

namespace cloakroom {

struct Settings {
    auth::Services::Options auth;
    std::string site_name = "Cloakroom";
    std::string base_url;       // "https://club.example/door"; empty: as the first user's browser knew it
    std::string whom_to_ask;    // who helps when a password is lost; empty: who looks after the site
    std::string after_sign_in;  // a path on this site; empty: our own page /home
    std::string templates;      // a folder whose pages win over the built-in ones; empty: none

    bool anonymous_variables = false;        // may scripts keep variables for visitors nobody knows?
    std::vector<std::string> page_may_read;  // the program variables that scripts may read

    std::vector<IpNetwork> trusted_proxies;  // believed when they tell whose request it is

    // The session variables that programs in protected folders learn of.
    std::vector<std::string> variables_for_programs;
    std::vector<std::string> page_variables_for_programs;

    // Files of protected folders that the program sends itself.
    std::string site_folder;            // what the site shows at "/"; empty: as the server says
    std::string send_files = "chunks";  // or "x-sendfile" or "x-accel-redirect"
};

// Says "file:line: what is wrong, and what would be right".
class SettingsError : public std::runtime_error {
   public:
    using std::runtime_error::runtime_error;
};

// Reads `path`. An unknown or doubled setting, or a value out of its range, throws
// SettingsError: a misspelt limit must not silently be none. No such file: the
// defaults.
Settings read_settings(const std::string& path);

// The names of all settings.
std::vector<std::string_view> setting_names();

}  // namespace cloakroom
