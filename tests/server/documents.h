// What the documents show, as the tests use it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "server/set_ups.h"

namespace cloakroom::test {

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

// A file of docs/.
inline std::string document(const std::filesystem::path& name) {
    std::ifstream file(shipped_files() / "docs" / name);
    return {std::istreambuf_iterator<char>(file), {}};
}

// What stands between ``` and ``` in it, from `start` on.
inline std::string block_of(const std::string& name, const std::string& start) {
    const std::string text = document(name);
    const auto begin = text.find("\n" + start) + 1;
    return text.substr(begin, text.find("```", begin) - begin);
}

}  // namespace cloakroom::test
