#include "view/tags.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

namespace cloakroom::view {

namespace mustache = kainjow::mustache;

Pieces split(std::string_view content) {
    Pieces found;
    int line = 1;
    for (std::size_t open = 0; (open = content.find("{{")) != std::string_view::npos;) {
        line += static_cast<int>(std::ranges::count(content.substr(0, open), '\n'));
        const std::size_t close = content.find("}}", open);
        if (close == std::string_view::npos) {
            found.line_of_open_tag = line;
            break;
        }
        const std::string_view tag = content.substr(open + 2, close - open - 2);
        found.pieces.push_back({content.substr(0, open), mustache::trim(std::string(tag)), line});
        line += static_cast<int>(std::ranges::count(tag, '\n'));
        content.remove_prefix(close + 2);
    }
    found.rest = content;
    return found;
}

char kind_of(const std::string& tag) {
    static constexpr std::string_view kinds = "#^/>!{&=";
    return tag.empty() || kinds.find(tag.front()) == std::string_view::npos ? '\0' : tag.front();
}

std::string name_of(const std::string& tag) {
    return kind_of(tag) == '\0' ? tag : mustache::trim(tag.substr(1));
}

}  // namespace cloakroom::view
