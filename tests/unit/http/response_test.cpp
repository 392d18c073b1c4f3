#include "http/response.h"

#include <stdexcept>
#include <string>

#include "support/holds.h"

using namespace cloakroom::http;
using cloakroom::test::holds;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(response)

BOOST_AUTO_TEST_CASE(a_document_is_status_headers_length_and_body, *holds("AZ1 CG6")) {
    Response response{404, {}, "<p>no</p>"};
    response.add("Content-Type", "text/html; charset=utf-8").add("Cache-Control", "no-store");
    BOOST_TEST(serialise(response, Method::get) ==
               "Status: 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
               "Content-Length: 9\r\n\r\n<p>no</p>");
}

BOOST_AUTO_TEST_CASE(a_head_request_gets_the_same_headers_and_no_body, *holds("HD5")) {
    const Response response{200, {{"Content-Type", "text/plain"}}, "text"};
    const auto whole = serialise(response, Method::get);
    BOOST_TEST(serialise(response, Method::head) + "text" == whole);
}

BOOST_AUTO_TEST_CASE(a_redirect_is_a_303_without_a_body, *holds("RD4")) {
    BOOST_TEST(serialise(redirect("/door/home"), Method::post) ==
               "Status: 303 See Other\r\nLocation: /door/home\r\nContent-Length: 0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(the_length_of_a_part_of_a_file_is_that_of_the_body, *holds("HD5")) {
    for (const auto method : {Method::get, Method::head}) {
        Response response;
        response.file = cloakroom::FileSlice{cloakroom::Descriptor(), 5, 7};
        const auto document = document_of(std::move(response), method);
        BOOST_TEST(document.text == "Status: 200 OK\r\nContent-Length: 7\r\n\r\n");
        BOOST_TEST(document.file.has_value() == (method == Method::get));
    }
}

BOOST_AUTO_TEST_CASE(an_answer_that_can_have_no_body_has_no_length) {
    BOOST_TEST(serialise({204, {}, ""}, Method::put) == "Status: 204 No Content\r\n\r\n");
    BOOST_TEST(serialise({304, {}, ""}, Method::get) == "Status: 304 Not Modified\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_status_without_a_phrase_of_ours_still_has_one) {
    BOOST_TEST(serialise({418, {}, ""}, Method::get).starts_with("Status: 418 Unknown\r\n"));
}

BOOST_AUTO_TEST_CASE(a_control_character_never_reaches_a_header, *holds("RD3")) {
    for (const auto& bad : {"a\rb"s, "a\nb"s, "a\0b"s, "\r\nSet-Cookie: a=b"s, "a\n"s, "a\tb"s, "\x1b[31m"s, "\x7f"s}) {
        BOOST_CHECK_THROW(serialise(redirect(bad), Method::get), std::invalid_argument);
        BOOST_CHECK_THROW(serialise({200, {{bad, "v"}}, ""}, Method::get), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(a_body_holds_any_bytes) {
    const auto body = "\0\r\n\xff"s;
    BOOST_TEST(serialise({200, {}, body}, Method::get).ends_with("Content-Length: 4\r\n\r\n" + body));
}

BOOST_AUTO_TEST_CASE(headers_that_go_on_with_another_body_name_no_length, *holds("AZ7")) {
    const Response yes{.status = 200, .headers = {{"Vary", "Cookie"}}, .body = "", .has_length = false};
    BOOST_TEST(serialise(yes, Method::get) == "Status: 200 OK\r\nVary: Cookie\r\n\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
