#include "http/conditions.h"

#include "http/date.h"
#include "support/holds.h"

using namespace cloakroom;
using http::Condition;
using http::Request;

BOOST_TEST_DONT_PRINT_LOG_VALUE(Condition)

namespace {

constexpr Instant changed{Seconds{1'700'000'000}};
const http::Validators file{.tag = "\"abc\"", .changed = changed, .now = changed + Seconds{100}};
const std::string then = http::http_date(changed);
const std::string earlier = http::http_date(changed - Seconds{1});

Condition check(std::string Request::*header, const std::string& value) {
    Request request;
    request.*header = value;
    return http::check_conditions(request, file);
}

bool fits(const std::string& value, Seconds age = Seconds{100}) {
    Request request;
    request.if_range = value;
    return http::range_still_fits(request, {.tag = file.tag, .changed = changed, .now = changed + age});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conditions)

BOOST_AUTO_TEST_CASE(without_a_condition_the_file_is_sent) {
    BOOST_TEST(http::check_conditions({}, file) == Condition::met);
}

BOOST_AUTO_TEST_CASE(a_known_tag_is_not_modified) {
    for (const char* value : {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "\"abc-gzip\"", "*"}) {
        BOOST_TEST(check(&Request::if_none_match, value) == Condition::not_modified, value);
    }
    for (const char* value : {"\"x\"", "abc", "\"xabc\""}) {
        BOOST_TEST(check(&Request::if_none_match, value) == Condition::met, value);
    }
}

BOOST_AUTO_TEST_CASE(what_has_not_changed_since_is_not_modified) {
    BOOST_TEST(check(&Request::if_modified_since, then) == Condition::not_modified);
    BOOST_TEST(check(&Request::if_modified_since, earlier) == Condition::met);
    BOOST_TEST(check(&Request::if_modified_since, "no date") == Condition::met);
}

BOOST_AUTO_TEST_CASE(a_tag_counts_more_than_a_date) {
    Request request;
    request.if_none_match = "\"x\"";
    request.if_modified_since = then;
    BOOST_TEST(http::check_conditions(request, file) == Condition::met);
    request = {};
    request.if_match = "\"abc\"";
    request.if_unmodified_since = earlier;
    BOOST_TEST(http::check_conditions(request, file) == Condition::met);
}

BOOST_AUTO_TEST_CASE(what_must_be_the_same_and_is_not_has_failed) {
    for (const char* value : {"\"x\"", "W/\"abc\"", "\"abc-gzip\""}) {
        BOOST_TEST(check(&Request::if_match, value) == Condition::failed, value);
    }
    for (const char* value : {"\"abc\"", "\"x\", \"abc\"", "*"}) {
        BOOST_TEST(check(&Request::if_match, value) == Condition::met, value);
    }
    BOOST_TEST(check(&Request::if_unmodified_since, earlier) == Condition::failed);
    BOOST_TEST(check(&Request::if_unmodified_since, then) == Condition::met);
    BOOST_TEST(check(&Request::if_unmodified_since, "no date") == Condition::met);
}

BOOST_AUTO_TEST_CASE(a_part_fits_what_the_client_has_of_the_same_file) {
    BOOST_TEST(fits(""));
    BOOST_TEST(fits("\"abc\""));
    BOOST_TEST(fits(then));
    for (const std::string value : {"\"x\"", "W/\"abc\"", "abc"}) BOOST_TEST(!fits(value), value);
    BOOST_TEST(!fits(earlier));
}

BOOST_AUTO_TEST_CASE(a_date_of_this_very_second_does_not_tell_two_files_apart) {
    BOOST_TEST(!fits(then, Seconds{0}));
    BOOST_TEST(!fits(then, Seconds{1}));
    BOOST_TEST(fits(then, Seconds{2}));
}

BOOST_AUTO_TEST_SUITE_END()
