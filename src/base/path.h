// Paths in the one form in which they are compared.
#pragma once

#include <string>
#include <string_view>

namespace cloakroom {

// "//" merged, "." and ".." resolved (never above the root), always with a
// leading slash. "/a/./b//../c/" becomes "/a/c/".
std::string normalise_path(std::string_view path);

// The path of what is there, without links; `path` itself if nothing is.
std::string without_links(const std::string& path);

}  // namespace cloakroom
