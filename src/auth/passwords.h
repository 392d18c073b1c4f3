// Passwords: which are good enough, and how they are kept.
//
// Kept as Argon2id (RFC 9106) with 19 MiB, two passes, one lane: the least that
// OWASP advises, and what a shared host can bear. A password is brought to
// Unicode's NFC first, so that it is the same from every keyboard; otherwise each
// byte counts, white space at the ends too.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cloakroom::auth {

// Why a password was not taken. The enumerator is the name of the section in the
// template that says so.
enum class PasswordFlaw { password_short, password_long, password_common, password_is_name };

// Who waits for a turn at hashing: strangers share two, who is known has one more.
enum class Caller { stranger, known };

class Passwords {
   public:
    struct Options {
        std::size_t minimum_length = 15;      // characters; 8 to 64
        std::string site_name = "Cloakroom";  // nobody's password
    };

    // `folder` is private; the locks that bound parallel hashing stand in it.
    Passwords(Options options, std::string folder) : options_(std::move(options)), folder_(std::move(folder)) {}

    // Nothing if the password may be used by the user of this name.
    std::optional<PasswordFlaw> find_flaw(std::string_view password, std::string_view user_name) const;

    // A PHC string with a salt of its own. Takes a core for some 15 ms; no more than
    // three hashes are made at once over all processes, two of them for strangers. One
    // that gets no turn within a second throws Unavailable. Nobody gives a password to
    // be kept before he has shown a code or his old one, so he is known.
    std::string hash(std::string_view password) const;

    // True if `hash` was made from `password`; no password has a hash that is not usable, nor
    // the empty one, which is that of a user who has not chosen one yet. The same turns, and
    // the same cost; one of another program that does not match costs its own in addition.
    bool verify(std::string_view password, const std::string& hash, Caller caller = Caller::stranger) const;

    // As slow as verify(), always false: for a name that nobody has.
    bool verify_nothing(std::string_view password, Caller caller = Caller::stranger) const;

    // How much of the processor's time one hash takes; nothing where there is no memory for one. Waits
    // for a turn like a stranger, and throws Unavailable like one.
    std::optional<std::chrono::milliseconds> measure() const;

    // Can passwords be verified with it? Those of some other programs can: foreign_hash.h.
    static bool is_usable(std::string_view hash);

    // True if `hash` has another cost than what hash() makes today, or is another program's.
    static bool is_outdated(const std::string& hash);

    std::size_t minimum_length() const { return options_.minimum_length; }

   private:
    Options options_;
    std::string folder_;
};

}  // namespace cloakroom::auth
