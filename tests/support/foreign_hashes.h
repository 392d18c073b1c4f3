// Hashes of good_password ("correct horse battery") that other programs made.
#pragma once

#include <array>

namespace cloakroom::test {

// htpasswd -nbB -C 5 alice ...
inline constexpr const char* bcrypt_hash = "$2y$05$FOArP51zVAWYwABY3OGHCe9V/y/zx3VWS5PCD7UagCXA8bzQeKLnW";
// openssl passwd -6 -salt moving ...
inline constexpr const char* sha_crypt_hash =
    "$6$moving$Qxx0MKV.au748uqw5HsKzHKoq60Da8xNtQAJ8a.2.d6RjqLjsEPqPi06t9V4dMQ7Qjg4FIQXFryYUrKSV2pbx.";
// htpasswd -nbm, its own default: not to be verified here.
inline constexpr const char* apr1_hash = "$apr1$t2YpN.AE$dlWEei.r.PT589NAZYniG.";

inline constexpr std::array hashes_of_good_password = {
    bcrypt_hash,
    sha_crypt_hash,
    // openssl passwd -5 -salt moving ...
    "$5$moving$u2k3JLa3Dn.9k/Tqv9ohodgntMDAjejo2X1RqtrfIm.",
    // Python's crypt
    "$2b$10$abcdefghijklmnopqrstuuCj7fyLDJytXL.TfOiOeiv0fQvSOK1/2",
    "$6$rounds=1000$abcdefgh$V9yg9CDircrFWO79QHX15LDFbL.3X3FUMs1Ly1PFTq2bjDEvewR0qQTaYLbAkZFGt4LXLyA7KgHzYWniYsQXZ0",
    "$5$rounds=1000$abcdefgh$Z6sQxH0x/oTy7/TNfKme2zrAOITj7OmIAeWFUDMuaR2",
    // argon2 somesaltsomesalt -id -t 3 -k 65536 -p 4 -e, and -i -t 3 -k 4096 -p 1 -e
    "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$A9CMYpdlNbnPW7O8ckk3RY6xYef42vnotdD2gFDW50E",
    "$argon2i$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$1dRQTFAC64AUomnZLAay3swtL3hXhe0yaoxl46oKSFo",
};

}  // namespace cloakroom::test
