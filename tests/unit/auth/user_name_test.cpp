#include "auth/user_name.h"

#include "support/holds.h"

using namespace cloakroom::auth;
using cloakroom::test::holds;

BOOST_AUTO_TEST_SUITE(user_name)

BOOST_AUTO_TEST_CASE(names_that_look_alike_have_one_canonical_form, *holds("SI11")) {
    const std::string canonical = parse_user_name("José Admin")->canonical;
    for (const char* twin :
         {"josé admin", "JOSÉ  ADMIN", " José Admin\u00a0", "Jose\u0301 Admin", "Ｊｏｓé　Ａｄｍｉｎ"}) {
        BOOST_REQUIRE(parse_user_name(twin));
        BOOST_TEST(parse_user_name(twin)->canonical == canonical, twin);
    }
    BOOST_TEST(parse_user_name("Jose Admin")->canonical != canonical);
}

BOOST_AUTO_TEST_CASE(a_name_is_shown_as_its_owner_writes_it) {
    BOOST_TEST(parse_user_name("  Anna  Müller ")->shown == "Anna Müller");
}

BOOST_AUTO_TEST_CASE(a_name_with_characters_that_cannot_be_seen_is_none, *holds("SI11")) {
    for (const std::string& name :
         {std::string(""), std::string("   "), std::string("a\nb"), std::string("a\0b", 3), std::string("ad\u200bmin"),
          std::string("\u202enimda"), std::string("a\xff"), std::string("\u00ad")}) {
        BOOST_TEST(!parse_user_name(name).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_name_has_at_most_64_characters) {
    std::string long_name;
    for (int i = 0; i < 64; ++i) long_name += "ü";
    BOOST_TEST(parse_user_name(long_name).has_value());
    BOOST_TEST(!parse_user_name(long_name + "x").has_value());
}

BOOST_AUTO_TEST_CASE(case_folding_does_not_ask_the_locale, *holds("TM3")) {
    BOOST_TEST(parse_user_name("ISTANBUL")->canonical == "istanbul");
}

BOOST_AUTO_TEST_CASE(of_a_text_only_what_can_be_seen_is_kept) {
    BOOST_TEST(visible_text("  the \t old\u00a0\u00a0laptop\n", 40) == "the old laptop");
    BOOST_TEST(visible_text("Jose\u0301\x1B[2J", 40) == "José[2J");
    BOOST_TEST(visible_text("\u202eevil\u200b \xff", 40) == "evil");
    BOOST_TEST(visible_text("\u200b \n", 40).empty());
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_two_characters) {
    BOOST_TEST(visible_text("üüüü", 3) == "üüü");
    BOOST_TEST(visible_text("ab cd", 3) == "ab");
    BOOST_TEST(visible_text("abc", 3) == "abc");
}

BOOST_AUTO_TEST_SUITE_END()
