#include "auth/news.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom::auth;
using namespace std::chrono_literals;
using cloakroom::test::good_password;
using cloakroom::test::holds;

namespace {

struct Told : cloakroom::test::House {
    Told() { add("alice"); }

    // As sign_in(), in the browser whose cookie says `device`.
    NewSession from(const std::string& device, const std::string& address = "192.0.2.1",
                    const std::string& password = good_password) {
        Actor actor;
        actor.address = address;
        actor.device = device;
        actor.request_id = "r" + std::to_string(++requests);
        auto result = cloakroom::auth::sign_in(auth,
                                               {.name = "alice",
                                                .password = password,
                                                .permanent = false,
                                                .browser = {address, "a browser", false},
                                                .previous = std::nullopt},
                                               actor);
        return result.fresh.value_or(NewSession{});
    }

    std::string news(const NewSession& session, const char* category) {
        const auto waiting = auth.flash_messages.take(session.session, category);
        return waiting.empty() ? "" : waiting.front().text;
    }

    int requests = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(news, Told)

BOOST_AUTO_TEST_CASE(tries_by_others_are_told_at_the_next_sign_in_and_once, *holds("SL15")) {
    const auto first = from("");
    for (int i = 0; i < 4; ++i) from("", "198.51.100.7", "wrong");
    BOOST_TEST(news(from(first.device), failed_tries_news) == "4");
    BOOST_TEST(news(from(first.device), failed_tries_news).empty());
}

BOOST_AUTO_TEST_CASE(his_own_typing_errors_of_a_moment_ago_are_no_news) {
    const auto first = from("");
    from(first.device, "192.0.2.1", "wrong");
    BOOST_TEST(news(from(first.device), failed_tries_news).empty());
}

BOOST_AUTO_TEST_CASE(a_new_browser_is_told_to_the_sessions_that_live_and_at_the_next_sign_in, *holds("SL15")) {
    const auto first = from("");
    const auto thief = from("", "198.51.100.7");
    BOOST_TEST(news(thief, new_devices_news).empty());
    BOOST_TEST(news(first, new_devices_news) == "1");
    BOOST_TEST(news(from(first.device), new_devices_news) == "1");
}

BOOST_AUTO_TEST_CASE(a_new_password_is_told_at_the_next_sign_in, *holds("SL15")) {
    from("");
    clock.move(1h);
    auth.users.set_password("alice", "quite another password", Actor::command_line());
    BOOST_TEST(news(from("", "192.0.2.1", "quite another password"), password_changes_news) == "1");
}

BOOST_AUTO_TEST_CASE(the_first_sign_in_brings_no_news) {
    const auto first = from("");
    for (const char* category : {failed_tries_news, password_changes_news, new_devices_news}) {
        BOOST_TEST(news(first, category).empty(), category);
    }
}

BOOST_AUTO_TEST_SUITE_END()
