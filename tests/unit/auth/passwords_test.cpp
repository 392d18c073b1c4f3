#include "auth/passwords.h"

#include <sys/file.h>

#include <chrono>
#include <fstream>
#include <vector>

#include "base/embedded.h"
#include "base/errors.h"
#include "base/file_lock.h"
#include "support/holds.h"
#include "support/process.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using auth::PasswordFlaw;
using test::holds;

namespace {

struct Fixture : test::TempFolder {
    auth::Passwords passwords{{}, path().string()};
    auth::Passwords short_ones{{.minimum_length = 8, .site_name = "Rowing Club"}, path().string()};

    bool is(std::optional<PasswordFlaw> found, PasswordFlaw expected) const { return found == expected; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(passwords_, Fixture)

BOOST_AUTO_TEST_CASE(a_hash_is_argon2id_with_19_mib_two_passes_and_a_salt_of_its_own, *holds("PW1")) {
    const std::string hash = passwords.hash("correct horse battery");
    BOOST_TEST(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    BOOST_TEST(hash.substr(hash.find("p=1$") + 4).find('$') >= 22U);  // 16 bytes in base64
    BOOST_TEST(hash != passwords.hash("correct horse battery"));
}

BOOST_AUTO_TEST_CASE(hashes_of_the_argon2_command_verify_here, *holds("PW2")) {
    // Made by: printf 'correct horse battery' | argon2 SALT -id -t PASSES -k KIBIBYTES -p 1 -e
    for (const char* hash : {
             "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/HetJC6LZ4lnwgLB+wJSS2a9bFu2Kq4HxwNWzoJq2qU",
             "$argon2id$v=19$m=65536,t=3,p=1$b3RoZXJzYWx0b3RoZXJzYWx0$ohXUfdKcwxGAS5ODqcKQaHyQXRn3Be+SVDJ4YZdxqlE",
             "$argon2id$v=19$m=47104,t=1,p=1$YW5vdGhlcnNhbHRhbm90aGVy$eEH3iwBIWT4p1XobtRjM7wexfRNdNiWdcM/32vwseT4",
         }) {
        BOOST_TEST(passwords.verify("correct horse battery", hash));
        BOOST_TEST(!passwords.verify("correct horse batterx", hash));
    }
}

BOOST_AUTO_TEST_CASE(a_weaker_hash_is_outdated, *holds("PW3")) {
    BOOST_TEST(auth::Passwords::is_outdated(
        "$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    BOOST_TEST(!auth::Passwords::is_outdated(passwords.hash("correct horse battery")));
}

BOOST_AUTO_TEST_CASE(fifteen_characters_are_the_least_and_128_are_fine, *holds("PW4")) {
    BOOST_TEST(is(passwords.find_flaw("fourteen chars", "alice"), PasswordFlaw::password_short));
    BOOST_TEST(!passwords.find_flaw("fifteen chars..", "alice").has_value());
    BOOST_TEST(!passwords.find_flaw(std::string(128, 'q') + "w", "alice").has_value());
    BOOST_TEST(!passwords.find_flaw("all lower case letters", "alice").has_value());
}

BOOST_AUTO_TEST_CASE(length_is_counted_in_characters_not_bytes, *holds("PW4")) {
    BOOST_TEST(is(passwords.find_flaw("üüüüüüüüüüüüüü", "alice"), PasswordFlaw::password_short));
    BOOST_TEST(!passwords.find_flaw("üäüäüäüäüäüäüäü", "alice").has_value());
}

BOOST_AUTO_TEST_CASE(passwords_that_differ_anywhere_are_different, *holds("PW5")) {
    const std::string word = std::string(199, 'a') + "b" + std::string("\0tail", 5);
    const std::string hash = passwords.hash(word);
    BOOST_TEST(passwords.verify(word, hash));
    std::string other = word;
    other[199] = 'c';
    BOOST_TEST(!passwords.verify(other, hash));
    BOOST_TEST(!passwords.verify(word + " ", hash));
    BOOST_TEST(!passwords.verify(word.substr(0, 200), hash));
    other = word;
    other[0] = 'A';
    BOOST_TEST(!passwords.verify(other, hash));
}

BOOST_AUTO_TEST_CASE(every_password_of_the_list_is_refused, *holds("PW6")) {
    std::string_view list = embedded::common_passwords();
    int entries = 0;
    while (!list.empty()) {
        const auto line = list.substr(0, list.find('\n'));
        BOOST_REQUIRE(is(short_ones.find_flaw(line, "alice"), PasswordFlaw::password_common));
        list.remove_prefix(line.size() + 1);
        ++entries;
    }
    BOOST_TEST(entries >= 3000);
    BOOST_TEST(is(short_ones.find_flaw("PassWord123", "alice"), PasswordFlaw::password_common));
    BOOST_TEST(!short_ones.find_flaw("passwordish12", "alice").has_value());
}

BOOST_AUTO_TEST_CASE(the_users_and_the_sites_name_are_no_passwords, *holds("PW6")) {
    BOOST_TEST(is(short_ones.find_flaw("ALICE WONDERLAND", "Alice Wonderland"), PasswordFlaw::password_is_name));
    BOOST_TEST(is(short_ones.find_flaw("rowing club", "alice"), PasswordFlaw::password_is_name));
}

BOOST_AUTO_TEST_CASE(composed_and_decomposed_typing_is_one_password, *holds("PW7")) {
    const std::string hash = passwords.hash("caf\u00e9 au lait matin");
    BOOST_TEST(passwords.verify("cafe\u0301 au lait matin", hash));
    BOOST_TEST(!passwords.verify("cafe au lait matin", hash));
}

BOOST_AUTO_TEST_CASE(a_password_over_a_kibibyte_is_refused_before_hashing, *holds("PW8")) {
    const std::string huge(1024 * 1024, 'x');
    BOOST_TEST(is(passwords.find_flaw(huge, "alice"), PasswordFlaw::password_long));
    BOOST_TEST(!passwords.verify(huge, passwords.hash(std::string(1024, 'x'))));
}

BOOST_AUTO_TEST_CASE(verifying_nothing_is_false) {
    BOOST_TEST(!passwords.verify_nothing("correct horse battery"));
    BOOST_TEST(!passwords.verify_nothing(""));
}

BOOST_AUTO_TEST_CASE(the_third_stranger_at_once_is_told_to_come_again, *holds("SI13")) {
    const FileLock first((path() / "hashing-1.lock").string());
    const FileLock second((path() / "hashing-2.lock").string());
    BOOST_CHECK_THROW(passwords.verify_nothing("correct horse battery"), Unavailable);
    BOOST_TEST(!passwords.verify_nothing("correct horse battery", auth::Caller::known));
}

BOOST_AUTO_TEST_CASE(a_fourth_hash_at_once_is_unavailable, *holds("SI13")) {
    const FileLock first((path() / "hashing-1.lock").string());
    const FileLock second((path() / "hashing-2.lock").string());
    const FileLock third((path() / "hashing-known.lock").string());
    BOOST_CHECK_THROW(passwords.hash("correct horse battery"), Unavailable);
}

BOOST_AUTO_TEST_CASE(the_fifth_stranger_who_would_wait_does_not, *holds("SI13")) {
    std::vector<FileLock> held;
    for (const char* name :
         {"hashing-1.lock", "hashing-2.lock", "waiting-1.lock", "waiting-2.lock", "waiting-3.lock", "waiting-4.lock"}) {
        held.emplace_back((path() / name).string());
    }
    const auto start = std::chrono::steady_clock::now();
    BOOST_CHECK_THROW(passwords.verify_nothing("correct horse battery"), Unavailable);
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::milliseconds{900}));
}

BOOST_AUTO_TEST_SUITE_END()
