#include "auth/devices.h"

#include "auth/password_change.h"
#include "auth/password_proof.h"
#include "auth/reauthentication.h"
#include "auth/session_acts.h"
#include "base/encoding.h"
#include "base/file_lock.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::SignIn;
using test::good_password;
using test::holds;
using test::House;

namespace {

constexpr const char* wrong = "wrong password!!";

struct Browsers : House {
    Browsers() { add("alice"); }

    static auth::Actor from(const std::string& device, const std::string& address = "192.0.2.1") {
        return {.who = "visitor", .address = address, .session_tag = "", .request_id = "r1", .device = device};
    }

    auth::SignInResult sign_in_with(const std::string& device, const std::string& name = "alice",
                                    const std::string& password = good_password) {
        return auth::sign_in(auth,
                             {.name = name,
                              .password = password,
                              .permanent = false,
                              .browser = {"192.0.2.1", "a browser", false},
                              .previous = std::nullopt},
                             from(device));
    }

    // Signs in, and returns what the browser's cookie says then.
    std::string device_of(const std::string& device = "", const std::string& name = "alice") {
        return sign_in_with(device, name).fresh.value().device;
    }

    void exhaust(const std::string& name = "alice") {
        while (sign_in(name, wrong, false, "198.51.100.7").outcome != SignIn::limited) {
        }
    }

    std::int64_t surprises() { return count("SELECT count(*) FROM audit_log WHERE event = 'new_device'"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(devices, Browsers)

BOOST_AUTO_TEST_CASE(a_sign_in_gives_256_random_bits_of_which_the_hash_is_kept, *holds("SI4")) {
    const auto device = device_of();
    BOOST_TEST(device.size() == 43U);
    BOOST_TEST(device != device_of());
    const std::string known = "SELECT count(*) FROM devices WHERE device_hash = x'" + hex(sha256(device)) + "'";
    BOOST_TEST(count(known.c_str()) == 1);
}

BOOST_AUTO_TEST_CASE(a_known_browser_signs_in_while_strangers_have_used_up_all_tries, *holds("SI4")) {
    const auto device = device_of();
    exhaust();
    BOOST_TEST((sign_in_with("").outcome == SignIn::limited));
    BOOST_TEST((sign_in_with(device).outcome == SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_known_browser_has_a_limit_of_its_own, *holds("SI3")) {
    const auto device = device_of();
    for (int i = 0; i < 10; ++i) BOOST_TEST((sign_in_with(device, "alice", wrong).outcome == SignIn::wrong));
    BOOST_TEST((sign_in_with(device).outcome == SignIn::limited));
    BOOST_TEST((sign_in_with("").outcome == SignIn::done));
}

BOOST_AUTO_TEST_CASE(the_cookie_of_another_user_and_garbage_are_unknown, *holds("SI3")) {
    add("mallory");
    const auto mallorys = device_of("", "mallory");
    device_of();
    exhaust();
    for (const std::string& cookie : {mallorys, std::string("x"), std::string(43, 'A'), std::string("\0\xff", 2)}) {
        BOOST_TEST((sign_in_with(cookie).outcome == SignIn::limited));
    }
}

BOOST_AUTO_TEST_CASE(two_users_of_one_browser_share_its_cookie, *holds("SI4")) {
    add("bob");
    const auto device = device_of();
    BOOST_TEST(device_of(device, "bob") == device);
    exhaust("alice");
    exhaust("bob");
    BOOST_TEST((sign_in_with(device, "alice").outcome == SignIn::done));
    BOOST_TEST((sign_in_with(device, "bob").outcome == SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_cookie_that_we_never_gave_is_replaced) {
    BOOST_TEST(device_of(std::string(43, 'A')) != std::string(43, 'A'));
}

BOOST_AUTO_TEST_CASE(a_browser_is_known_for_a_year_after_the_last_sign_in_there) {
    const auto device = device_of();
    clock.move(std::chrono::days{364});
    BOOST_TEST(device_of(device) == device);
    clock.move(std::chrono::days{364});
    BOOST_TEST(auth.devices.is_known(device, "alice"));
    clock.move(std::chrono::days{1});
    BOOST_TEST(!auth.devices.is_known(device, "alice"));
}

BOOST_AUTO_TEST_CASE(of_a_users_browsers_the_twenty_seen_last_are_known, *holds("SI9")) {
    const auto first = device_of();
    const auto second = device_of();
    for (int i = 0; i < 19; ++i) {
        clock.move(Seconds{1});
        device_of();
        if (i == 17) device_of(first);
    }
    BOOST_TEST(count("SELECT count(*) FROM devices") == 20);
    BOOST_TEST(auth.devices.is_known(first, "alice"));
    BOOST_TEST(!auth.devices.is_known(second, "alice"));
}

BOOST_AUTO_TEST_CASE(a_browser_is_known_at_once_even_if_the_clock_jumped_back, *holds("TM4")) {
    for (int i = 0; i < 20; ++i) device_of();
    clock.move(-std::chrono::hours{1});
    BOOST_TEST(auth.devices.is_known(device_of(), "alice"));
}

BOOST_AUTO_TEST_CASE(devices_go_with_their_user) {
    device_of();
    auth.users.remove("alice", {});
    BOOST_TEST(count("SELECT count(*) FROM devices") == 0);
}

BOOST_AUTO_TEST_CASE(a_password_that_is_reset_and_a_session_disowned_forget_all_browsers) {
    const auto device = device_of();
    auth.users.set_password("alice", good_password, {});
    BOOST_TEST(!auth.devices.is_known(device, "alice"));
    const auto thief = sign_in_with("").fresh.value();
    const auto own = sign_in_with("").fresh.value();
    auth::disown_session(auth, own.session, thief.session.tag(), {});
    BOOST_TEST(!auth.devices.is_known(thief.device, "alice"));
}

BOOST_AUTO_TEST_CASE(who_gives_his_password_again_or_changes_it_is_known_there) {
    const auto session = sign_in_with("").fresh.value().session;
    const auto again = auth::reauthenticate(auth, session, good_password, from(""));
    const auto& proved = std::get<auth::NewSession>(again);
    BOOST_TEST(auth.devices.is_known(proved.device, "alice"));
    const auth::PasswordChange change{good_password, "quite another password", "quite another password"};
    const auto changed = auth::change_password(auth, change, proved.session, from(""));
    BOOST_TEST(auth.devices.is_known(std::get<auth::PasswordChanged>(changed).fresh.device, "alice"));
}

BOOST_AUTO_TEST_CASE(an_unknown_browser_of_one_who_has_known_ones_is_in_the_audit_log, *holds("LG1")) {
    const auto device = device_of();
    BOOST_TEST(surprises() == 0);
    device_of(device);
    BOOST_TEST(surprises() == 0);
    device_of();
    BOOST_TEST(surprises() == 1);
    auth.users.set_password("alice", good_password, {});
    device_of();
    BOOST_TEST(surprises() == 1);
}

BOOST_AUTO_TEST_CASE(a_known_browser_has_a_turn_at_hashing_that_strangers_cannot_take, *holds("SI4 SI13")) {
    const auto device = device_of();
    const FileLock first((folder->path() / "hashing-1.lock").string());
    const FileLock second((folder->path() / "hashing-2.lock").string());
    BOOST_TEST((sign_in_with(device).outcome == SignIn::done));
}

BOOST_AUTO_TEST_SUITE_END()
