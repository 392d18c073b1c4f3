#include "auth/rate_limits.h"

#include <sys/wait.h>
#include <unistd.h>

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;
using test::House;

namespace {

struct Limits : House {
    std::optional<auth::Limited> try_name(const std::string& name) {
        return auth.limits.count({auth.limits.by_name(name)});
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rate_limits, Limits)

BOOST_AUTO_TEST_CASE(the_eleventh_try_for_a_name_waits_until_its_window_ends, *holds("SI3")) {
    for (int i = 0; i < 10; ++i) BOOST_TEST(!try_name("alice").has_value());
    clock.move(5min);
    BOOST_TEST((try_name("alice")->retry_after == Seconds{10min}));
    BOOST_TEST(!try_name("bob").has_value());
    clock.move(10min);
    BOOST_TEST(!try_name("alice").has_value());
}

BOOST_AUTO_TEST_CASE(a_name_is_never_tried_more_than_100_times_in_a_day, *holds("SI3")) {
    const auto by_day = auth.limits.by_name_in_a_day("alice");
    for (int i = 0; i < 100; ++i) BOOST_REQUIRE(!auth.limits.count({by_day}).has_value());
    clock.move(23h);
    BOOST_TEST(auth.limits.count({by_day}).has_value());
    clock.move(1h);
    BOOST_TEST(!auth.limits.count({by_day}).has_value());
}

BOOST_AUTO_TEST_CASE(a_limit_holds_in_every_process_and_after_a_restart, *holds("SI3")) {
    for (int i = 0; i < 10; ++i) try_name("alice");
    House other({}, folder);
    BOOST_TEST(other.auth.limits.count({other.auth.limits.by_name("alice")}).has_value());
}

BOOST_AUTO_TEST_CASE(two_hundred_parallel_guesses_are_counted_two_hundred, *holds("SI7")) {
    for (int worker = 0; worker < 8; ++worker) {
        if (fork() == 0) {
            House own({}, folder);
            for (int i = 0; i < 25; ++i) own.auth.limits.count({own.auth.limits.by_name("alice")});
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    BOOST_TEST(count("SELECT tries FROM rate_limits") == 200);
}

BOOST_AUTO_TEST_CASE(a_success_forgets_the_names_tries_but_not_the_addresss, *holds("SI5")) {
    add("alice");
    for (int i = 0; i < 5; ++i) sign_in("alice", "wrong password!!");
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
    BOOST_TEST(count("SELECT count(*) FROM rate_limits") == 1);
    BOOST_TEST(count("SELECT tries FROM rate_limits") == 5);  // those that failed
}

BOOST_AUTO_TEST_CASE(the_31st_try_from_an_address_waits_whatever_the_name, *holds("SI5")) {
    for (int i = 0; i < 30; ++i) {
        BOOST_REQUIRE(
            !auth.limits.count({auth.limits.by_address("192.0.2.1"), auth.limits.by_name(std::to_string(i))}));
    }
    BOOST_TEST(auth.limits.count({auth.limits.by_address("192.0.2.1"), auth.limits.by_name("fresh")}).has_value());
    BOOST_TEST(!auth.limits.count({auth.limits.by_address("192.0.2.2")}).has_value());
}

BOOST_AUTO_TEST_CASE(a_blocked_address_does_not_use_up_a_names_tries) {
    for (int i = 0; i < 100; ++i) auth.limits.count({auth.limits.by_address("192.0.2.1"), auth.limits.by_name("x")});
    BOOST_TEST(count("SELECT min(tries) FROM rate_limits") == 30);
}

BOOST_AUTO_TEST_CASE(an_ipv6_network_of_64_bits_is_one_address, *holds("SI5")) {
    BOOST_TEST(auth::network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    BOOST_TEST(auth::network_of("2001:db8:1:2::9") == "2001:db8:1:2::");
    BOOST_TEST(auth::network_of("2001:db8:1:3::9") != "2001:db8:1:2::");
    BOOST_TEST(auth::network_of("::ffff:192.0.2.1") == "192.0.2.1");
    BOOST_TEST(auth::network_of("192.0.2.1") == "192.0.2.1");
    BOOST_TEST(auth::network_of("") == "");
}

BOOST_AUTO_TEST_CASE(windows_that_are_over_are_swept, *holds("SI9")) {
    for (int i = 0; i < 150; ++i) try_name(std::to_string(i));
    clock.move(16min);
    try_name("one");
    try_name("two");
    BOOST_TEST(count("SELECT count(*) FROM rate_limits") == 2);
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_back_locks_for_no_more_than_one_window, *holds("TM4")) {
    for (int i = 0; i < 11; ++i) try_name("alice");
    clock.move(-1h);
    BOOST_TEST(!try_name("alice").has_value());
}

BOOST_AUTO_TEST_CASE(names_are_not_stored_as_they_were_typed, *holds("LG5")) {
    try_name("MyPasswordInTheWrongBox");
    BOOST_TEST(count("SELECT length(key_hash) FROM rate_limits") == 32);
}

BOOST_AUTO_TEST_SUITE_END()
