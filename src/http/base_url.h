// Where Cloakroom is mounted, and which of its pages is meant.
//
// Servers describe the same address in many ways (a rewrite, an alias, /~user,
// /cgi-bin/x.fcgi/home), so this is one pure function with a table of cases as
// its test.
#pragma once

#include <string>
#include <string_view>

namespace cloakroom::http {

struct Location {
    std::string base;   // "" or "/door", percent-encoded as in a link: no trailing slash
    std::string route;  // "/", "/home", decoded
    // Else the address is that of another page, about which the server asks us, or one
    // that it has cut: `base` leads through the program itself.
    bool is_told = true;

    bool operator==(const Location&) const = default;
};

struct Address {
    std::string_view request_uri;   // as the client sent it, query included
    std::string_view script_name;   // decoded by the server
    std::string_view path_info;     // decoded by the server
    std::string_view program_name;  // our own file's name, "cloakroom.fcgi"
};

// The server's split decides the route; the base only makes links. A leading
// "/<program_name>" is stripped from the route.
Location locate(const Address& address);

}  // namespace cloakroom::http
