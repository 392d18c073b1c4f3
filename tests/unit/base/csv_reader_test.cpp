#include "base/csv_reader.h"

#include <boost/test/unit_test.hpp>

#include "base/csv.h"

using namespace cloakroom;
using Fields = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(csv_reader)

BOOST_AUTO_TEST_CASE(a_line_is_split_at_its_separators_but_not_in_quotes) {
    BOOST_TEST((split_csv_line("a,b,c", ',') == Fields{"a", "b", "c"}));
    BOOST_TEST((split_csv_line("a;b,c", ';') == Fields{"a", "b,c"}));
    BOOST_TEST((split_csv_line("\"Archer, Ann\",x", ',') == Fields{"Archer, Ann", "x"}));
    BOOST_TEST((split_csv_line("\"the \"\"Duke\"\"\",x", ',') == Fields{"the \"Duke\"", "x"}));
    BOOST_TEST((split_csv_line(",,", ',') == Fields{"", "", ""}));
    BOOST_TEST((split_csv_line("\"\",a", ',') == Fields{"", "a"}));
    BOOST_TEST((split_csv_line("", ',') == Fields{""}));
}

BOOST_AUTO_TEST_CASE(a_quote_in_the_midst_of_a_field_is_text) {
    BOOST_TEST((split_csv_line("5\" disk,x", ',') == Fields{"5\" disk", "x"}));
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_not_closed_or_text_behind_one_that_is_spoils_the_line) {
    BOOST_TEST(!split_csv_line("\"a,b", ',').has_value());
    BOOST_TEST(!split_csv_line("\"a\"b,c", ',').has_value());
    BOOST_TEST(!split_csv_line("\"\"\"", ',').has_value());
}

BOOST_AUTO_TEST_CASE(what_csv_field_wrote_is_read_as_it_was) {
    for (const char* text : {"ann", "=1+1", "'=1+1", "''", "'tis", "-", "@home", "a,b", "the \"Duke\"", "", "'"}) {
        const auto fields = split_csv_line(csv_field(text), ',');
        BOOST_TEST_REQUIRE(fields.has_value());
        BOOST_TEST(without_apostrophe(fields->at(0)) == text);
    }
}

BOOST_AUTO_TEST_CASE(an_apostrophe_that_guards_nothing_stays) {
    BOOST_TEST(without_apostrophe("'tis") == "'tis");
    BOOST_TEST(without_apostrophe("'") == "'");
}

BOOST_AUTO_TEST_SUITE_END()
