#include "auth/passwords.h"

#include <sodium.h>
#include <sys/mman.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <stdexcept>

#include "auth/foreign_hash.h"
#include "auth/user_name.h"
#include "base/embedded.h"
#include "base/errors.h"
#include "base/file_lock.h"

namespace cloakroom::auth {
namespace {

constexpr std::size_t max_bytes = 1024;
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19456UL * 1024UL;

// A hash that no password has, at today's cost.
const std::string nobody =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

// Binary search in the sorted lines of the list.
bool is_common(std::string_view password) {
    std::string_view list = embedded::common_passwords();
    while (!list.empty()) {
        const std::size_t middle = list.rfind('\n', list.size() / 2);
        const std::size_t start = middle == std::string_view::npos ? 0 : middle + 1;
        const std::size_t end = list.find('\n', start);
        const std::string_view line = list.substr(start, end - start);
        if (line == password) return true;
        list = line < password ? list.substr(end + 1) : list.substr(0, start);
    }
    return false;
}

bool is_to_be_had(std::size_t needed) {
    constexpr std::size_t beside = 1024UL * 1024UL;
    void* const probe = mmap(nullptr, needed + beside, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return probe != MAP_FAILED && munmap(probe, needed + beside) == 0;
}

// libsodium takes memory that is not to be had for a wrong password.
void refuse_without(std::size_t needed) {
    if (!is_to_be_had(needed)) throw Unavailable("no memory to verify a password");
}

std::chrono::nanoseconds processor_time() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

// The first of these that is free, held over all processes while it lives.
std::optional<FileLock> take_one(const std::string& folder, std::span<const char* const> names) {
    for (const char* name : names) {
        FileLock lock = FileLock::try_to_take(folder + name);
        if (lock.held()) return lock;
    }
    return std::nullopt;
}

// A turn at hashing. Few strangers may wait for one: each that does keeps a process from
// the pages, and in a flood that would be all of them.
FileLock take_turn(const std::string& folder, Caller caller) {
    constexpr std::array turns = {"/hashing-1.lock", "/hashing-2.lock", "/hashing-known.lock"};
    constexpr std::array places = {"/waiting-1.lock", "/waiting-2.lock", "/waiting-3.lock", "/waiting-4.lock"};
    constexpr timespec pause{0, 5'000'000};
    constexpr int most_rounds = 200;  // one second
    const bool is_known = caller == Caller::known;
    const auto open = std::span(turns).first(is_known ? turns.size() : turns.size() - 1);
    if (auto turn = take_one(folder, open)) return std::move(*turn);
    const auto place = is_known ? std::nullopt : take_one(folder, places);
    for (int round = 0; round < most_rounds && (is_known || place); ++round) {
        nanosleep(&pause, nullptr);
        if (auto turn = take_one(folder, open)) return std::move(*turn);
    }
    throw Unavailable("too many sign-ins at once");
}

}  // namespace

std::optional<PasswordFlaw> Passwords::find_flaw(std::string_view password, std::string_view user_name) const {
    if (password.size() > max_bytes) return PasswordFlaw::password_long;
    if (count_characters(nfc(password)) < options_.minimum_length) return PasswordFlaw::password_short;
    const auto folded = fold(password);
    if (!folded) return std::nullopt;
    if (is_common(*folded)) return PasswordFlaw::password_common;
    for (const std::string_view known : {user_name, std::string_view(options_.site_name)}) {
        if (fold(known) == folded) return PasswordFlaw::password_is_name;
    }
    return std::nullopt;
}

std::string Passwords::hash(std::string_view password) const {
    const std::string normal = nfc(password);
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const FileLock turn = take_turn(folder_, Caller::known);
    if (crypto_pwhash_str_alg(text.data(), normal.data(), normal.size(), passes, memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Unavailable("no memory to hash a password");
    }
    return text.data();
}

bool Passwords::verify(std::string_view password, const std::string& hash, Caller caller) const {
    const std::string normal = nfc(password.substr(0, max_bytes + 1));
    const FileLock turn = take_turn(folder_, caller);
    if (is_crypt_hash(hash) && matches_crypt(password, hash)) return true;
    const auto needed = argon2_memory(hash);
    const std::string& known = needed ? hash : nobody;
    refuse_without(needed.value_or(memory));
    return password.size() <= max_bytes && crypto_pwhash_str_verify(known.c_str(), normal.data(), normal.size()) == 0;
}

bool Passwords::verify_nothing(std::string_view password, Caller caller) const {
    return verify(password, "", caller);
}

std::optional<std::chrono::milliseconds> Passwords::measure() const {
    const FileLock turn = take_turn(folder_, Caller::stranger);
    if (!is_to_be_had(memory)) return std::nullopt;
    const auto begin = processor_time();
    [[maybe_unused]] const int differs = crypto_pwhash_str_verify(nobody.c_str(), "", 0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(processor_time() - begin);
}

bool Passwords::is_usable(std::string_view hash) {
    return argon2_memory(hash).has_value() || is_crypt_hash(hash);
}

bool Passwords::is_outdated(const std::string& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory) != 0;
}

}  // namespace cloakroom::auth
