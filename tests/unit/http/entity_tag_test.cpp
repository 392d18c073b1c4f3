#include "http/entity_tag.h"

#include "support/holds.h"

using namespace cloakroom::http;

BOOST_AUTO_TEST_SUITE(entity_tag_)

BOOST_AUTO_TEST_CASE(the_same_text_has_the_same_tag_and_no_other_has) {
    BOOST_TEST(entity_tag("1") == entity_tag("1"));
    BOOST_TEST(entity_tag("1") != entity_tag("1.0"));
    BOOST_TEST(entity_tag("").size() == 24U);
}

BOOST_AUTO_TEST_CASE(a_tag_is_found_among_others_and_in_what_servers_make_of_it) {
    const std::string tag = entity_tag("1");
    const std::string open = tag.substr(0, tag.size() - 1);
    for (const std::string& header :
         {tag, std::string("*"), "\"x\", " + tag, "W/" + tag, open + "-gzip\"", tag + ",\"y\""}) {
        BOOST_TEST(names_tag(header, tag), header);
    }
    for (const std::string& header :
         {std::string(), entity_tag("2"), open.substr(1), std::string("\"*\""), "\"x" + open.substr(1) + "\""}) {
        BOOST_TEST(!names_tag(header, tag), header);
    }
}

BOOST_AUTO_TEST_SUITE_END()
