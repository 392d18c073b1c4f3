// Ties a test to the numbered requirements that it holds; docs/security.md is made from these.
#pragma once

#include <boost/test/unit_test.hpp>

namespace cloakroom::test {

// BOOST_AUTO_TEST_CASE(a_true_sentence, *holds("CK5 CK6"))
inline auto holds(const char* numbers) {
    return boost::unit_test::description(numbers);
}

}  // namespace cloakroom::test
