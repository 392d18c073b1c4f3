#include "auth/user_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace cloakroom::auth {
namespace {

constexpr std::size_t max_characters = 64;

std::optional<std::string> mapped(std::string_view text, unsigned options) {
    utf8proc_uint8_t* result = nullptr;
    const auto length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &result, static_cast<utf8proc_option_t>(options));
    if (length < 0) return std::nullopt;
    const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(result, std::free);
    return std::string(reinterpret_cast<const char*>(result), static_cast<std::size_t>(length));
}

bool is_space(utf8proc_category_t category) {
    return category == UTF8PROC_CATEGORY_ZS;
}

// Control, format, unassigned, private, surrogate, line and paragraph separators.
bool is_unseen(utf8proc_category_t category) {
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CN ||
           category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

// `text` with each run of white space as one space, none at the ends; nothing if
// a character of it cannot be seen.
std::optional<std::string> tidied(std::string_view text) {
    std::string tidy;
    bool space_before = false;
    while (!text.empty()) {
        utf8proc_int32_t character = 0;
        const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &character);
        if (length <= 0 || is_unseen(utf8proc_category(character))) return std::nullopt;
        if (is_space(utf8proc_category(character))) {
            space_before = true;
        } else {
            if (space_before && !tidy.empty()) tidy += ' ';
            space_before = false;
            tidy += text.substr(0, static_cast<std::size_t>(length));
        }
        text.remove_prefix(static_cast<std::size_t>(length));
    }
    return tidy;
}

}  // namespace

std::string nfc(std::string_view text) {
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE).value_or(std::string(text));
}

std::optional<std::string> fold(std::string_view text) {
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<UserName> parse_user_name(std::string_view text) {
    if (text.size() > max_characters * 4) return std::nullopt;
    const auto shown = tidied(nfc(text));
    if (!shown || shown->empty() || count_characters(*shown) > max_characters) return std::nullopt;
    const auto folded = fold(*shown);
    const auto canonical = folded ? tidied(*folded) : std::nullopt;
    if (!canonical || canonical->empty()) return std::nullopt;
    return UserName{*shown, *canonical};
}

}  // namespace cloakroom::auth
