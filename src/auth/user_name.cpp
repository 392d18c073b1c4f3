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

struct Tidied {
    std::string text;
    bool was_all_seen = true;
};

// `text` with each run of white space as one space, none at the ends, and without
// the characters that cannot be seen.
Tidied tidied(std::string_view text) {
    Tidied tidy;
    bool space_before = false;
    while (!text.empty()) {
        utf8proc_int32_t character = 0;
        const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &character);
        const auto bytes = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
        if (length <= 0 || is_unseen(utf8proc_category(character))) {
            tidy.was_all_seen = false;
        } else if (is_space(utf8proc_category(character))) {
            space_before = true;
        } else {
            if (space_before && !tidy.text.empty()) tidy.text += ' ';
            space_before = false;
            tidy.text += text.substr(0, bytes);
        }
        text.remove_prefix(bytes);
    }
    return tidy;
}

// The first characters of UTF-8 text.
std::string_view first_characters(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        if (begins && ++count > most) break;
    }
    return text.substr(0, end);
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
    const auto [shown, was_all_seen] = tidied(nfc(text));
    if (!was_all_seen || shown.empty() || count_characters(shown) > max_characters) return std::nullopt;
    const auto canonical = tidied(fold(shown).value_or(""));
    if (!canonical.was_all_seen || canonical.text.empty()) return std::nullopt;
    return UserName{shown, canonical.text};
}

std::string visible_text(std::string_view text, std::size_t most_characters) {
    const std::string visible = tidied(nfc(text)).text;
    return tidied(first_characters(visible, most_characters)).text;
}

}  // namespace cloakroom::auth
