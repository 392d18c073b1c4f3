// What the program makes of a form before any page sees it.
#include <algorithm>
#include <chrono>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

// The whole word that a page shows again in its name field.
bool keeps_name(const CgiAnswer& answer, const std::string& name) {
    return answer.shows("name=\"username\" value=\"" + name + "\"");
}

std::chrono::microseconds least_cpu(const Door& door, const std::string& body) {
    auto least = std::chrono::microseconds::max();
    for (int round = 0; round < 5; ++round) least = std::min(least, door.post("/", body).cpu);
    return least;
}

std::string repeated(const std::string& piece, std::size_t size) {
    std::string text;
    while (text.size() + piece.size() <= size) text += piece;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(form)

BOOST_AUTO_TEST_CASE(a_length_that_is_none_is_refused_before_the_body_is_read, *holds("FP1 FP10")) {
    struct Case {
        std::optional<std::string> length;
        int status;
    };
    const Case cases[] = {{std::nullopt, 411},
                          {"", 411},
                          {"-1", 400},
                          {"+5", 400},
                          {"5abc", 400},
                          {" 5", 400},
                          {"5 ", 400},
                          {"0x10", 400},
                          {"1e3", 400},
                          {"5,5", 400},
                          {"16385", 413},
                          {"2147483648", 413},
                          {"4294967301", 413},
                          {"9223372036854775808", 413},
                          {"18446744073709551621", 413},
                          {std::string(1000, '9'), 413}};
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    for (const auto& [length, status] : cases) {
        const CgiAnswer answer = door.post("/", sign_in_form("alice"), {{"CONTENT_LENGTH", length}});
        BOOST_TEST(answer.status == status, length.value_or("none") << ": " << answer.status);
        BOOST_TEST(answer.body.starts_with("<!DOCTYPE html>"), "no page for " << length.value_or("none"));
        BOOST_TEST(answer.count("Set-Cookie") == 0U);
    }
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_CASE(the_largest_form_that_may_be_sent_is_read, *holds("FP3")) {
    Door door;
    door.add_user("alice");
    const std::string head = "username=alice&password=";
    BOOST_TEST(door.post("/", head + std::string(16 * 1024 - head.size(), 'p')).status == 200);
    BOOST_TEST(door.post("/", head + std::string(16 * 1024 - head.size() + 1, 'p')).status == 413);
}

BOOST_AUTO_TEST_CASE(a_query_or_cookie_header_that_is_too_long_is_refused, *holds("FP3")) {
    Door door;
    door.add_user("alice");
    BOOST_TEST(door.get("/?a=" + std::string(4 * 1024 - 2, 'q')).status == 200);
    BOOST_TEST(door.get("/?a=" + std::string(4 * 1024 - 1, 'q')).status == 400);
    BOOST_TEST(door.get("/", {{"HTTP_COOKIE", std::string(8 * 1024, 'c')}}).status == 200);
    BOOST_TEST(door.get("/", {{"HTTP_COOKIE", std::string(8 * 1024 + 1, 'c')}}).status == 400);
}

BOOST_AUTO_TEST_CASE(a_body_shorter_than_its_length_changes_nothing, *holds("FP2")) {
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    const std::string body = sign_in_form("alice");
    for (const std::size_t more : {1U, 100U}) {
        const CgiAnswer answer = door.post("/", body, {{"CONTENT_LENGTH", std::to_string(body.size() + more)}});
        BOOST_TEST(answer.status == 400);
        BOOST_TEST(answer.count("Set-Cookie") == 0U);
    }
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_CASE(what_follows_the_declared_length_is_ignored, *holds("FP2")) {
    Door door;
    door.add_user("alice");
    const std::string body = sign_in_form("alice");
    const CgiAnswer answer =
        door.post("/", body + "&next=/elsewhere", {{"CONTENT_LENGTH", std::to_string(body.size())}});
    BOOST_TEST(answer.status == 303);
    BOOST_TEST(answer.header("Location") == "/home");
}

BOOST_AUTO_TEST_CASE(a_field_that_comes_twice_is_refused, *holds("FP4")) {
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    for (const char* twice : {"&username=alice", "&password=other", "&password=correct+horse+battery",
                              "&usernam%65=bob", "&permanent=1&permanent=1", "&next=/a&next=/b"}) {
        BOOST_TEST(door.post("/", sign_in_form("alice") + twice).status == 400, twice);
    }
    BOOST_TEST(door.get("/?next=/a&next=/b").status == 400);
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_CASE(fields_of_the_address_are_no_fields_of_the_form, *holds("FP4")) {
    Door door;
    door.add_user("alice");
    const CgiAnswer answer = door.post("/?" + sign_in_form("alice"), "permanent=1");
    BOOST_TEST(answer.status == 422);
    BOOST_TEST(answer.count("Set-Cookie") == 0U);
    BOOST_TEST(door.post("/?username=bob&password=x&next=/x", sign_in_form("alice")).header("Location") == "/home");
}

BOOST_AUTO_TEST_CASE(a_semicolon_is_data, *holds("FP5")) {
    Door door;
    BOOST_TEST_REQUIRE(
        door.command({"user", "add", "alice", "--password-stdin"}, "a;b=correct;horse;battery\n").exit_code == 0);
    BOOST_TEST(door.post("/", "username=alice&password=a;b=correct;horse;battery").status == 303);
    BOOST_TEST(keeps_name(door.post("/", "username=a;password=b"), "a;password=b"));
}

BOOST_AUTO_TEST_CASE(an_escape_that_is_none_is_kept_as_it_stands, *holds("FP6")) {
    Door door;
    door.add_user("alice");
    for (const char* name : {"%zz", "100%", "%4", "a%", "%%", "%G1"}) {
        BOOST_TEST(keeps_name(door.post("/", std::string("username=") + name + "&password=x"), name), name);
    }
}

BOOST_AUTO_TEST_CASE(nul_never_cuts_a_value_short, *holds("FP6")) {
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    for (const char* body : {"username=alice%00bob&password=correct+horse+battery",
                             "username=alice&password=correct+horse+battery%00", "username%00x=alice&password=x"}) {
        BOOST_TEST(door.post("/", body).status == 400, body);
    }
    std::string raw = sign_in_form("alice");
    raw += '\0';
    BOOST_TEST(door.post("/", raw).status == 400);
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf_8_is_refused, *holds("FP7")) {
    Door door;
    door.add_user("alice");
    for (const char* name : {"%FF", "%C0%AF", "%E0%80%AF", "%ED%A0%80", "%F4%90%80%80", "%C3", "caf\xE9"}) {
        BOOST_TEST(door.post("/", std::string("username=") + name + "&password=x").status == 400, name);
    }
    BOOST_TEST(keeps_name(door.post("/", "username=Zo%C3%AB&password=x"), "Zo\u00EB"));
}

BOOST_AUTO_TEST_CASE(only_the_one_kind_of_form_is_read, *holds("FP9 FP8")) {
    Door door;
    door.add_user("alice");
    const std::string body = sign_in_form("alice");
    for (const char* type :
         {"", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=b",
          "application/x-www-form-urlencodedx", "application/x-www-form-urlencoded, text/plain",
          "application/x-www-form", "x; application/x-www-form-urlencoded",
          "application/x-www-form-urlencoded; charset=iso-8859-1"}) {
        BOOST_TEST(door.post("/", body, {{"CONTENT_TYPE", type}}).status == 415, type);
    }
    BOOST_TEST(door.post("/", body, {{"CONTENT_TYPE", std::nullopt}}).status == 415);
    for (const char* type : {"Application/X-WWW-Form-URLEncoded", "application/x-www-form-urlencoded; charset=UTF-8"}) {
        BOOST_TEST(door.post("/", body, {{"CONTENT_TYPE", type}}).status == 303, type);
    }
}

BOOST_AUTO_TEST_CASE(a_multipart_form_is_refused_unread, *holds("FP8 FP9")) {
    Door door;
    door.add_user("alice");
    const std::string body =
        "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nalice\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\ncorrect horse battery\r\n--b--\r\n";
    const CgiAnswer answer = door.post("/", body, {{"CONTENT_TYPE", "multipart/form-data; boundary=b"}});
    BOOST_TEST(answer.status == 415);
    BOOST_TEST(answer.count("Set-Cookie") == 0U);
}

// Against a form of the same size with one long field; no shape may cost much more.
BOOST_AUTO_TEST_CASE(no_shape_of_form_is_dear_to_read, *holds("FP11")) {
    constexpr std::size_t size = 16 * 1024;
    Door door;
    door.add_user("alice");
    const auto usual = least_cpu(door, "username=" + std::string(size - 9, 'x'));
    for (const char* piece : {"&", "a&", "a=b&", "=", ";", "%", "+", "%26", "a;b;", "&=", "%C3%A9"}) {
        const auto cost = least_cpu(door, repeated(piece, size));
        BOOST_TEST(cost.count() < 4 * usual.count(), piece << ": " << cost.count() << " against " << usual.count());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
