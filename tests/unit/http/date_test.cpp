#include "http/date.h"

#include "support/holds.h"

using namespace cloakroom;
using test::holds;

namespace {

constexpr Instant moment{Seconds{784'111'777}};

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(std::optional<Instant>)

BOOST_AUTO_TEST_SUITE(date)

BOOST_AUTO_TEST_CASE(a_date_has_the_fixed_form, *holds("TM2")) {
    BOOST_TEST(http::http_date(moment) == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(http::http_date(Instant{Seconds{4'102'444'800}}) == "Fri, 01 Jan 2100 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(the_fixed_form_and_the_two_old_ones_are_read) {
    for (const char* text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
        BOOST_TEST((http::parse_http_date(text) == moment), text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_nothing) {
    for (const char* text : {"", "yesterday", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37", "784111777",
                             "Sun, 06 Nov 1994 08:49:37 GMT and more"}) {
        BOOST_TEST(!http::parse_http_date(text), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
