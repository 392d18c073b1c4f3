// Text files of the project, as owners are told to use them: with their own paths in them.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "server/documents.h"
#include "server/set_ups.h"

namespace cloakroom::test {

// The file `name` of the repository, with the paths of `folders` for those of the documentation.
inline std::string shipped_text(const std::filesystem::path& name, const Folders& folders) {
    std::ifstream file(shipped_files() / name);
    std::string text(std::istreambuf_iterator<char>(file), {});
    const std::pair<std::string, std::string> paths[] = {{"/srv/cloakroom", folders.program},
                                                         {"/home/ME/public_html/door", folders.program},
                                                         {"/var/lib/cloakroom", folders.named},
                                                         {"/run/cloakroom/socket", workers_socket(folders)},
                                                         {"/run/php/php-fpm.sock", php_socket(folders)}};
    for (const auto& [from, to] : paths) text = replaced(std::move(text), from, to);
    return text;
}

}  // namespace cloakroom::test
