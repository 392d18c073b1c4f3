// Statements 17 to 38 of those that begin in reading_and_writing_test.cpp: how things
// are taken away, how long they last, and what is told once.
#include "support/browser.h"
#include "support/holds.h"
#include "support/write_watch.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;

namespace cloakroom {

static std::ostream& operator<<(std::ostream& out, const Flash& flash) {
    return out << flash.category << ": " << flash.text;
}
static bool operator==(const Flash& a, const Flash& b) {
    return a.category == b.category && a.text == b.text;
}

}  // namespace cloakroom

namespace {

std::vector<std::string> texts(const std::vector<Flash>& flashes) {
    std::vector<std::string> all;
    for (const Flash& flash : flashes) all.push_back(flash.text);
    return all;
}

using Texts = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(statements, test::Visited)

// Deleting

BOOST_AUTO_TEST_CASE(statement_17_pop_of_the_last_key_ends_the_row_and_deletes_the_cookie, *holds("CK8")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    const auto answer = browser.visit([](Session& session) { BOOST_TEST((session.pop("colour") == "green")); });
    BOOST_TEST(answer.deletes_cookie());
    for (const std::string& cookie : answer.all("Set-Cookie")) {
        BOOST_TEST(cookie.starts_with("cloakroom=; Path=/; HttpOnly; SameSite=Lax"));
    }
    BOOST_TEST(sessions() == 0);
}

BOOST_AUTO_TEST_CASE(statement_18_pop_throws_or_gives_the_default_and_changes_nothing) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    test::WriteWatch watch(path());
    const auto answer = browser.visit([](Session& session) {
        BOOST_CHECK_THROW(session.pop("missing"), KeyError);
        BOOST_TEST(session.pop("missing", nullptr).is_null());
        BOOST_TEST(session.pop("missing", "none").get<std::string>() == "none");
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(!watch.saw_a_write());
}

// There it throws; here pop() does.
BOOST_AUTO_TEST_CASE(statement_19_erase_says_whether_there_was_one) {
    browser.visit([](Session& session) {
        BOOST_TEST(!session.erase("colour"));
        session["colour"] = "green";
        BOOST_TEST(session.erase("colour"));
        BOOST_TEST(!session.contains("colour"));
    });
}

BOOST_AUTO_TEST_CASE(statement_20_clear_takes_all_and_the_cookie) {
    browser.visit([](Session& session) {
        session.set_permanent(true);
        session["colour"] = "green";
        session.flash("Saved.");
    });
    const auto answer = browser.visit([](Session& session) {
        session.clear();
        BOOST_TEST(session.all().empty());
        BOOST_TEST(session.flashes().empty());
        BOOST_TEST(!session.is_permanent());
    });
    BOOST_TEST(answer.deletes_cookie());
    BOOST_TEST(sessions() == 0);
    browser.cookies = "cloakroom=" + std::string(43, 'A');  // of a session that is no more
    BOOST_TEST(browser.visit([](Session& session) { session.clear(); }).deletes_cookie());
}

BOOST_AUTO_TEST_CASE(statement_21_null_is_a_value_and_sign_out_ends_the_row, *holds("SL1")) {
    add("alice");
    browser.sign_in("alice");
    browser.visit([](Session& session) {
        session["user"] = nullptr;
        BOOST_TEST(session.contains("user"));
        BOOST_TEST(session.at("user").is_null());
        BOOST_TEST(session.user().value() == "alice");
        session.sign_out();
        BOOST_TEST(!session.user().has_value());
    });
    BOOST_TEST(sessions() == 0);
}

// There a copy of the cookie restores everything.
BOOST_AUTO_TEST_CASE(statement_22_an_old_cookie_opens_nothing_after_clear, *holds("SL1")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    test::Browser copy = browser;
    browser.visit([](Session& session) { session.clear(); });
    copy.visit([](Session& session) { BOOST_TEST(session.all().empty()); });
}

// Permanent, new, modified

// There `new` is never true.
BOOST_AUTO_TEST_CASE(statement_23_a_session_is_new_until_the_first_write_and_not_permanent) {
    browser.visit([](Session& session) {
        BOOST_TEST(session.is_new());
        BOOST_TEST(!session.is_permanent());
        session["colour"] = "green";
        BOOST_TEST(!session.is_new());
    });
    browser.visit([](Session& session) { BOOST_TEST(!session.is_new()); });
}

// There it is stored, with a cookie.
BOOST_AUTO_TEST_CASE(statement_24_permanent_alone_makes_no_row_and_no_cookie, *holds("CK4")) {
    const auto answer = browser.visit([](Session& session) {
        session.set_permanent(true);
        BOOST_TEST(session.is_permanent());
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(sessions() == 0);
}

// There every answer sends it anew, seven days from then.
BOOST_AUTO_TEST_CASE(statement_25_a_permanent_cookie_is_sent_once_and_lasts_seven_days, *holds("CK3")) {
    const auto answer = browser.visit([](Session& session) {
        session.set_permanent(true);
        session["colour"] = "green";
    });
    BOOST_TEST_REQUIRE(answer.all("Set-Cookie").size() == 1U);
    BOOST_TEST(answer.all("Set-Cookie")[0].ends_with("; Max-Age=604800"));
    clock.move(24h);
    BOOST_TEST(!browser.visit([](Session& session) { session["colour"] = "blue"; }).sets_cookie());
}

BOOST_AUTO_TEST_CASE(statement_26_a_session_of_the_browser_has_a_limit_as_well, *holds("SL2")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    for (int hour = 0; hour < 23; ++hour) {
        clock.move(1h);
        browser.visit([](Session& session) { BOOST_TEST(session.contains("colour")); });
    }
    clock.move(1h);
    browser.visit([](Session& session) { BOOST_TEST(!session.contains("colour")); });
}

BOOST_AUTO_TEST_CASE(statement_27_a_shorter_lifetime_holds_at_once_a_longer_one_for_new_sessions) {
    browser.visit([](Session& session) {
        session.set_permanent(true);
        session["colour"] = "green";
    });
    clock.move(48h);
    auth::Services::Options options;
    options.sessions.permanent_lifetime = std::chrono::days{30};
    House longer(options, folder);
    longer.clock.set(clock.now() + std::chrono::days{6});
    test::Browser{longer, false, browser.cookies}.visit(
        [](Session& session) { BOOST_TEST(!session.contains("colour")); });

    browser.visit([](Session& session) {
        session.set_permanent(true);
        session["colour"] = "green";
    });
    clock.move(48h);
    options.sessions.permanent_lifetime = std::chrono::days{1};
    House shorter(options, folder);
    shorter.clock.set(clock.now());
    test::Browser{shorter, false, browser.cookies}.visit(
        [](Session& session) { BOOST_TEST(!session.contains("colour")); });
}

BOOST_AUTO_TEST_CASE(statement_28_permanent_can_be_taken_back) {
    browser.visit([](Session& session) {
        session.set_permanent(true);
        session["colour"] = "green";
    });
    const auto answer = browser.visit([](Session& session) { session.set_permanent(false); });
    BOOST_TEST_REQUIRE(answer.all("Set-Cookie").size() == 1U);
    BOOST_TEST(answer.all("Set-Cookie")[0].find("Max-Age") == std::string::npos);
    clock.move(25h);
    browser.visit([](Session& session) { BOOST_TEST(!session.contains("colour")); });
}

// There old keys have to be listed to keep old sessions alive. Nothing is signed here,
// so nothing is to be replaced: another process with the same folder knows them all.
BOOST_AUTO_TEST_CASE(statement_29_another_process_opens_the_session_without_any_key) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    House other({}, folder);
    test::Browser{other, false, browser.cookies}.visit(
        [](Session& session) { BOOST_TEST((session["colour"] == "green")); });
}

// There the cookie's path is the program's. Here it is "/", for folders elsewhere on the
// site count, too; the base path goes into the cookie's name (door_test.cpp).
BOOST_AUTO_TEST_CASE(statement_30_the_cookie_holds_for_the_whole_host_and_no_other, *holds("CK1")) {
    const auto answer = browser.visit([](Session& session) { session["colour"] = "green"; });
    BOOST_TEST(answer.all("Set-Cookie").at(0).find("; Path=/;") != std::string::npos);
    BOOST_TEST(answer.all("Set-Cookie").at(0).find("Domain") == std::string::npos);
}

// Flash messages

BOOST_AUTO_TEST_CASE(statement_31_a_flash_message_waits_until_it_is_read) {
    browser.visit([](Session& session) {
        session.flash("Saved.");
        session["colour"] = "green";
    });
    for (int i = 0; i < 3; ++i) browser.visit([](Session& session) { session.get("colour"); });
    browser.visit([](Session& session) { BOOST_TEST((texts(session.flashes()) == Texts{"Saved."})); });
    browser.visit([](Session& session) { BOOST_TEST(session.flashes().empty()); });
}

BOOST_AUTO_TEST_CASE(statement_32_reading_twice_in_one_request_gives_the_same) {
    browser.visit([](Session& session) {
        session.flash("Saved.");
        session.flash("Too long.", "error");
    });
    browser.visit([](Session& session) {
        BOOST_TEST(session.flashes("error").size() == 1U);
        BOOST_TEST(session.flashes().size() == 2U);
        BOOST_TEST(session.flashes().size() == 2U);
        BOOST_TEST((texts(session.flashes("error")) == Texts{"Too long."}));
    });
}

BOOST_AUTO_TEST_CASE(statement_33_flash_and_read_in_one_request_leaves_no_cookie, *holds("CK4")) {
    const auto answer = browser.visit([](Session& session) {
        session.flash("Saved.");
        BOOST_TEST((texts(session.flashes()) == Texts{"Saved."}));
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(sessions() == 0);
}

BOOST_AUTO_TEST_CASE(statement_34_messages_come_with_their_category_and_in_order) {
    browser.visit([](Session& session) {
        session.flash("one");
        session.flash("two", "error");
        session.flash("three");
    });
    browser.visit([](Session& session) {
        const std::vector<Flash> expected = {{"message", "one"}, {"error", "two"}, {"message", "three"}};
        const auto flashes = session.flashes();
        BOOST_TEST(flashes == expected, boost::test_tools::per_element());
    });
}

// There the others are thrown away unread.
BOOST_AUTO_TEST_CASE(statement_35_messages_of_other_categories_wait_on) {
    browser.visit([](Session& session) {
        session.flash("one");
        session.flash("two", "error");
    });
    browser.visit([](Session& session) { BOOST_TEST((texts(session.flashes("error")) == Texts{"two"})); });
    browser.visit([](Session& session) { BOOST_TEST((texts(session.flashes()) == Texts{"one"})); });
}

BOOST_AUTO_TEST_CASE(statement_36_clear_drops_messages_but_a_farewell_may_follow_sign_out) {
    add("alice");
    browser.sign_in("alice");
    const auto answer = browser.visit([](Session& session) {
        session.flash("unread");
        session.clear();
        BOOST_TEST(session.user().value() == "alice");
        session.sign_out();
        session.flash("Goodbye.");
    });
    BOOST_TEST(answer.all("Set-Cookie").size() == 1U);
    browser.visit([](Session& session) {
        BOOST_TEST(!session.user().has_value());
        BOOST_TEST((texts(session.flashes()) == Texts{"Goodbye."}));
    });
}

BOOST_AUTO_TEST_CASE(statement_37_reading_no_messages_writes_nothing, *holds("SL12")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    test::WriteWatch watch(path());
    const auto answer = browser.visit([](Session& session) { BOOST_TEST(session.flashes().empty()); });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(!watch.saw_a_write());
}

BOOST_AUTO_TEST_CASE(statement_38_a_message_outlives_a_redirect) {
    browser.visit([](Session& session) { session.flash("Saved."); });  // 303: the session neither knows nor cares
    browser.visit([](Session& session) { BOOST_TEST((texts(session.flashes()) == Texts{"Saved."})); });
}

BOOST_AUTO_TEST_SUITE_END()
