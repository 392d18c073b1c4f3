#define BOOST_TEST_MODULE hosts
#define BOOST_TEST_NO_MAIN
#include <curl/curl.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

int main(int count, char** arguments) {
    std::signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_ALL);
    return boost::unit_test::unit_test_main(init_unit_test, count, arguments);
}
