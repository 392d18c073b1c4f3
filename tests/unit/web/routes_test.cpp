#include "web/routes.h"

#include "support/holds.h"

using namespace cloakroom::web;
using cloakroom::test::holds;

BOOST_AUTO_TEST_SUITE(routes_)

BOOST_AUTO_TEST_CASE(a_path_without_a_star_is_matched_whole, *holds("CA3 PA1")) {
    BOOST_TEST(match("/home", "/home").value_or("none") == "");
    for (const char* path : {"/home/", "/homes", "/hom", "/Home", "", "/"}) BOOST_TEST(!match("/home", path), path);
}

BOOST_AUTO_TEST_CASE(a_star_is_one_segment, *holds("PA1")) {
    BOOST_TEST(match("/page/*", "/page/cart").value_or("none") == "cart");
    BOOST_TEST(match("/page/*", "/page/*").value_or("none") == "*");
    BOOST_TEST(match("/page/*", "/page/a b?#%;").value_or("none") == "a b?#%;");
    for (const char* path : {"/page/", "/page", "/page/a/", "/page/a/b", "/pages/a", "page/a"}) {
        BOOST_TEST(!match("/page/*", path), path);
    }
}

BOOST_AUTO_TEST_CASE(a_star_may_stand_before_more) {
    BOOST_TEST(match("/page/*/increment", "/page/n/increment").value_or("none") == "n");
    BOOST_TEST(match("/page/*/increment", "/page/increment/increment").value_or("none") == "increment");
    for (const char* path :
         {"/page/increment", "/page//increment", "/page/n", "/page/n/increment/", "/page/a/b/increment"}) {
        BOOST_TEST(!match("/page/*/increment", path), path);
    }
}

BOOST_AUTO_TEST_CASE(no_path_fits_two_rows_of_one_method) {
    for (const Route& one : routes()) {
        for (const Route& other : routes()) {
            const bool both = one.method == other.method && match(one.path, other.path);
            BOOST_TEST((!both || &one == &other), one.path);
        }
    }
}

// The reader of requests and the table of pages name them both.
BOOST_AUTO_TEST_CASE(what_servers_ask_is_known_to_whoever_reads_requests) {
    for (const Route& route : routes()) {
        BOOST_TEST(cloakroom::http::is_about_the_site(route.path) == (route.reply == Reply::verdict), route.path);
    }
}

BOOST_AUTO_TEST_SUITE_END()
