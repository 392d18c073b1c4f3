#include "http/local_path.h"

#include <array>
#include <string>

#include "support/holds.h"

using cloakroom::http::is_local_path;
using cloakroom::test::holds;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(local_path)

BOOST_AUTO_TEST_CASE(a_path_on_this_site_is_local, *holds("RD1")) {
    constexpr std::array paths = {
        "/"sv,
        "/home"sv,
        "/door/home"sv,
        "/home?a=b&c=//evil.example"sv,
        "/home#x"sv,
        "/a//b"sv,
        "/@evil"sv,
        "/a:b"sv,
        "/%2Fevil.example"sv,
        "/%5Cevil.example"sv,
        "/%09/evil"sv,
        "/%0d%0aX:1"sv,
        "/%00"sv,
        "/%E2%81%84%E2%81%84evil"sv,
        "/https:evil.example"sv,
        "/./evil"sv,
        "/../evil"sv,
        "/~ann/%7e/!$&'()*+,;="sv,
        "/javascript:alert(1)"sv,
        "/?//evil.example"sv,
    };
    for (const auto path : paths) BOOST_TEST_CONTEXT(path) {
            BOOST_TEST(is_local_path(path));
        }
}

BOOST_AUTO_TEST_CASE(whatever_a_browser_might_take_elsewhere_is_not_local, *holds("RD1 RD3")) {
    constexpr std::array payloads = {
        ""sv,
        " "sv,
        "home"sv,
        "."sv,
        ".."sv,
        "./home"sv,
        "../home"sv,
        "?next=/home"sv,
        "#home"sv,
        "//evil.example"sv,
        "///evil.example"sv,
        "////evil.example"sv,
        "//evil.example/.."sv,
        "//evil.example@club.example"sv,
        "//club.example@evil.example"sv,
        "//evil%E3%80%82example"sv,
        "//2130706433/"sv,
        "//[::1]/"sv,
        "//"sv,
        "/\\evil.example"sv,
        "\\evil.example"sv,
        "\\\\evil.example"sv,
        "\\/evil.example"sv,
        "/\\/evil.example"sv,
        "//\\evil.example"sv,
        "/home\\..\\evil"sv,
        "/home/\\evil.example"sv,
        "/\t/evil.example"sv,
        "/\t\\evil.example"sv,
        "\t//evil.example"sv,
        "/\n/evil.example"sv,
        "/\r/evil.example"sv,
        "/\r\nSet-Cookie: a=b"sv,
        "/home\r\n\r\n<script>"sv,
        "/home\n"sv,
        "/home\r"sv,
        "\n/home"sv,
        " /home"sv,
        " //evil.example"sv,
        "/ /evil.example"sv,
        "/home x"sv,
        "/\v/evil.example"sv,
        "/\f/evil.example"sv,
        "/\0/evil.example"sv,
        "/home\0"sv,
        "\0/home"sv,
        "/\x1b[2J"sv,
        "/\x7f"sv,
        "/\x80"sv,
        "/\xff\xfe"sv,
        "/\xC2\xA0/evil.example"sv,
        "/\xC2\x85/evil.example"sv,
        "/\xE2\x81\x84/evil.example"sv,
        "/\xE2\x88\x95/evil.example"sv,
        "/\xEF\xBC\x8F/evil.example"sv,
        "/\xEF\xBC\xBC/evil.example"sv,
        "\xEF\xBB\xBF//evil.example"sv,
        "/\xE2\x80\x8B/home"sv,
        "/\xE2\x80\xA8/home"sv,
        "\xE3\x80\x82/evil.example"sv,
        "http://evil.example"sv,
        "https://evil.example/home"sv,
        "HTTPS://evil.example"sv,
        "https:evil.example"sv,
        "https:/evil.example"sv,
        "https:\\\\evil.example"sv,
        "http:///evil.example"sv,
        "ht\ttps://evil.example"sv,
        "ftp://evil.example"sv,
        "ws://evil.example"sv,
        "file:///etc/passwd"sv,
        "javascript:alert(1)"sv,
        "JaVaScRiPt:alert(1)"sv,
        "java\nscript:alert(1)"sv,
        "\x01javascript:alert(1)"sv,
        "data:text/html,<script>alert(1)</script>"sv,
        "vbscript:msgbox(1)"sv,
        "blob:https://evil.example/1"sv,
        "mailto:a@evil.example"sv,
        "evil.example"sv,
        "@evil.example"sv,
        ":80/home"sv,
        "%2F%2Fevil.example"sv,
        "%2Fhome"sv,
        "%5C%5Cevil.example"sv,
        "%09/evil.example"sv,
    };
    static_assert(payloads.size() >= 60);
    for (const auto payload : payloads) BOOST_TEST_CONTEXT(payload) {
            BOOST_TEST(!is_local_path(payload));
        }
}

BOOST_AUTO_TEST_SUITE_END()
