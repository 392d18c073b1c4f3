#include "base/encoding.h"

#include "support/holds.h"

using namespace cloakroom;
using test::holds;

BOOST_AUTO_TEST_SUITE(encoding)

BOOST_AUTO_TEST_CASE(base64url_follows_rfc_4648_without_padding) {
    BOOST_TEST(base64url("") == "");
    BOOST_TEST(base64url("f") == "Zg");
    BOOST_TEST(base64url("foobar") == "Zm9vYmFy");
    BOOST_TEST(base64url("\xfb\xff\xfe") == "-__-");
    BOOST_TEST(base64url(std::string(32, 'x')).size() == 43U);
}

BOOST_AUTO_TEST_CASE(base32_uses_only_letters_that_are_not_mistaken) {
    const std::string digits =
        base32(std::string("\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77\xdf", 20));
    BOOST_TEST(digits == "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

BOOST_AUTO_TEST_CASE(sha256_gives_the_digest_of_fips_180) {
    BOOST_TEST(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(percent_encoding_leaves_only_unreserved_characters) {
    BOOST_TEST(percent_encode("/home") == "%2Fhome");
    BOOST_TEST(percent_encode("a-b._~ \xc3\xa9") == "a-b._~%20%C3%A9");
}

BOOST_AUTO_TEST_CASE(percent_decoding_keeps_a_broken_escape_as_it_stands, *holds("FP6")) {
    BOOST_TEST(percent_decode("%zz%4") == "%zz%4");
    BOOST_TEST(percent_decode("100%") == "100%");
    BOOST_TEST(percent_decode("%2Fa%2fb+") == "/a/b+");
    BOOST_TEST(percent_decode("%41%4") == "A%4");
    BOOST_TEST(percent_decode("%00").size() == 1U);
}

BOOST_AUTO_TEST_CASE(overlong_and_surrogate_utf8_is_ill_formed, *holds("FP7")) {
    BOOST_TEST(is_utf8("Gr\xc3\xbc\xc3\x9f\x65 \xf0\x9f\xa7\xa5"));
    for (const char* wrong : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "a\x80", "\xe2\x82"}) {
        BOOST_TEST(!is_utf8(wrong));
    }
}

BOOST_AUTO_TEST_CASE(ill_formed_text_leaves_as_replacement_characters, *holds("TP5")) {
    BOOST_TEST(to_utf8("a\xff"
                       "b") ==
               "a\xef\xbf\xbd"
               "b");
    BOOST_TEST(to_utf8("na\xc3\xafve") == "na\xc3\xafve");
}

BOOST_AUTO_TEST_SUITE_END()
