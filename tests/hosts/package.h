// The package, as `make dist` makes it.
#pragma once

#include <filesystem>

namespace cloakroom::test {

struct Package {
    std::filesystem::path zip;
    std::filesystem::path tar;
};

// Packs it into the folder `out`.
Package pack(const std::filesystem::path& out);

// One for all tests that only look at it.
const Package& package();

// Unpacks the zip below `folder` as the user that the server runs as would; returns the one folder that was in it.
std::filesystem::path unpack(const std::filesystem::path& folder);

}  // namespace cloakroom::test
