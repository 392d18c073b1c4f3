#define BOOST_TEST_MODULE cgi
#include <boost/test/unit_test.hpp>
