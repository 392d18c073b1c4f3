#include "auth/audit_log.h"

#include "auth/account_acts.h"
#include "auth/session_acts.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using auth::Event;
using test::holds;
using test::House;

namespace {

constexpr const char* rows = "SELECT count(*) FROM audit_log";

auth::Services::Options at_most(int most_rows) {
    auth::Services::Options options;
    options.audit.most_rows = most_rows;
    return options;
}

void fail_to_sign_in(House& house, int times) {
    for (int i = 0; i < times; ++i) house.auth.audit.write(Event::sign_in_failed, {}, std::nullopt);
}

auth::Actor user(int id) {
    return {.who = "user " + std::to_string(id), .address = "", .session_tag = "", .request_id = ""};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_log)

BOOST_AUTO_TEST_CASE(however_much_is_written_the_log_keeps_to_its_bound, *holds("LG4")) {
    House house(at_most(50));
    fail_to_sign_in(house, 500);
    BOOST_TEST(house.count(rows) == 50);
    BOOST_TEST(house.count("SELECT min(id) FROM audit_log") == 451);
}

BOOST_AUTO_TEST_CASE(a_smaller_bound_is_reached_by_and_by, *holds("LG4")) {
    House house(at_most(500));
    fail_to_sign_in(house, 400);
    House smaller(at_most(100), house.folder);
    fail_to_sign_in(smaller, 1);
    BOOST_TEST(house.count(rows) == 391);
    fail_to_sign_in(smaller, 40);
    BOOST_TEST(house.count(rows) == 100);
}

BOOST_AUTO_TEST_CASE(what_is_older_than_its_time_goes, *holds("LG4")) {
    House house;
    fail_to_sign_in(house, 5);
    house.clock.move(std::chrono::days{399});
    fail_to_sign_in(house, 1);
    BOOST_TEST(house.count(rows) == 6);
    house.clock.move(std::chrono::days{2});
    fail_to_sign_in(house, 1);
    BOOST_TEST(house.count(rows) == 2);
}

BOOST_AUTO_TEST_CASE(the_figures_of_a_day_outlive_its_rows, *holds("LG4")) {
    House house(at_most(10));
    fail_to_sign_in(house, 100);
    BOOST_TEST(house.count("SELECT count FROM event_counts WHERE event = 'sign_in_failed'") == 100);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_written_once_a_minute_for_the_same_user_and_subject, *holds("LG1 LG4")) {
    House house;
    auto& audit = house.auth.audit;
    for (int i = 0; i < 5; ++i) audit.write_denied(user(7), 7, "/club/");
    BOOST_TEST(house.count(rows) == 1);
    audit.write_denied(user(7), 7, "/board/");
    audit.write_denied(user(8), 8, "/club/");
    BOOST_TEST(house.count(rows) == 3);
    house.clock.move(61s);
    audit.write_denied(user(7), 7, "/club/");
    BOOST_TEST(house.count("SELECT count(*) FROM audit_log WHERE event = 'access_denied' AND subject = '/club/'") == 3);
}

BOOST_AUTO_TEST_CASE(what_a_user_repeats_as_he_likes_is_written_once_a_minute, *holds("LG4")) {
    House house;
    house.add("alice");
    const auto session = house.sign_in("alice").fresh->session;
    const auto before = house.count(rows);
    for (int i = 0; i < 5; ++i) {
        auth::change_display_name(house.auth, *session.user, "Alice " + std::to_string(i), user(1));
        auth::rename_session(house.auth, 1, session.tag(), "laptop", user(1));
        auth::export_own_data(house.auth, *session.user, user(1));
    }
    BOOST_TEST(house.count(rows) == before + 3);
    BOOST_TEST(house.auth.users.find_by_id(1)->display_name == "Alice 4");
}

BOOST_AUTO_TEST_SUITE_END()
