// User names: how one is written, and when two are the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cloakroom::auth {

struct UserName {
    std::string shown;      // as its owner writes it: NFC, without outer white space
    std::string canonical;  // what is compared: NFKC_Casefold (UAX #31), inner white space as one space
};

// The two forms of a name; nothing if it is empty, longer than 64 characters, not
// UTF-8, or holds characters that cannot be seen.
std::optional<UserName> parse_user_name(std::string_view text);

// Unicode's NFC of `text`; `text` itself where it is not UTF-8.
std::string nfc(std::string_view text);

// NFKC_Casefold of `text`; nothing if it is not UTF-8.
std::optional<std::string> fold(std::string_view text);

// What can be seen of `text`, on one line: NFC, without control and format characters
// and what is not UTF-8, white space as in a name, cut after `most_characters`.
std::string visible_text(std::string_view text, std::size_t most_characters);

// How many characters (code points) UTF-8 text has.
std::size_t count_characters(std::string_view text);

}  // namespace cloakroom::auth
