// Is there something on the disk where a rule says?
#pragma once

#include <optional>
#include <string>

namespace cloakroom::cli {

// What is called almost like `path` below `site_folder`, in other letter case or another
// form of Unicode: "/members" for "/Members". Nothing if there is no such thing.
std::optional<std::string> find_alike(const std::string& site_folder, const std::string& path);

}  // namespace cloakroom::cli
