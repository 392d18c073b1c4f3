// What makes each web server ask us about a folder: the files of docs/protect/, with the
// paths of this site in the place of those that stand there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "web/visit.h"

namespace cloakroom::web {

struct LockKind {
    std::string_view word;  // the section of html/server.html
    std::string_view file;
    bool in_folder;  // a .htaccess file in the folder itself, else for the server's configuration
};

std::span<const LockKind> lock_kinds();

// The one for the server that the visit came through; null if that is not known.
const LockKind* kind_of_server(const http::Request& request);

// Its lines for this folder; nothing if a path in them would need quotes that differ from
// server to server: white space and the like.
std::optional<std::string> lock_lines(const Visit& visit, const LockKind& kind, const std::string& folder);

}  // namespace cloakroom::web
