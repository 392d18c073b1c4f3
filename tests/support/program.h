// The executable that is tested: what `make` built, named by its makefile.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace cloakroom::test {

inline std::string program_path() {
    const char* named = std::getenv("CLOAKROOM_PROGRAM");
    return std::filesystem::absolute(named != nullptr ? named : "cgi-bin/cloakroom.fcgi").string();
}

}  // namespace cloakroom::test
