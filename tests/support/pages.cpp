#include "support/pages.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace cloakroom::test {

namespace fs = std::filesystem;

std::vector<fs::path> pages() {
    std::vector<fs::path> all = {"README.md"};
    for (const auto& entry : fs::recursive_directory_iterator("docs")) {
        if (entry.path().extension() == ".md") all.push_back(entry.path());
    }
    std::ranges::sort(all);
    return all;
}

std::vector<Block> blocks_of(const fs::path& page) {
    std::vector<Block> blocks;
    std::ifstream file(page);
    Block next;
    next.page = page;
    bool is_inside = false;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        const auto text = std::min(line.find_first_not_of(' '), line.size());
        if (line.compare(text, 3, "```") == 0) {
            is_inside = !is_inside;
            if (!is_inside) continue;
            next.line = number;
            next.kind = line.substr(text + 3);
            blocks.push_back(next);
        } else if (is_inside) {
            blocks.back().text += line + "\n";
        } else if (line.starts_with("#")) {
            next.heading = line.substr(line.find_first_not_of("# "));
        }
    }
    return blocks;
}

std::vector<Block> blocks_of_kind(const std::string& kind) {
    std::vector<Block> found;
    for (const fs::path& page : pages()) {
        std::ranges::copy_if(blocks_of(page), std::back_inserter(found),
                             [&](const Block& block) { return block.kind == kind; });
    }
    return found;
}

}  // namespace cloakroom::test
