#include "http/request.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "http/form.h"
#include "support/holds.h"

using namespace cloakroom::http;
using cloakroom::test::holds;
using namespace std::string_literals;

namespace {

using Variables = std::vector<std::string>;

// A request for /home, with `more` in front of the variables that every server sends.
Request read(Variables more, std::string_view text = "",
             const Installation& installation = {.program_name = "cloakroom.fcgi"}) {
    for (const auto* usual : {"REQUEST_METHOD=GET", "REQUEST_URI=/home", "SCRIPT_NAME=/cloakroom.fcgi",
                              "PATH_INFO=/home", "HTTP_HOST=club.example", "REMOTE_ADDR=192.0.2.7"}) {
        more.emplace_back(usual);
    }
    std::vector<const char*> array;
    for (const auto& variable : more) array.push_back(variable.c_str());
    array.push_back(nullptr);
    const auto body = [&text](char* data, std::size_t size) {
        const auto count = std::min(size, text.size());
        std::memcpy(data, text.data(), count);
        text.remove_prefix(count);
        return count;
    };
    return read_request(Environment(array.data()), body, installation);
}

Request post(const std::string& text, Variables more = {}) {
    more.insert(more.end(), {"REQUEST_METHOD=POST", "CONTENT_LENGTH=" + std::to_string(text.size()),
                             "CONTENT_TYPE=application/x-www-form-urlencoded"});
    return read(more, text);
}

Installation stored_at(const std::string& base) {
    return {.program_name = "cloakroom.fcgi", .stored_base = [base] { return base; }};
}

Request read_at(const std::string& uri, const std::string& path_info) {
    return read({"REQUEST_URI=" + uri, "PATH_INFO=" + path_info});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request)

BOOST_AUTO_TEST_CASE(a_request_is_what_the_server_says) {
    const auto r = read({"QUERY_STRING=next=%2Fhome", "HTTP_COOKIE=a=b", "HTTP_ORIGIN=https://club.example",
                         "HTTP_SEC_FETCH_SITE=same-origin", "HTTP_USER_AGENT=Browser/1"});
    BOOST_TEST(!r.problem);
    BOOST_CHECK(r.method == Method::get);
    BOOST_TEST(r.path == "/home");
    BOOST_TEST(r.base == "");
    BOOST_TEST(r.query.at("next") == "/home");
    BOOST_TEST(r.cookies == "a=b");
    BOOST_TEST(r.host == "club.example");
    BOOST_TEST(r.origin == "https://club.example");
    BOOST_TEST(r.fetch_site == "same-origin");
    BOOST_TEST(r.address == "192.0.2.7");
    BOOST_TEST(r.browser == "Browser/1");
    BOOST_TEST(!r.secure);
}

BOOST_AUTO_TEST_CASE(each_request_has_an_id_of_its_own, *holds("LG6")) {
    const auto id = read({}).id;
    BOOST_TEST(id.size() == 16U);
    BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(id != read({}).id);
}

BOOST_AUTO_TEST_CASE(the_form_is_read_from_the_body_alone, *holds("FP4 CK10")) {
    const auto r = post("username=ann", {"QUERY_STRING=password=x&username=bob"});
    BOOST_TEST(!r.problem);
    BOOST_TEST(r.form.size() == 1U);
    BOOST_TEST(r.form.at("username") == "ann");
    BOOST_TEST(r.query.at("username") == "bob");
}

BOOST_AUTO_TEST_CASE(only_a_post_has_a_form) {
    for (const auto* method : {"GET", "HEAD", "DELETE"}) {
        const auto r = post("a=b", {"REQUEST_METHOD="s + method});
        BOOST_TEST(r.form.empty());
        BOOST_TEST(!r.problem);
    }
    BOOST_TEST(post("a=b", {"REQUEST_METHOD=PUT"}).form.empty());
}

BOOST_AUTO_TEST_CASE(post_and_put_bring_json_unread, *holds("RF4")) {
    for (const auto* method : {"POST", "PUT"}) {
        const auto r = post("{\"a\"", {"REQUEST_METHOD="s + method, "CONTENT_TYPE=application/json; charset=utf-8"});
        BOOST_TEST(!r.problem);
        BOOST_TEST(r.form.empty());
        BOOST_TEST(r.json.value_or("") == "{\"a\"");
    }
    BOOST_TEST(post("a=b", {"REQUEST_METHOD=PUT"}).problem.value_or(0) == 415);
    BOOST_TEST(!post("a=b").json);
}

BOOST_AUTO_TEST_CASE(json_may_be_longer_than_a_form, *holds("FP3")) {
    const Variables json = {"CONTENT_TYPE=application/json"};
    const std::string largest(96 * 1024, ' ');
    BOOST_TEST(post(largest, json).json.value_or("").size() == largest.size());
    BOOST_TEST(post(largest + " ", json).problem.value_or(0) == 413);
}

BOOST_AUTO_TEST_CASE(conditions_come_as_they_were_sent) {
    const auto r = read({"HTTP_IF_MATCH=\"a\"", "HTTP_IF_NONE_MATCH=*"});
    BOOST_TEST(r.if_match == "\"a\"");
    BOOST_TEST(r.if_none_match == "*");
}

BOOST_AUTO_TEST_CASE(a_method_is_known_by_its_exact_name, *holds("FP14 HD5")) {
    BOOST_CHECK(read({"REQUEST_METHOD=HEAD"}).method == Method::head);
    BOOST_CHECK(post("").method == Method::post);
    BOOST_CHECK(read({"REQUEST_METHOD=PUT"}).method == Method::put);
    BOOST_CHECK(read({"REQUEST_METHOD=DELETE"}).method == Method::remove);
    for (const auto* method : {"get", "Post", "put", "delete", "PATCH", "TRACE", "OPTIONS", "GET ", "X"}) {
        const auto r = read({"REQUEST_METHOD="s + method});
        BOOST_CHECK(r.method == Method::other);
        BOOST_TEST(!r.problem);
    }
}

BOOST_AUTO_TEST_CASE(a_request_without_a_method_is_refused, *holds("FP14")) {
    BOOST_TEST(read({"REQUEST_METHOD="}).problem.value_or(0) == 400);
    const char* const nothing[] = {nullptr};
    const auto r = read_request(Environment(nothing), {}, {});
    BOOST_TEST(r.problem.value_or(0) == 400);
    BOOST_TEST(r.path == "/");
}

BOOST_AUTO_TEST_CASE(another_method_cannot_be_smuggled_in, *holds("RF5 CG7")) {
    const auto r =
        read({"HTTP_X_HTTP_METHOD_OVERRIDE=POST", "QUERY_STRING=_method=POST", "REDIRECT_REQUEST_METHOD=POST",
              "REDIRECT_HTTPS=on", "REDIRECT_URL=/setup", "HTTP_HTTPS=on", "HTTP_REMOTE_ADDR=203.0.113.1",
              "HTTP_X_FORWARDED_FOR=203.0.113.1", "HTTP_X_FORWARDED_PROTO=https", "HTTP_X_FORWARDED_HOST=evil.example",
              "HTTP_REQUEST_METHOD=POST", "HTTP_PATH_INFO=/setup"});
    BOOST_CHECK(r.method == Method::get);
    BOOST_TEST(r.path == "/home");
    BOOST_TEST(r.host == "club.example");
    BOOST_TEST(r.address == "192.0.2.7");
    BOOST_TEST(!r.secure);
}

BOOST_AUTO_TEST_CASE(https_is_what_the_server_says, *holds("CK1 CK2")) {
    for (const auto* variable : {"HTTPS=on", "HTTPS=1", "REQUEST_SCHEME=https"}) BOOST_TEST(read({variable}).secure);
    for (const auto* variable : {"HTTPS=", "HTTPS=off", "HTTPS=0", "REQUEST_SCHEME=http", "SERVER_PORT=443"}) {
        BOOST_TEST(!read({variable}).secure);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_form_leaves_no_fields, *holds("FP1 FP9")) {
    const std::array<std::pair<Request, int>, 4> refused = {{
        {post("a=b", {"QUERY_STRING=x=y", "CONTENT_LENGTH="}), 411},
        {post("a=b", {"QUERY_STRING=x=y", "CONTENT_LENGTH=16385"}), 413},
        {post("a=b", {"QUERY_STRING=x=y", "CONTENT_TYPE=text/plain"}), 415},
        {post("a=b&a=b", {"QUERY_STRING=x=y"}), 400},
    }};
    for (const auto& [r, status] : refused) {
        BOOST_TEST(r.problem.value_or(0) == status);
        BOOST_TEST(r.form.empty());
        BOOST_TEST(r.query.empty());
        BOOST_TEST(r.path == "/home");
    }
}

BOOST_AUTO_TEST_CASE(a_bad_query_is_refused, *holds("FP3 FP6 FP7")) {
    for (const auto& query : {"a=%00"s, "a=%ff"s, "a=1&a=2"s, "&&"s, "a=" + std::string(max_query_bytes, 'x')}) {
        const auto r = read({"QUERY_STRING=" + query});
        BOOST_TEST(r.problem.value_or(0) == 400);
        BOOST_TEST(r.query.empty());
    }
    BOOST_TEST(!read({"QUERY_STRING=a=" + std::string(max_query_bytes - 2, 'x')}).problem);
}

BOOST_AUTO_TEST_CASE(too_many_cookies_are_refused, *holds("FP3 CK7")) {
    BOOST_TEST(!read({"HTTP_COOKIE=" + std::string(max_cookie_bytes, 'x')}).problem);
    const auto r = read({"HTTP_COOKIE=" + std::string(max_cookie_bytes + 1, 'x')});
    BOOST_TEST(r.problem.value_or(0) == 400);
    BOOST_TEST(r.cookies.empty());
}

BOOST_AUTO_TEST_CASE(an_address_that_is_no_text_is_refused, *holds("PA1 FP7")) {
    BOOST_TEST(read_at("/home%00", "").problem.value_or(0) == 400);
    BOOST_TEST(read_at("/home%00x", "/home").problem.value_or(0) == 400);
    BOOST_TEST(read_at("/home%ff", "/home\xff").problem.value_or(0) == 400);
    BOOST_TEST(read_at("/%c0%ae%c0%ae/home", "").problem.value_or(0) == 400);
    BOOST_TEST(read_at("/home%ff", "/home\xff").path == "/home\xEF\xBF\xBD");
    BOOST_TEST(read_at("/%C3%A4", "/\xC3\xA4").path == "/\xC3\xA4");
}

BOOST_AUTO_TEST_CASE(the_base_as_set_wins_and_the_route_stays, *holds("PA3 RD2")) {
    const auto set = read({"REQUEST_URI=/door/home"}, "", {.program_name = "cloakroom.fcgi", .set_base = "/club"});
    BOOST_TEST(set.base == "/club");
    BOOST_TEST(set.path == "/home");
    const auto root = read({"REQUEST_URI=/door/home"}, "", {.program_name = "cloakroom.fcgi", .set_base = ""});
    BOOST_TEST(root.base == "");
    const auto detected = read({"REQUEST_URI=/door/home"});
    BOOST_TEST(detected.base == "/door");
}

BOOST_AUTO_TEST_CASE(asked_about_a_page_of_the_site_the_stored_base_is_ours_even_at_the_root, *holds("PA3")) {
    const Installation at_root = stored_at("");
    for (const char* uri : {"REQUEST_URI=/members/a.html", "REQUEST_URI=/members/gate"}) {
        const auto request = read({uri, "PATH_INFO=/gate"}, "", at_root);
        BOOST_TEST(request.path == "/gate");
        BOOST_TEST(request.base == "");
    }
    BOOST_TEST(read({"REQUEST_URI=/door/home"}, "", at_root).base == "/door");
}

BOOST_AUTO_TEST_CASE(the_stored_base_is_asked_only_where_the_address_does_not_tell_ours, *holds("PA3")) {
    const auto told = read({"REQUEST_URI=/door/home"}, "", stored_at("/club"));
    BOOST_TEST(told.base == "/door");
    // Caddy, asked for "/door", sends the path within the folder.
    const auto cut = read({"REQUEST_URI=/door", "PATH_INFO=/", "SCRIPT_NAME="}, "", stored_at("/door"));
    BOOST_TEST(cut.base == "/door");
    BOOST_TEST(cut.path == "/");
}

BOOST_AUTO_TEST_CASE(the_query_of_a_page_of_the_site_is_left_alone) {
    const auto request = read({"REQUEST_URI=/members/a.html?a=1&a=2", "PATH_INFO=/gate", "QUERY_STRING=a=1&a=2"});
    BOOST_TEST(!request.problem);
    BOOST_TEST(request.query.empty());
}

BOOST_AUTO_TEST_CASE(the_name_of_a_browser_is_short_and_utf8, *holds("LG3 TP5")) {
    const auto browser = read({"HTTP_USER_AGENT=" + std::string(255, 'x') + "\xC3\xA4 and more"}).browser;
    BOOST_TEST(browser.substr(0, 255) == std::string(255, 'x'));
    BOOST_TEST(browser.size() < 260U);
    BOOST_TEST(cloakroom::is_utf8(browser));
}

BOOST_AUTO_TEST_CASE(an_unknown_address_stays_empty) {
    BOOST_TEST(read({"REMOTE_ADDR="}).address == "");
}

BOOST_AUTO_TEST_SUITE_END()
