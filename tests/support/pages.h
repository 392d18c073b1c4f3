// The pages of the documentation, and the blocks that they show.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cloakroom::test {

// What stands between ``` and ```.
struct Block {
    std::filesystem::path page;  // "docs/users.md"
    int line = 0;
    std::string heading;  // under which it stands, "1. A site with a door"
    std::string kind;     // what stands behind the first ```
    std::string text;

    std::string where() const { return page.string() + ":" + std::to_string(line); }
};

// README.md, and each page below docs/.
std::vector<std::filesystem::path> pages();

std::vector<Block> blocks_of(const std::filesystem::path& page);

// Those of this kind on all pages.
std::vector<Block> blocks_of_kind(const std::string& kind);

}  // namespace cloakroom::test
