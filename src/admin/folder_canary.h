// Proves that nobody can fetch what lies in the private folder: a file there that a browser
// tries to fetch. It has the rights of the database, so what keeps one shut keeps the other.
#pragma once

#include <string>

namespace cloakroom::admin {

struct FolderCanary {
    std::string name;     // "canary-0123456789abcdef.txt"
    std::string content;  // as random
};

// The one that is there already, or a new one. Throws Unavailable.
FolderCanary put_folder_canary(const std::string& private_folder);

void remove_folder_canary(const std::string& private_folder);

// What is remembered of a folder that was found shut: it stands for this very folder, and for none of the same name on
// another host to which a backup was taken.
std::string folder_mark(const std::string& private_folder);

}  // namespace cloakroom::admin
