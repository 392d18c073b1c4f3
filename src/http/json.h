// JSON that strangers send, read strictly (RFC 8259, and I-JSON where that is stricter).
#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace cloakroom::http {

using Json = nlohmann::json;

// Says what is wrong with the text, for the programmer who sent it.
struct JsonError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The one value that `text` is. Throws JsonError for anything else, and for what readers
// take in different ways: a byte order mark, NUL, ill-formed UTF-8, half a surrogate
// pair, a key that comes twice, more than 32 levels, a number too large for a double.
// A whole number that needs more than 64 bits with sign becomes a double, as in a browser.
Json read_json(std::string_view text);

}  // namespace cloakroom::http
