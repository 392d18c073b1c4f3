// What a browser says of itself (User-Agent), in the names that people know.
//
// Only for lists that a user reads: whatever is written there may be a lie.
#pragma once

#include <string_view>

namespace cloakroom::web {

// Proper names such as "Firefox" and "Windows"; empty where there is none that we know.
struct BrowserWords {
    std::string_view browser;
    std::string_view system;
};

BrowserWords read_user_agent(std::string_view user_agent);

}  // namespace cloakroom::web
