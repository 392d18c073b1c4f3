#include "http/origin.h"

#include <array>
#include <string>

#include "support/holds.h"

using namespace cloakroom::http;
using cloakroom::test::holds;

namespace {

Request post(std::string origin, std::string fetch_site = "", std::string host = "club.example") {
    Request request;
    request.method = Method::post;
    request.host = std::move(host);
    request.origin = std::move(origin);
    request.fetch_site = std::move(fetch_site);
    return request;
}

constexpr auto ours = "https://club.example";

}  // namespace

BOOST_AUTO_TEST_SUITE(origin)

BOOST_AUTO_TEST_CASE(what_changes_nothing_may_come_from_everywhere, *holds("RF1")) {
    for (const auto method : {Method::get, Method::head}) {
        auto request = post("https://evil.example", "cross-site");
        request.method = method;
        BOOST_TEST(is_same_origin(request, ours));
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_judged_like_a_post, *holds("RF3")) {
    auto request = post("");
    request.method = Method::other;
    BOOST_TEST(!is_same_origin(request, ours));
}

BOOST_AUTO_TEST_CASE(the_browsers_own_word_decides, *holds("RF3")) {
    BOOST_TEST(is_same_origin(post("", "same-origin"), ours));
    BOOST_TEST(is_same_origin(post("", "none"), ours));
    BOOST_TEST(is_same_origin(post("null", "same-origin"), ours));
    for (const auto* word : {"cross-site", "same-site", "Same-Origin", "same-origin, cross-site", " none", "x"}) {
        BOOST_TEST_CONTEXT(word) {
            BOOST_TEST(!is_same_origin(post(ours, word), ours));
        }
    }
}

BOOST_AUTO_TEST_CASE(without_that_word_the_origin_must_be_ours, *holds("RF3")) {
    for (const auto* origin : {"https://club.example", "https://club.example:443", "HTTPS://CLUB.example"}) {
        BOOST_TEST_CONTEXT(origin) {
            BOOST_TEST(is_same_origin(post(origin), ours));
        }
    }
    constexpr std::array foreign = {
        "",
        "null",
        "https://evil.example",
        "http://club.example",
        "https://club.example:8443",
        "https://club.example.evil.example",
        "https://evil.example/https://club.example",
        "https://x@club.example",
        "https://club.example, https://evil.example",
        "https://wwwclub.example",
        "https://www.club.example",
        "club.example",
        "//club.example",
        "file://",
    };
    for (const auto* origin : foreign) {
        BOOST_TEST_CONTEXT(origin) {
            BOOST_TEST(!is_same_origin(post(origin), ours));
        }
    }
}

BOOST_AUTO_TEST_CASE(with_neither_only_what_no_browser_sends_unasked_is_let_through, *holds("RF3")) {
    auto json = post("");
    json.json = "1";
    BOOST_TEST(is_same_origin(json, ours));
    for (const auto method : {Method::put, Method::remove}) {
        auto request = post("");
        request.method = method;
        BOOST_TEST(is_same_origin(request, ours));
    }
    for (const auto& [origin, word] : {std::pair{"https://evil.example", ""}, {"null", ""}, {"", "cross-site"}}) {
        auto request = post(origin, word);
        request.method = Method::put;
        request.json = "1";
        BOOST_TEST(!is_same_origin(request, ours), origin << word);
    }
}

BOOST_AUTO_TEST_CASE(a_foreign_host_header_does_not_make_its_origin_ours, *holds("RF3 RD2")) {
    BOOST_TEST(!is_same_origin(post("https://evil.example", "", "evil.example"), ours));
}

BOOST_AUTO_TEST_CASE(before_set_up_host_and_port_must_be_those_of_the_host_header, *holds("RF3")) {
    BOOST_TEST(is_same_origin(post("http://club.example"), ""));
    BOOST_TEST(is_same_origin(post("https://club.example"), ""));
    BOOST_TEST(is_same_origin(post("https://club.example", "", "CLUB.example:443"), ""));
    BOOST_TEST(is_same_origin(post("https://club.example", "", "club.example:80"), ""));
    BOOST_TEST(is_same_origin(post("http://127.0.0.1:8080", "", "127.0.0.1:8080"), ""));
    BOOST_TEST(is_same_origin(post("http://[::1]:8080", "", "[::1]:8080"), ""));

    BOOST_TEST(!is_same_origin(post("http://club.example:8080"), ""));
    BOOST_TEST(!is_same_origin(post("https://evil.example"), ""));
    BOOST_TEST(!is_same_origin(post("null", "", "null"), ""));
    BOOST_TEST(!is_same_origin(post("", "", ""), ""));
    BOOST_TEST(!is_same_origin(post("https://club.example", "", ""), ""));
    BOOST_TEST(!is_same_origin(post("", "", "club.example"), ""));
    BOOST_TEST(!is_same_origin(post("https://evil.example", "", "club.example@evil.example"), ""));
}

BOOST_AUTO_TEST_CASE(the_origin_of_an_address_is_scheme_host_and_odd_port) {
    constexpr std::array<std::array<const char*, 2>, 10> cases = {{
        {"https://club.example", "https://club.example"},
        {"https://club.example/door?x#y", "https://club.example"},
        {"https://Club.Example:443/", "https://club.example"},
        {"http://club.example:80", "http://club.example"},
        {"http://club.example:443", "http://club.example:443"},
        {"https://club.example:80", "https://club.example:80"},
        {"http://localhost:8080/x", "http://localhost:8080"},
        {"http://[::1]", "http://[::1]"},
        {"http://[::1]:81", "http://[::1]:81"},
        {"https://xn--mnchen-3ya.example?x", "https://xn--mnchen-3ya.example"},
    }};
    for (const auto& [url, origin] : cases) BOOST_TEST(origin_of(url) == origin);
}

BOOST_AUTO_TEST_CASE(an_address_of_another_kind_or_ill_formed_has_no_origin) {
    constexpr std::array urls = {
        "",
        "null",
        "/home",
        "://club.example",
        "https:",
        "https://",
        "https:///",
        "https://:443",
        "ftp://club.example",
        "javascript://club.example",
        "https://club.example:",
        "https://club.example:x",
        "https://club.example:-1",
        "https://club.example:65536",
        "https://club.example\\@evil.example",
        "https://a@club.example",
        "https://club example",
        "https://m\xC3\xBCnchen.example",
        "https://[::1",
        "https://[]",
        "https://club.example\n",
    };
    for (const auto* url : urls) BOOST_TEST_CONTEXT(url) {
            BOOST_TEST(origin_of(url) == "");
        }
}

BOOST_AUTO_TEST_SUITE_END()
