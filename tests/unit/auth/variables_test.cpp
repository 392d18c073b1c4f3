#include "auth/variables.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cmath>

#include "support/holds.h"
#include "support/house.h"
#include "support/write_watch.h"

using namespace cloakroom;
using auth::Json;
using test::holds;
using test::House;

namespace {

using enum auth::Written;

struct Visitor : House {
    auth::Session session = auth.sessions.begin_anonymous({}).session;

    auth::Written write(std::string_view name, const Json& value, auth::Space space = auth::Space::program) {
        return auth.variables.write(session, space, name, value);
    }
    std::optional<Json> read(std::string_view name, auth::Space space = auth::Space::program) {
        return auth.variables.read(session, space, name);
    }
    auto increment(std::string_view name, std::int64_t by = 1) {
        return auth.variables.increment(session, auth::Space::program, name, by);
    }
    std::optional<Json> pop(std::string_view name) { return auth.variables.pop(session, auth::Space::program, name); }
    auth::Written compare_and_set(std::string_view name, const Json* expected, const Json& value) {
        return auth.variables.compare_and_set(session, auth::Space::program, name, expected, value);
    }
};

bool is(const std::variant<std::int64_t, auth::Written>& result, std::int64_t sum) {
    return result == std::variant<std::int64_t, auth::Written>(sum);
}

bool is(const std::variant<std::int64_t, auth::Written>& result, auth::Written outcome) {
    return result == std::variant<std::int64_t, auth::Written>(outcome);
}

// An array in an array in an array ...
Json nested(int levels) {
    Json value = 1;
    for (int level = 0; level < levels; ++level) value = Json::array({value});
    return value;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(variables, Visitor)

BOOST_AUTO_TEST_CASE(a_value_comes_back_as_it_was_set, *holds("SL16")) {
    const Json values = {nullptr,
                         true,
                         -5,
                         9007199254740993,
                         INT64_MIN,
                         INT64_MAX,
                         1.5,
                         1e-300,
                         1.0,
                         "",
                         std::string("text with \0 and \u00e9 \U0001F9E5", 24),
                         {1, 2},
                         {{"n", 1}},
                         nested(32)};
    for (const Json& value : values) {
        BOOST_TEST((write("key", value) == done));
        BOOST_TEST(read("key").value().dump() == value.dump());
    }
}

BOOST_AUTO_TEST_CASE(a_variable_that_was_never_set_is_nothing) {
    BOOST_TEST(!read("missing").has_value());
    BOOST_TEST(!pop("missing").has_value());
}

BOOST_AUTO_TEST_CASE(what_json_cannot_hold_is_refused, *holds("SL16")) {
    const Json values = {"\xff",     {{"\xff", 1}},       std::nan(""), INFINITY, std::uint64_t{1} << 63U,
                         nested(33), Json::binary({1, 2})};
    for (const Json& value : values) BOOST_TEST((write("key", value) == not_a_variable));
    BOOST_TEST(!read("key").has_value());
}

BOOST_AUTO_TEST_CASE(a_name_is_visible_text_of_1_to_128_bytes, *holds("SL16")) {
    for (const std::string& name : {std::string(), std::string(129, 'n'), std::string("a\nb"), std::string("a\0b", 3),
                                    std::string("\xff"), std::string("\x7f")}) {
        BOOST_TEST((write(name, 1) == not_a_variable));
        BOOST_TEST(is(increment(name), not_a_variable));
    }
    for (const std::string& name : {std::string(128, 'n'), std::string("\u00e9 \U0001F9E5"), std::string("..")}) {
        BOOST_TEST((write(name, 1) == done));
    }
}

BOOST_AUTO_TEST_CASE(an_equal_value_is_not_written_again, *holds("SL12")) {
    write("key", 1);
    test::WriteWatch watch(path());
    write("key", 1);
    BOOST_TEST(!watch.saw_a_write());
    write("key", 2);
    BOOST_TEST(watch.saw_a_write());
}

BOOST_AUTO_TEST_CASE(the_spaces_hold_different_variables) {
    write("key", 1);
    write("key", 2, auth::Space::page);
    BOOST_TEST((read("key") == Json(1)));
    BOOST_TEST((auth.variables.read_all(session, auth::Space::page) == std::map<std::string, Json>{{"key", 2}}));
}

BOOST_AUTO_TEST_CASE(increment_starts_at_zero_and_gives_back_the_sum) {
    BOOST_TEST(is(increment("visits"), 1));
    BOOST_TEST(is(increment("visits", 5), 6));
    BOOST_TEST((read("visits") == Json(6)));
}

BOOST_AUTO_TEST_CASE(what_is_no_whole_number_is_not_incremented) {
    write("name", "alice");
    BOOST_TEST(is(increment("name"), not_a_number));
    BOOST_TEST((read("name") == Json("alice")));
}

BOOST_AUTO_TEST_CASE(a_number_is_not_incremented_past_the_largest) {
    write("visits", INT64_MAX);
    BOOST_TEST(is(increment("visits"), not_a_number));
    BOOST_TEST((read("visits") == Json(INT64_MAX)));
}

BOOST_AUTO_TEST_CASE(parallel_increments_are_all_counted) {
    constexpr int workers = 4;
    constexpr int times = 50;
    for (int worker = 0; worker < workers; ++worker) {
        if (fork() == 0) {
            House own({}, folder);
            for (int i = 0; i < times; ++i) {
                own.auth.variables.increment(session, auth::Space::program, "visits");
            }
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    BOOST_TEST((read("visits") == Json(workers * times)));
}

BOOST_AUTO_TEST_CASE(a_value_that_changed_meanwhile_is_not_overwritten) {
    const Json one = 1;
    BOOST_TEST((compare_and_set("key", &one, 2) == changed));
    BOOST_TEST((compare_and_set("key", nullptr, 1) == done));
    BOOST_TEST((compare_and_set("key", nullptr, 1) == changed));
    BOOST_TEST((compare_and_set("key", &one, 2) == done));
    BOOST_TEST((compare_and_set("key", &one, 3) == changed));
    BOOST_TEST((read("key") == Json(2)));
}

BOOST_AUTO_TEST_CASE(a_value_that_was_removed_and_set_anew_is_not_taken_for_the_old_one) {
    write("key", "old");
    pop("key");
    write("key", "new");
    const Json old = "old";
    BOOST_TEST((compare_and_set("key", &old, "newer") == changed));
}

BOOST_AUTO_TEST_CASE(more_than_64_kib_are_refused_whole, *holds("SL9")) {
    write("a", std::string(40'000, 'a'));
    BOOST_TEST((write("b", std::string(25'531, 'b')) == full));
    BOOST_TEST(!read("b").has_value());
    BOOST_TEST((write("b", std::string(25'530, 'b')) == done));
    BOOST_TEST(is(increment("c"), full));
    BOOST_TEST((write("b", std::string(25'531, 'c')) == full));
    BOOST_TEST((read("b") == Json(std::string(25'530, 'b'))));
}

BOOST_AUTO_TEST_CASE(a_number_for_which_there_is_no_room_is_a_number_all_the_same, *holds("SL9")) {
    write("n", 1);
    write("a", std::string(65'531, 'a'));
    BOOST_TEST(is(increment("n", 1'000), full));
    BOOST_TEST((read("n") == Json(1)));
}

BOOST_AUTO_TEST_CASE(more_than_256_variables_are_refused, *holds("SL9")) {
    for (int i = 0; i < 256; ++i) BOOST_TEST((write("key" + std::to_string(i), i) == done));
    BOOST_TEST((write("one_more", 1) == full));
    BOOST_TEST(is(increment("one_more"), full));
    BOOST_TEST((compare_and_set("one_more", nullptr, 1) == full));
    BOOST_TEST((write("key0", "changed") == done));
}

BOOST_AUTO_TEST_CASE(what_the_browser_stores_takes_no_room_from_programs, *holds("SL9")) {
    BOOST_TEST((write("a", std::string(65'000, 'a'), auth::Space::page) == done));
    BOOST_TEST((write("a", std::string(65'000, 'a')) == done));
}

BOOST_AUTO_TEST_CASE(pop_takes_a_value_away_once) {
    write("notice", "hello");
    BOOST_TEST((pop("notice") == Json("hello")));
    BOOST_TEST(!pop("notice").has_value());
}

BOOST_AUTO_TEST_CASE(variables_end_with_their_session) {
    write("key", 1);
    auth.sessions.end(session);
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
