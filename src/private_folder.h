// Where the private folder is, when nobody says so.
#pragma once

#include <optional>
#include <string>

namespace cloakroom {

// For a program that lies below the web server's document root the folder stands
// outside it, where no web server serves it: beside the root, named "cloakroom-data"
// and, for a program deeper down, the way to it ("cloakroom-data-members-door").
// Where that cannot be made it is "data" beside the program. Either has a .htaccess
// that shuts it on Apache. One that exists wins over one that would have to be made.
//
// An empty `document_root` means that the program lies below none. No `document_root`
// at all means that nobody knows it: then a folder that exists is found, and none made.
//
// Both paths are absolute and without links. What is made is 0700; throws Unavailable
// if it cannot be.
std::optional<std::string> find_private_folder(const std::string& program_folder,
                                               const std::optional<std::string>& document_root);

}  // namespace cloakroom
