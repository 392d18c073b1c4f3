// The one form of a path in which addresses are compared.
#pragma once

#include <string>
#include <string_view>

namespace cloakroom {

// "//" merged, "." and ".." resolved (never above the root), always with a
// leading slash. "/a/./b//../c/" becomes "/a/c/".
std::string normalise_path(std::string_view path);

}  // namespace cloakroom
