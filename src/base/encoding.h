// Text and byte encodings. All functions are pure.
#pragma once

#include <string>
#include <string_view>

namespace cloakroom {

// RFC 4648 section 5, without padding: 32 bytes become 43 characters.
std::string base64url(std::string_view bytes);

// Lower-case hexadecimal, two characters a byte.
std::string hex(std::string_view bytes);

// Crockford's base 32 in upper case (no I, L, O, U), for codes that people type.
// Five bits a character; left-over bits are dropped.
std::string base32(std::string_view bytes);

// The 32 bytes of the SHA-256 of `bytes` (FIPS 180-4).
std::string sha256(std::string_view bytes);

// Percent-encodes all but the unreserved characters of RFC 3986 section 2.3.
// "/home" becomes "%2Fhome".
std::string percent_encode(std::string_view text);

// The same for a whole path: slashes stay. "/a b/c" becomes "/a%20b/c".
std::string percent_encode_path(std::string_view path);

// Undoes percent-encoding; '+' stays '+'. An escape that is not two hexadecimal
// digits is no error: it is kept exactly as it stands.
std::string percent_decode(std::string_view text);

// True if `text` is well-formed UTF-8: no overlong form, no surrogate, nothing
// above U+10FFFF.
bool is_utf8(std::string_view text);

// `text` with each ill-formed sequence replaced by U+FFFD, so that what leaves
// the program is always UTF-8.
std::string to_utf8(std::string_view text);

}  // namespace cloakroom
