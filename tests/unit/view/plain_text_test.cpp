#include "view/plain_text.h"

#include <boost/test/unit_test.hpp>

using cloakroom::view::plain_text;

BOOST_AUTO_TEST_SUITE(plain_text_of_html)

BOOST_AUTO_TEST_CASE(tags_and_line_breaks_go_and_signs_come_back) {
    BOOST_TEST(plain_text("Write <code class=\"x\">base_url</code>.\n") == "Write base_url.");
    BOOST_TEST(plain_text("[&quot;192.0.2.1&quot;] &amp;lt; &#39;&lt;&gt;") == "[\"192.0.2.1\"] &lt; '<>");
    BOOST_TEST(plain_text("a <b") == "a ");
    BOOST_TEST(plain_text("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
