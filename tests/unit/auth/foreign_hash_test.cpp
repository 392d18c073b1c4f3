#include "auth/foreign_hash.h"

#include <algorithm>
#include <chrono>

#include "auth/passwords.h"
#include "base/errors.h"
#include "base/file_lock.h"
#include "support/foreign_hashes.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::Passwords;
using test::good_password;
using test::holds;

namespace {

struct Fixture : test::TempFolder {
    Passwords passwords{{}, path().string()};
};

// `text` with the first `from` in it as `to`.
std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_TEST_REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(foreign_hash, Fixture)

BOOST_AUTO_TEST_CASE(hashes_of_htpasswd_openssl_php_and_the_argon2_command_verify_here, *holds("PW2")) {
    for (const char* hash : test::hashes_of_good_password) {
        BOOST_TEST(Passwords::is_usable(hash), hash);
        BOOST_TEST(passwords.verify(good_password, hash), hash);
        BOOST_TEST(!passwords.verify("correct horse batterx", hash), hash);
        BOOST_TEST(!passwords.verify("", hash), hash);
    }
}

BOOST_AUTO_TEST_CASE(the_published_vectors_hold, *holds("PW2")) {
    BOOST_TEST(auth::matches_crypt("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    BOOST_TEST(auth::matches_crypt("Hello world!",
                                   "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA"));
    BOOST_TEST(auth::matches_crypt("Hello world!",
                                   "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/"
                                   "UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v."));
}

BOOST_AUTO_TEST_CASE(what_another_program_hashed_is_outdated, *holds("PW3")) {
    for (const char* hash : test::hashes_of_good_password) BOOST_TEST(Passwords::is_outdated(hash), hash);
}

BOOST_AUTO_TEST_CASE(a_hash_that_asks_for_too_much_is_not_taken_and_nothing_matches_it) {
    const std::string bcrypt = test::bcrypt_hash;
    const std::string sha = test::sha_crypt_hash;
    for (const std::string& hash : {
             replaced(bcrypt, "$05$", "$15$"),
             replaced(bcrypt, "$05$", "$31$"),
             replaced(bcrypt, "$05$", "$03$"),
             replaced(sha, "$6$", "$6$rounds=1000001$"),
             replaced(sha, "$6$", "$6$rounds=99999999999999999999$"),
             std::string("$argon2id$v=19$m=131073,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNo"),
             std::string("$argon2id$v=19$m=19456,t=11,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNo"),
             std::string("$argon2id$v=19$m=4294967295,t=4294967295,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNo"),
         }) {
        BOOST_TEST(!Passwords::is_usable(hash), hash);
        BOOST_TEST(!passwords.verify(good_password, hash), hash);
    }
    BOOST_TEST(Passwords::is_usable(replaced(bcrypt, "$05$", "$14$")));
    BOOST_TEST(Passwords::is_usable(replaced(sha, "$6$", "$6$rounds=1000000$")));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_verified_is_not_usable_and_no_password_matches_it) {
    const std::string bcrypt = test::bcrypt_hash;
    for (const std::string& hash : {
             std::string(),
             std::string(good_password),
             std::string("*"),
             std::string("!"),
             std::string("$apr1$t2YpN.AE$dlWEei.r.PT589NAZYniG."),
             std::string("$1$t2YpN.AE$dlWEei.r.PT589NAZYniG."),
             std::string("{SHA}mN7MYuzjmaIu0w1JDvMzvn/ec4U="),
             std::string("abJnggxhB/yWI"),  // crypt's DES
             std::string("$2b$"),
             std::string("$6$moving$"),
             std::string("$argon2id$"),
             std::string("pbkdf2_sha256$600000$salt$aGFzaA=="),
             std::string("scrypt:32768:8:1$salt$00"),
             bcrypt.substr(0, 59),
             bcrypt + "x",
             bcrypt + std::string(1, '\0'),
             replaced(bcrypt, "$2y$", "$2x$"),
             replaced(bcrypt, "/", ":"),
             replaced(bcrypt, "$05$", "$5$0"),
             replaced(test::sha_crypt_hash, "moving", "a salt: too long"),
             replaced(test::sha_crypt_hash, "moving", "seventeenseventee"),
         }) {
        BOOST_TEST(!Passwords::is_usable(hash), hash);
        BOOST_TEST(!passwords.verify(good_password, hash), hash);
        BOOST_TEST(!passwords.verify(hash, hash), hash);
    }
}

BOOST_AUTO_TEST_CASE(what_stands_behind_a_nul_counts_for_these_too, *holds("PW5")) {
    BOOST_TEST(!passwords.verify(std::string(good_password) + std::string("\0x", 2), test::bcrypt_hash));
    BOOST_TEST(!passwords.verify(std::string(good_password) + std::string("\0", 1), test::sha_crypt_hash));
}

BOOST_AUTO_TEST_CASE(a_huge_password_is_wrong, *holds("PW8")) {
    BOOST_TEST(!passwords.verify(std::string(1024 * 1024, 'x'), test::bcrypt_hash));
    BOOST_TEST(!passwords.verify(std::string(600, 'x'), test::sha_crypt_hash));
}

BOOST_AUTO_TEST_CASE(they_wait_for_a_turn_like_all_hashing, *holds("SI13")) {
    const FileLock first((path() / "hashing-1.lock").string());
    const FileLock second((path() / "hashing-2.lock").string());
    BOOST_CHECK_THROW(passwords.verify(good_password, test::bcrypt_hash), Unavailable);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_costs_no_less_than_a_name_that_nobody_has, *holds("SI2")) {
    const auto time_of = [&](auto act) {
        auto best = std::chrono::nanoseconds::max();
        for (int round = 0; round < 5; ++round) {
            const auto start = std::chrono::steady_clock::now();
            act();
            best = std::min(best, std::chrono::nanoseconds(std::chrono::steady_clock::now() - start));
        }
        return best;
    };
    const auto nobody = time_of([&] { passwords.verify_nothing("wrong"); });
    // Without the Argon2 of nothing it would be a tenth.
    BOOST_TEST(time_of([&] {
                   passwords.verify("wrong", "$2y$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS");
               }) * 3 >
               nobody * 2);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(foreign_hash_sign_in)

BOOST_AUTO_TEST_CASE(the_next_sign_in_makes_argon2id_of_it, *holds("PW3")) {
    for (const char* hash : test::hashes_of_good_password) {
        test::House house;
        const auto alice = house.add("alice");
        {
            db::Transaction transaction(house.database, db::Durability::full);
            house.auth.users.replace_hash(alice, hash);
            transaction.commit();
        }
        BOOST_TEST((house.sign_in("alice", "wrong").outcome == auth::SignIn::wrong));
        BOOST_TEST(house.auth.users.find("alice")->password_hash == hash);
        BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
        BOOST_TEST(!Passwords::is_outdated(house.auth.users.find("alice")->password_hash));
        BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
    }
}

BOOST_AUTO_TEST_SUITE_END()
