#include "base/times.h"

#include <clocale>
#include <cstdlib>

#include "support/holds.h"

using namespace cloakroom;
using test::holds;

BOOST_AUTO_TEST_SUITE(times)

BOOST_AUTO_TEST_CASE(moments_past_2038_and_2106_are_right, *holds("TM2")) {
    BOOST_TEST(iso_time(Instant{Seconds{2147483648}}) == "2038-01-19T03:14:08Z");
    BOOST_TEST(iso_time(Instant{Seconds{4294967296}}) == "2106-02-07T06:28:16Z");
}

BOOST_AUTO_TEST_CASE(the_time_zone_does_not_reach_utc_text, *holds("TM3")) {
    setenv("TZ", "XYZ-5", 1);
    tzset();
    BOOST_TEST(iso_time(Instant{Seconds{0}}) == "1970-01-01T00:00:00Z");
    const std::tm local = local_time(Instant{Seconds{0}});
    BOOST_TEST(local.tm_hour == 5);
    BOOST_TEST(zone_name(local) == "XYZ");
    unsetenv("TZ");
    tzset();
}

BOOST_AUTO_TEST_SUITE_END()
