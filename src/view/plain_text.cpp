#include "view/plain_text.h"

#include <algorithm>
#include <array>

namespace cloakroom::view {
namespace {

struct Sign {
    std::string_view escaped;
    char plain;
};

constexpr auto signs = std::to_array<Sign>(
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''}, {"&amp;", '&'}});

}  // namespace

std::string plain_text(std::string_view html) {
    std::string text;
    while (!html.empty()) {
        const auto* const sign =
            std::ranges::find_if(signs, [html](const Sign& known) { return html.starts_with(known.escaped); });
        std::size_t taken = 1;
        if (html.front() == '<') {
            taken = std::min(html.find('>'), html.size() - 1) + 1;
        } else if (sign != signs.end()) {
            text += sign->plain;
            taken = sign->escaped.size();
        } else if (html.front() != '\n') {
            text += html.front();
        }
        html.remove_prefix(taken);
    }
    return text;
}

}  // namespace cloakroom::view
