// The files that make builds into the executable, so that one upload is enough.
#pragma once

#include <string_view>
#include <vector>

namespace cloakroom::embedded {

// The content of html/`name` ("home.html", "style.css"); data() is null if there
// is no such file.
std::string_view html(std::string_view name);

// The names of all of them, sorted.
std::vector<std::string_view> html_names();

// The content of docs/protect/`name`, what locks folders: "apache.htaccess", "nginx.conf";
// data() is null if there is no such file.
std::string_view lock(std::string_view name);

// The common passwords, one a line, sorted bytewise, in lower case, each line
// ended by '\n'. From src/auth/common_passwords.txt.
std::string_view common_passwords();

}  // namespace cloakroom::embedded
