// What a user of Flask's session expects, statement by statement, and what holds here.
// The numbers count the behaviours of a Flask session, as they were found by trying.
// Here 1 to 16; the others stand in lifetime_and_flash_test.cpp.
#include <cmath>
#include <stdexcept>

#include "support/browser.h"
#include "support/holds.h"
#include "support/write_watch.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;

namespace {

template <typename Key>
concept is_a_key = requires(Session session, Key key) {
    session[key];
};

template <typename S>
concept can_be_changed_in_place = requires(S session) {
    session["list"].push_back(2);
}
|| requires(S session) {
    session["list"]["inside"] = 2;
};

template <typename Key>
concept can_be_set = requires(Session session, Key key) {
    session.set(key, 1);
};

using Texts = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(statements, test::Visited)

// Reading

BOOST_AUTO_TEST_CASE(statement_1_at_throws_where_get_gives_a_default) {
    browser.visit([](Session& session) {
        BOOST_CHECK_THROW(session.at("missing"), KeyError);
        BOOST_CHECK_THROW(session["missing"].get<int>(), KeyError);
        BOOST_TEST(session.get("missing", "none") == "none");
    });
}

BOOST_AUTO_TEST_CASE(statement_2_asking_for_what_is_missing_sets_no_cookie) {
    const auto answer = browser.visit([](Session& session) {
        BOOST_TEST(session.get("missing").is_null());
        BOOST_TEST(!session.contains("missing"));
    });
    BOOST_TEST(!answer.sets_cookie());
}

BOOST_AUTO_TEST_CASE(statement_3_an_untouched_session_sends_no_header_and_reads_nothing, *holds("CK4")) {
    browser.cookies = "cloakroom=" + std::string(43, 'A');
    execute("DROP TABLE flash_messages; DROP TABLE session_variables; DROP TABLE sessions");
    BOOST_TEST(browser.visit([](Session&) {}).headers.empty());
    BOOST_CHECK_THROW(browser.visit([](Session& session) { session.user(); }), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(statement_4_any_look_at_the_session_is_told_to_caches, *holds("CA1")) {
    for (void (*look)(Session&) :
         {+[](Session& session) { session.contains("k"); }, +[](Session& session) { session.user(); },
          +[](Session& session) { session.all(); }, +[](Session& session) { session.is_new(); },
          +[](Session& session) { session.flashes(); }}) {
        const auto answer = browser.visit(look);
        BOOST_TEST((answer.all("Vary") == Texts{"Cookie"}));
        BOOST_TEST((answer.all("Cache-Control") == Texts{"no-store"}));
    }
}

// There the cookie stays and is refused again and again.
BOOST_AUTO_TEST_CASE(statement_5_a_garbage_cookie_is_an_empty_session_and_deleted_once, *holds("CK7 ID3")) {
    browser.cookies = "cloakroom=garbage";
    const auto look = [](Session& session) { BOOST_TEST(session.all().empty()); };
    BOOST_TEST(browser.visit(look).deletes_cookie());
    BOOST_TEST(!browser.visit(look).sets_cookie());
}

// Writing

// There the cookie has no SameSite and is never Secure unless one says so.
BOOST_AUTO_TEST_CASE(statement_6_the_first_write_sends_exactly_one_cookie, *holds("CK1 CK2")) {
    const auto write = [](Session& session) {
        session["colour"] = "green";
        session["shape"] = "round";
        session.increment("visits");
    };
    const auto cookies = browser.visit(write).all("Set-Cookie");
    BOOST_TEST_REQUIRE(cookies.size() == 1U);
    BOOST_TEST(cookies[0].starts_with("cloakroom="));
    BOOST_TEST(cookies[0].substr(std::string("cloakroom=").size() + 43) == "; Path=/; HttpOnly; SameSite=Lax");
    BOOST_TEST(sessions() == 1);

    test::Browser over_https{*this, true};
    const auto secure = over_https.visit(write).all("Set-Cookie");
    BOOST_TEST_REQUIRE(secure.size() == 1U);
    BOOST_TEST(secure[0].starts_with("__Host-cloakroom="));
    BOOST_TEST(secure[0].ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"));
}

BOOST_AUTO_TEST_CASE(statement_7_reading_later_sends_no_cookie) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    const auto later = browser.visit([](Session& session) { BOOST_TEST((session["colour"] == "green")); });
    BOOST_TEST(!later.sets_cookie());
}

// There it counts as a change.
BOOST_AUTO_TEST_CASE(statement_8_an_equal_value_is_not_written_again, *holds("SL12")) {
    browser.visit([](Session& session) { session["cart"] = {{"tea", 2}}; });
    test::WriteWatch watch(path());
    browser.visit([](Session& session) { session["cart"] = {{"tea", 2}}; });
    BOOST_TEST(!watch.saw_a_write());
}

// There an append to a stored list is lost silently; here it does not compile, and
// update() is the way, which loses nothing.
BOOST_AUTO_TEST_CASE(statement_9_a_change_inside_a_value_goes_through_update) {
    browser.visit([](Session& session) {
        session["list"] = Value::array({1});
        session.update("list", [](Value list) {
            list.push_back(2);
            return list;
        });
    });
    browser.visit([](Session& session) { BOOST_TEST((session["list"] == Value{1, 2})); });
    static_assert(!can_be_changed_in_place<Session>);
}

// There a number as key comes back as text, and a mix of both is an error 500.
BOOST_AUTO_TEST_CASE(statement_10_keys_are_text_says_the_compiler) {
    static_assert(is_a_key<const char*> && is_a_key<std::string> && is_a_key<std::string_view>);
    static_assert(!is_a_key<int> && !is_a_key<unsigned> && !is_a_key<long> && !is_a_key<char> && !is_a_key<double>);
    static_assert(!is_a_key<bool>);
    static_assert(can_be_set<std::string> && !can_be_set<int>);
}

// There NaN, bytes, dates and whole numbers of any size are kept as well, and other
// kinds become text silently. Here values are JSON; a date is kept as text or number.
BOOST_AUTO_TEST_CASE(statement_11_every_kind_of_value_comes_back_as_it_was, *holds("SL16")) {
    const std::map<std::string, Value> values = {{"nothing", nullptr},
                                                 {"yes", true},
                                                 {"least", INT64_MIN},
                                                 {"most", INT64_MAX},
                                                 {"double", 0.1},
                                                 {"whole double", 2.0},
                                                 {"text", "caf\u00e9 \U0001F9E5"},
                                                 {"with a zero", std::string("a\0b", 3)},
                                                 {"empty", ""},
                                                 {"array", {1, "two", nullptr, {3}}},
                                                 {"object", {{"n", 1}, {"inside", {{"deep", true}}}}},
                                                 {"empty array", Value::array()},
                                                 {"empty object", Value::object()}};
    browser.visit([&](Session& session) {
        for (const auto& [key, value] : values) session[key] = value;
    });
    browser.visit([&](Session& session) {
        BOOST_TEST((session.all() == values));
        for (const auto& [key, value] : values) BOOST_TEST(session.at(key).dump() == value.dump());
    });
    browser.visit([](Session& session) {
        const std::vector<Value> refused = {std::nan(""), HUGE_VAL, UINT64_MAX, "\xff", Value::binary({1})};
        for (const Value& value : refused) BOOST_CHECK_THROW(session["text"] = value, ValueError);
    });
}

// The same here, also for what an exception ends: what was written is written.
BOOST_AUTO_TEST_CASE(statement_12_what_was_written_before_an_exception_stays) {
    Session session = browser.open();
    const auto page = [&] {
        session["colour"] = "green";
        throw std::runtime_error("the page failed");
    };
    BOOST_CHECK_THROW(page(), std::runtime_error);
    browser.close(session);
    browser.visit([](Session& later) { BOOST_TEST((later["colour"] == "green")); });
}

// There, over 4 kB, a line in a log, and the browser drops the cookie.
BOOST_AUTO_TEST_CASE(statement_13_what_is_too_large_is_an_error_and_nothing_is_lost, *holds("SL9")) {
    browser.visit([](Session& session) {
        session["large"] = std::string(60'000, 'a');
        BOOST_CHECK_THROW(session["more"] = std::string(6'000, 'b'), QuotaError);
        BOOST_CHECK_THROW(session["large"] = std::string(65'536, 'c'), QuotaError);
        BOOST_CHECK_THROW(session.compare_and_set("large", std::string(60'000, 'a'), std::string(65'536, 'c')),
                          QuotaError);
        BOOST_TEST(session.all().size() == 1U);
        BOOST_TEST((session["large"] == std::string(60'000, 'a')));
    });
}

// There the last one wins.
BOOST_AUTO_TEST_CASE(statement_14_parallel_requests_lose_no_key, *holds("SL8")) {
    browser.visit([](Session& session) { session["first"] = 1; });
    Session one = browser.open();
    Session other = browser.open();
    one.contains("first");
    other.contains("first");
    one["one"] = 1;
    other["other"] = 2;
    browser.visit([](Session& session) { BOOST_TEST(session.all().size() == 3U); });
}

// There whatever is set before the answer leaves is saved. Here what needs no header
// may even be written later.
BOOST_AUTO_TEST_CASE(statement_15_after_the_headers_a_write_that_needs_one_throws) {
    Session fresh = browser.open();
    fresh.get("colour");
    BOOST_TEST(!browser.close(fresh).sets_cookie());
    BOOST_CHECK_THROW(fresh["colour"] = "green", HeadersSent);
    BOOST_TEST(sessions() == 0);

    browser.visit([](Session& session) { session["colour"] = "green"; });
    Session later = browser.open();
    later.get("colour");
    browser.close(later);
    later["colour"] = "blue";
    BOOST_TEST((later["colour"] == "blue"));
}

BOOST_AUTO_TEST_CASE(statement_16_no_secret_key_need_be_set) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    BOOST_TEST(sessions() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
