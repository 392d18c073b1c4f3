// HTML of ours as a line of text.
#pragma once

#include <string>
#include <string_view>

namespace cloakroom::view {

// Without tags and line breaks, and with the signs that stand for themselves in a text.
std::string plain_text(std::string_view html);

}  // namespace cloakroom::view
