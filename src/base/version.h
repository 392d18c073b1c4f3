// This program's version (semver.org). Never shown to visitors.
#pragma once

namespace cloakroom {

inline constexpr const char* version = "0.1.0";

}  // namespace cloakroom
