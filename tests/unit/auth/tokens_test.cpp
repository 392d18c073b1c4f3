#include "auth/tokens.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using auth::TokenKind;
using test::holds;
using test::House;

BOOST_FIXTURE_TEST_SUITE(tokens, House)

BOOST_AUTO_TEST_CASE(a_code_has_140_bits_in_seven_groups_and_is_stored_as_a_hash, *holds("PW11")) {
    const std::string code = auth.tokens.make(TokenKind::set_up, 1h);
    BOOST_TEST(code.size() == 34U);
    BOOST_TEST(std::count(code.begin(), code.end(), '-') == 6);
    BOOST_TEST(count("SELECT length(token_hash) FROM tokens") == 32);
}

BOOST_AUTO_TEST_CASE(a_code_is_good_however_it_is_typed) {
    std::string code = auth.tokens.make(TokenKind::set_up, 1h);
    BOOST_TEST(auth.tokens.is_good(TokenKind::set_up, code));
    for (char& c : code) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
    BOOST_TEST(auth.tokens.is_good(TokenKind::set_up, code));
    for (char& c : code) c = c == '0' ? 'o' : c == '1' ? 'l' : c;
    BOOST_TEST(auth.tokens.is_good(TokenKind::set_up, code));
}

BOOST_AUTO_TEST_CASE(a_wrong_or_empty_code_or_one_of_another_kind_opens_nothing) {
    const std::string code = auth.tokens.make(TokenKind::set_up, 1h);
    BOOST_TEST(!auth.tokens.is_good(TokenKind::set_up, ""));
    BOOST_TEST(!auth.tokens.is_good(TokenKind::set_up, code.substr(1)));
    BOOST_TEST(!auth.tokens.is_good(TokenKind::way_back, code));
}

BOOST_AUTO_TEST_CASE(a_newer_code_ends_the_older, *holds("PW11")) {
    const std::string older = auth.tokens.make(TokenKind::set_up, 1h);
    auth.tokens.make(TokenKind::set_up, 1h);
    BOOST_TEST(!auth.tokens.is_good(TokenKind::set_up, older));
}

BOOST_AUTO_TEST_CASE(a_code_expires, *holds("PW11")) {
    const std::string code = auth.tokens.make(TokenKind::set_up, 1h);
    clock.move(1h);
    BOOST_TEST(!auth.tokens.is_good(TokenKind::set_up, code));
    BOOST_TEST(!auth.tokens.exists(TokenKind::set_up));
}

BOOST_AUTO_TEST_CASE(of_two_who_end_a_code_one_is_told_no, *holds("PW10")) {
    auth.tokens.make(TokenKind::set_up, 1h);
    BOOST_TEST(auth.tokens.end_all(TokenKind::set_up));
    BOOST_TEST(!auth.tokens.end_all(TokenKind::set_up));
}

BOOST_AUTO_TEST_SUITE_END()
