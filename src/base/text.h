// Lists and numbers as text. All functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloakroom {

// "choir, board": the words with `between` them.
std::string joined(const std::vector<std::string>& words, std::string_view between);

// A whole number and no more: digits, perhaps a minus before them. Nothing for any other
// text, or a number that does not fit.
std::optional<std::int64_t> parse_number(std::string_view text);

}  // namespace cloakroom
