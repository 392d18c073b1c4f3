#include "auth/foreign_hash.h"

#include <crypt.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace cloakroom::auth {
namespace {

constexpr unsigned highest_cost = 14;
constexpr unsigned most_rounds = 1'000'000;
constexpr unsigned most_kibibytes = 128 * 1024;
constexpr unsigned most_passes = 10;

// Takes `text` from the front of `rest`, if it stands there.
bool take(std::string_view& rest, std::string_view text) {
    if (!rest.starts_with(text)) return false;
    rest.remove_prefix(text.size());
    return true;
}

std::optional<unsigned> take_number(std::string_view& rest, unsigned least, unsigned most) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc() || number < least || number > most) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return number;
}

// What crypt(3) writes salts and hashes with.
bool is_base64(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return c == '.' || c == '/' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
}

// $2b$10$, then 22 characters of salt and 31 of the hash.
bool is_bcrypt(std::string_view hash) {
    constexpr std::size_t size = 60;
    if (hash.size() != size) return false;
    if (!take(hash, "$2a$") && !take(hash, "$2b$") && !take(hash, "$2y$")) return false;
    return take_number(hash, 4, highest_cost) && take(hash, "$") && hash.size() == 53 && is_base64(hash);
}

// $6$ and perhaps rounds=5000$, then the salt, another $, and the hash.
bool is_sha_crypt(std::string_view hash, std::string_view prefix, std::size_t size) {
    constexpr std::size_t longest_salt = 16;
    if (!take(hash, prefix)) return false;
    if (take(hash, "rounds=") && !(take_number(hash, 1000, most_rounds) && take(hash, "$"))) return false;
    const std::size_t salt = hash.find('$');
    return salt <= longest_salt && hash.size() == salt + 1 + size && is_base64(hash.substr(0, salt)) &&
           is_base64(hash.substr(salt + 1));
}

}  // namespace

bool is_crypt_hash(std::string_view hash) {
    return is_bcrypt(hash) || is_sha_crypt(hash, "$5$", 43) || is_sha_crypt(hash, "$6$", 86);
}

bool matches_crypt(std::string_view password, const std::string& hash) {
    if (password.find('\0') != std::string_view::npos) return false;
    std::string phrase(password);
    const auto scratch = std::make_unique<crypt_data>();
    const char* made = crypt_rn(phrase.c_str(), hash.c_str(), scratch.get(), sizeof(crypt_data));
    sodium_memzero(phrase.data(), phrase.size());
    return made != nullptr && std::strlen(made) == hash.size() && sodium_memcmp(made, hash.data(), hash.size()) == 0;
}

std::optional<std::size_t> argon2_memory(std::string_view hash) {
    if (hash.size() >= crypto_pwhash_STRBYTES) return std::nullopt;
    if (!take(hash, "$argon2id$v=19$m=") && !take(hash, "$argon2i$v=19$m=")) return std::nullopt;
    const auto kibibytes = take_number(hash, 1, most_kibibytes);
    if (!kibibytes || !take(hash, ",t=") || !take_number(hash, 1, most_passes)) return std::nullopt;
    return std::size_t{*kibibytes} * 1024;
}

}  // namespace cloakroom::auth
