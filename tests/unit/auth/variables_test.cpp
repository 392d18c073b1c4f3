#include "auth/variables.h"

#include <sys/wait.h>
#include <unistd.h>

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::Json;
using test::holds;
using test::House;

namespace {

struct Visitor : House {
    auth::Session session = auth.sessions.begin_anonymous({}).session;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(variables, Visitor)

BOOST_AUTO_TEST_CASE(a_value_comes_back_as_it_was_set, *holds("SL16")) {
    const Json values = {nullptr, true,      -5, 9007199254740993, 1.5, "text with \0 and \u00e9 \U0001F9E5",
                         {1, 2},  {{"n", 1}}};
    for (const Json& value : values) {
        BOOST_TEST(auth.variables.write(session, "key", value));
        BOOST_TEST((auth.variables.read(session, "key") == value));
    }
}

BOOST_AUTO_TEST_CASE(a_variable_that_was_never_set_is_nothing) {
    BOOST_TEST(!auth.variables.read(session, "missing").has_value());
    BOOST_TEST(!auth.variables.pop(session, "missing").has_value());
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_is_refused, *holds("SL16")) {
    BOOST_CHECK_THROW(auth.variables.write(session, "key", "\xff"), Json::type_error);
}

BOOST_AUTO_TEST_CASE(an_equal_value_is_not_a_new_version) {
    auth.variables.write(session, "key", 1);
    auth.variables.write(session, "key", 1);
    BOOST_TEST(count("SELECT version FROM session_variables") == 1);
    auth.variables.write(session, "key", 2);
    BOOST_TEST(count("SELECT version FROM session_variables") == 2);
}

BOOST_AUTO_TEST_CASE(increment_starts_at_zero_and_gives_back_the_sum) {
    BOOST_TEST(auth.variables.increment(session, "visits").value() == 1);
    BOOST_TEST(auth.variables.increment(session, "visits", 5).value() == 6);
    BOOST_TEST((auth.variables.read(session, "visits") == Json(6)));
}

BOOST_AUTO_TEST_CASE(what_is_no_whole_number_is_not_incremented) {
    auth.variables.write(session, "name", "alice");
    BOOST_TEST(!auth.variables.increment(session, "name").has_value());
    BOOST_TEST((auth.variables.read(session, "name") == Json("alice")));
}

BOOST_AUTO_TEST_CASE(a_number_is_not_incremented_past_the_largest) {
    auth.variables.write(session, "visits", INT64_MAX);
    BOOST_TEST(!auth.variables.increment(session, "visits").has_value());
    BOOST_TEST((auth.variables.read(session, "visits") == Json(INT64_MAX)));
}

BOOST_AUTO_TEST_CASE(parallel_increments_are_all_counted) {
    constexpr int workers = 4;
    constexpr int times = 50;
    for (int worker = 0; worker < workers; ++worker) {
        if (fork() == 0) {
            House own({}, folder);
            for (int i = 0; i < times; ++i) own.auth.variables.increment(session, "visits");
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    BOOST_TEST((auth.variables.read(session, "visits") == Json(workers * times)));
}

BOOST_AUTO_TEST_CASE(pop_takes_a_value_away_once) {
    auth.variables.write(session, "notice", "hello");
    BOOST_TEST((auth.variables.pop(session, "notice") == Json("hello")));
    BOOST_TEST(!auth.variables.pop(session, "notice").has_value());
}

BOOST_AUTO_TEST_CASE(variables_end_with_their_session) {
    auth.variables.write(session, "key", 1);
    auth.sessions.end(session);
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
