#include "base/csv.h"

#include "support/holds.h"

using namespace cloakroom;
using test::holds;

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(a_row_has_commas_and_ends_with_cr_lf) {
    BOOST_TEST(csv_row({"a", "", "b c"}) == "a,,b c\r\n");
    BOOST_TEST(csv_row({"", "b"}) == ",b\r\n");
}

BOOST_AUTO_TEST_CASE(what_would_break_a_row_stands_in_quotes) {
    BOOST_TEST(csv_field("a,b") == "\"a,b\"");
    BOOST_TEST(csv_field("say \"hello\"") == "\"say \"\"hello\"\"\"");
    BOOST_TEST(csv_field("two\nlines") == "\"two\nlines\"");
}

BOOST_AUTO_TEST_CASE(no_spreadsheet_takes_a_field_for_a_formula, *holds("TP7")) {
    for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"}) {
        const std::string field = csv_field(text);
        BOOST_TEST((field.starts_with('\'') || field.starts_with("\"'")), text);
    }
    BOOST_TEST(csv_field("a=1") == "a=1");
    BOOST_TEST(csv_field("1-2") == "1-2");
}

BOOST_AUTO_TEST_CASE(a_separator_of_another_country_opens_no_field_for_a_formula, *holds("TP7")) {
    BOOST_TEST(csv_field("a;=1+1") == "\"a;=1+1\"");
    BOOST_TEST(csv_field("a\t=1+1") == "\"a\t=1+1\"");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_never_leaves, *holds("TP5")) {
    BOOST_TEST(csv_field("a\xff") == "a\uFFFD");
}

BOOST_AUTO_TEST_SUITE_END()
