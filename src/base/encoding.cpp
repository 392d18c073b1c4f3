#include "base/encoding.h"

#include <sodium.h>
#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace cloakroom {
namespace {

const unsigned char* as_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

constexpr std::string_view upper_hex = "0123456789ABCDEF";

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

// Length of the well-formed sequence at the start of `text`, or 0.
std::size_t utf8_sequence(std::string_view text) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(as_bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    return length > 0 ? static_cast<std::size_t>(length) : 0;
}

// `text` with each byte that begins no well-formed sequence as U+FFFD.
std::string with_replacements(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t length = utf8_sequence(text);
        clean += length > 0 ? text.substr(0, length) : std::string_view("\uFFFD");
        text.remove_prefix(length > 0 ? length : 1);
    }
    return clean;
}

}  // namespace

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), as_bytes(bytes), bytes.size(), variant);
    text.pop_back();  // the closing NUL that libsodium counts
    return text;
}

std::string hex(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), as_bytes(bytes), bytes.size());
    text.pop_back();
    return text;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string text;
    std::uint32_t bits = 0;
    int have = 0;
    for (const char byte : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(byte);
        for (have += 8; have >= 5; have -= 5) text += alphabet[bits >> (have - 5) & 31U];
    }
    return text;
}

std::string sha256(std::string_view bytes) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), as_bytes(bytes), bytes.size());
    return hash;
}

std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += {'%', upper_hex[byte >> 4U], upper_hex[byte & 15U]};
        }
    }
    return encoded;
}

std::string percent_encode_path(std::string_view path) {
    std::string encoded;
    for (const char c : path) encoded += c == '/' ? "/" : percent_encode({&c, 1});
    return encoded;
}

std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const char* end = text.data() + i + 3;
            if (std::from_chars(text.data() + i + 1, end, value, 16).ptr == end) {
                decoded += static_cast<char>(value);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto beyond_ascii =
            std::ranges::find_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
        text.remove_prefix(static_cast<std::size_t>(beyond_ascii - text.begin()));
        if (text.empty()) return true;
        const std::size_t length = utf8_sequence(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string to_utf8(std::string_view text) {
    return is_utf8(text) ? std::string(text) : with_replacements(text);
}

}  // namespace cloakroom
