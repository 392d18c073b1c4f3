#include "http/cookie.h"

#include <array>
#include <optional>
#include <string>

#include "support/holds.h"

using namespace cloakroom::http;
using cloakroom::Seconds;
using cloakroom::test::holds;

namespace {

std::string value_in(std::string_view header) {
    return read_cookie(header, "cloakroom").value_or("(none)");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cookie)

BOOST_AUTO_TEST_CASE(over_https_the_cookie_is_bound_to_the_host, *holds("CK1")) {
    BOOST_TEST(session_cookie_name(true, "") == "__Host-cloakroom");
    BOOST_TEST(set_cookie("__Host-cloakroom", "v", true, std::nullopt) ==
               "__Host-cloakroom=v; Path=/; HttpOnly; SameSite=Lax; Secure");
}

BOOST_AUTO_TEST_CASE(over_plain_http_the_cookie_has_no_prefix_and_is_not_secure, *holds("CK2")) {
    BOOST_TEST(session_cookie_name(false, "") == "cloakroom");
    BOOST_TEST(set_cookie("cloakroom", "v", false, std::nullopt) == "cloakroom=v; Path=/; HttpOnly; SameSite=Lax");
}

BOOST_AUTO_TEST_CASE(installations_in_two_folders_have_two_cookies) {
    BOOST_TEST(session_cookie_name(true, "/door") == "__Host-cloakroom-7b7ab7e4");
    BOOST_TEST(session_cookie_name(false, "/gate") != session_cookie_name(false, "/door"));
}

BOOST_AUTO_TEST_CASE(a_name_that_is_remembered_is_that_of_this_base_and_this_scheme) {
    CookieNames names;
    for (const std::string base : {"", "/door", "/gate", "/gate", ""}) {
        for (const bool secure : {true, false}) {
            BOOST_TEST(names.of_session(secure, base) == session_cookie_name(secure, base));
        }
    }
}

BOOST_AUTO_TEST_CASE(only_a_permanent_cookie_has_a_max_age, *holds("CK3")) {
    BOOST_TEST(set_cookie("n", "v", true, Seconds{604800}).ends_with("; Max-Age=604800"));
    BOOST_TEST(set_cookie("n", "v", true, std::nullopt).find("Max-Age") == std::string::npos);
    BOOST_TEST(set_cookie("n", "v", true, std::nullopt).find("Expires") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_cookie_is_deleted_by_the_attributes_that_set_it, *holds("CK8")) {
    BOOST_TEST(removal("n", true)[1] == set_cookie("n", "", true, Seconds{0}));
    BOOST_TEST(removal("n", false)[1] == "n=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

BOOST_AUTO_TEST_CASE(the_longest_cookie_of_ours_fits_every_browser, *holds("CK9")) {
    const std::string id(43, 'x');
    const auto name = session_cookie_name(true, std::string(4000, '/'));
    BOOST_TEST(name.size() + id.size() <= 4096U);
    BOOST_TEST(set_cookie(name, id, true, Seconds{34560000}).size() - name.size() - id.size() <= 1024U);
}

BOOST_AUTO_TEST_CASE(a_cookie_is_found_among_others) {
    BOOST_TEST(value_in("cloakroom=v") == "v");
    BOOST_TEST(value_in("a=1; cloakroom=v; b=2") == "v");
    BOOST_TEST(value_in("cloakroom=a=b") == "a=b");
    BOOST_TEST(value_in("; ;; cloakroom=v;") == "v");
    BOOST_TEST(value_in("cloakroom=") == "");
}

BOOST_AUTO_TEST_CASE(a_name_is_compared_byte_for_byte, *holds("CK5")) {
    constexpr std::array<const char*, 14> headers = {
        "",
        "cloakroom",
        "Cloakroom=v",
        "CLOAKROOM=v",
        "\tcloakroom=v",
        "a=1;\tcloakroom=v",
        "a=1;  cloakroom=v",
        "a=1; \vcloakroom=v",
        "a=1; \fcloakroom=v",
        "a=1; \xC2\xA0"
        "cloakroom=v",
        "a=1; \xE2\x80\x80"
        "cloakroom=v",
        "a=1; cloakroom =v",
        "a=1, cloakroom=v",
        "$Version=1, cloakroom=v; __Host-cloakroom=v; xcloakroom=v; cloakroom-7b7ab7e4=v",
    };
    for (const auto* header : headers) BOOST_TEST_CONTEXT(header) {
            BOOST_TEST(value_in(header) == "(none)");
        }
}

BOOST_AUTO_TEST_CASE(quotes_and_white_space_belong_to_the_value, *holds("CK5")) {
    BOOST_TEST(value_in("cloakroom=\"v\"") == "\"v\"");
    BOOST_TEST(value_in("cloakroom= v ") == " v ");
}

BOOST_AUTO_TEST_CASE(two_different_values_are_none, *holds("CK6")) {
    BOOST_TEST(value_in("cloakroom=v; cloakroom=w") == "(none)");
    BOOST_TEST(value_in("cloakroom=v; a=1; cloakroom=") == "(none)");
    BOOST_TEST(value_in("cloakroom=v; cloakroom=\"v\"") == "(none)");
    BOOST_TEST(value_in("cloakroom=v; cloakroom=v; cloakroom=w") == "(none)");
    BOOST_TEST(value_in("cloakroom=v; cloakroom=v") == "v");
}

BOOST_AUTO_TEST_SUITE_END()
