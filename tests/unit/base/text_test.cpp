#include "base/text.h"

#include <limits>

#include "support/holds.h"

using namespace cloakroom;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(words_are_joined_with_what_stands_between_them_only) {
    BOOST_TEST(joined({"board", "choir", "youth"}, ", ") == "board, choir, youth");
    BOOST_TEST(joined({"board"}, ", ") == "board");
    BOOST_TEST(joined({}, ", ") == "");
}

BOOST_AUTO_TEST_CASE(a_number_is_digits_and_no_more) {
    BOOST_TEST(parse_number("42").value() == 42);
    BOOST_TEST(parse_number("-7").value() == -7);
    BOOST_TEST(parse_number("9223372036854775807").value() == std::numeric_limits<std::int64_t>::max());
    for (const char* text : {"", "-", "+1", " 1", "1 ", "1.5", "0x10", "one", "9223372036854775808"}) {
        BOOST_TEST(!parse_number(text), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
