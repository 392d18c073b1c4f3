// Hashes of passwords that other programs made: which can be verified here, at a cost that
// a shared host can bear.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cloakroom::auth {

// Is it, whole and well-formed, one of these?
//   bcrypt: $2a$, $2b$ or $2y$, with a cost of 14 at most (about a second)
//   SHA-crypt: $5$ or $6$, with 1,000,000 rounds at most (about a second, too)
bool is_crypt_hash(std::string_view hash);

// Was `hash`, for which is_crypt_hash() is true, made from `password`? The bytes count as they
// are typed. What crypt(3) cannot tell apart is never right: a password with a NUL in it, or
// one of more than 512 bytes. (Of what bcrypt hashed, the first 72 bytes count: it never saw more.)
bool matches_crypt(std::string_view password, const std::string& hash);

// How many bytes of memory verifying this Argon2 hash takes. Nothing if it is none, or asks for
// more than 128 MiB or ten passes.
std::optional<std::size_t> argon2_memory(std::string_view hash);

}  // namespace cloakroom::auth
