#include "admin/import_file.h"

#include <boost/test/unit_test.hpp>

using namespace cloakroom;
using admin::ImportFile;
using admin::ImportLine;

namespace {

std::vector<ImportLine> lines(const std::string& text) {
    ImportFile file(text);
    BOOST_TEST(file.is_known(), text);
    std::vector<ImportLine> all;
    while (const auto line = file.next()) all.push_back(*line);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import_file)

BOOST_AUTO_TEST_CASE(htpasswd_is_known_by_its_colons) {
    const auto all = lines("# made by htpasswd\n\nann:$apr1$x\r\nbob:{SHA}y:Bob:/home/bob\n   \ncy\n");
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].number == 3U);
    BOOST_TEST(all[0].name == "ann");
    BOOST_TEST(all[0].password_hash == "$apr1$x");
    BOOST_TEST(all[1].password_hash == "{SHA}y");
    BOOST_TEST(all[2].number == 6U);
    BOOST_TEST(!all[2].readable);
}

BOOST_AUTO_TEST_CASE(csv_is_known_by_its_first_line_in_any_order_with_any_of_three_separators) {
    for (const char* text : {"Groups,Name,display_name\nchoir board,ann,\"Archer, Ann\"\n",
                             "\xEF\xBB\xBFgroups;name;display_name\r\n\"choir;board\";ann;Archer, Ann\r\n",
                             "\n groups \tname\tdisplay name\tdisplay_name\nchoir, board\tann\tx\tArcher, Ann"}) {
        const auto all = lines(text);
        BOOST_TEST_REQUIRE(all.size() == 1U);
        BOOST_TEST(all[0].readable);
        BOOST_TEST(all[0].name == "ann");
        BOOST_TEST(all[0].display_name == "Archer, Ann");
        BOOST_TEST((all[0].groups == std::vector<std::string>{"choir", "board"}));
        BOOST_TEST(all[0].password_hash.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_bad_line_of_csv_spoils_no_other) {
    const auto all = lines("name,groups\n\"ann,choir\nbob,choir\ncy\ndan,a,b\neve,choir\n");
    BOOST_TEST_REQUIRE(all.size() == 5U);
    for (const std::size_t bad : {0U, 2U, 3U}) BOOST_TEST(!all[bad].readable, bad);
    BOOST_TEST(all[1].name == "bob");
    BOOST_TEST(all[4].name == "eve");
    BOOST_TEST(all[4].number == 6U);
}

BOOST_AUTO_TEST_CASE(whoever_is_disabled_says_so_in_one_of_two_words) {
    const auto all = lines("name,disabled\nann,yes\nbob,no\ncy,\ndan,perhaps\n");
    BOOST_TEST(all.at(0).disabled);
    BOOST_TEST(!all.at(1).disabled);
    BOOST_TEST((all.at(2).readable && !all.at(2).disabled));
    BOOST_TEST(!all.at(3).readable);
}

BOOST_AUTO_TEST_CASE(columns_without_use_are_named) {
    ImportFile file("name,email,created_at,phone\nann,a@b.example,2026-01-01T00:00:00Z,1\n");
    BOOST_TEST((file.unused_columns() == std::vector<std::string>{"email", "phone"}));
    BOOST_TEST(file.next()->name == "ann");
}

BOOST_AUTO_TEST_CASE(what_is_neither_is_not_known) {
    for (const std::string& text :
         {std::string(), std::string("\n\n"), std::string("user,mail\nann,x\n"), std::string("just words\nann:x\n"),
          std::string("\xFF\xFEn\0a\0m\0e\0", 10), std::string("PK\x03\x04\n")}) {
        ImportFile file(text);
        BOOST_TEST(!file.is_known(), text);
        BOOST_TEST(!file.next().has_value());
    }
}

BOOST_AUTO_TEST_CASE(long_lines_and_nul_bytes_are_read_as_they_are) {
    const std::string megabyte(1024 * 1024, 'x');
    const auto all = lines("ann:" + megabyte + "\n" + megabyte + ":hash\nbo" + std::string(1, '\0') + "b:hash");
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].password_hash.size() == megabyte.size());
    BOOST_TEST(all[1].name.size() == megabyte.size());
    BOOST_TEST(all[2].name.size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
