#include "http/environment.h"

#include "support/holds.h"

using cloakroom::http::Environment;
using cloakroom::test::holds;

BOOST_AUTO_TEST_SUITE(environment)

BOOST_AUTO_TEST_CASE(a_variable_has_its_value) {
    const char* const variables[] = {"HOME=/root", "HTTP_HOST=a=b", nullptr};
    BOOST_TEST(Environment(variables).get("HTTP_HOST") == "a=b");
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_not_set_is_empty) {
    const char* const variables[] = {"HTTP_HOSTS=x", "HTTP_HOS=y", "HTTP_HOST", nullptr};
    BOOST_TEST(Environment(variables).get("HTTP_HOST") == "");
}

BOOST_AUTO_TEST_CASE(the_first_of_two_counts, *holds("CG7")) {
    const char* const variables[] = {"HTTPS=", "HTTPS=on", nullptr};
    BOOST_TEST(Environment(variables).get("HTTPS") == "");
}

BOOST_AUTO_TEST_SUITE_END()
