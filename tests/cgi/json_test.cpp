// Session variables over JSON, as a script in a page sees them.
#include <SQLiteCpp/SQLiteCpp.h>

#include <nlohmann/json.hpp>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

using Json = nlohmann::json;

// A door with alice signed in.
struct JsonDoor : Door {
    JsonDoor() {
        add_user("alice");
        cookie = sign_in("alice");
    }

    CgiAnswer ask(const std::string& method, const std::string& target, const std::optional<std::string>& body = {},
                  Variables variables = {}) const {
        variables.insert({"HTTP_COOKIE", cookie});
        return call(method, target, body, variables);
    }

    std::string value(const std::string& name) const { return ask("GET", "/session/page/" + name).body; }

    std::string cookie;
};

// A problem body (RFC 9457) that bears the answer's own status.
bool is_problem(const CgiAnswer& answer, int status) {
    if (answer.status != status || answer.header("Content-Type") != "application/problem+json") return false;
    const Json body = Json::parse(answer.body);
    return body.at("type") == "about:blank" && body.at("status") == status && !body.at("title").empty() &&
           !body.at("detail").empty() && body.at("id").get<std::string>().size() == 16 &&
           body.contains("login") == (status == 401) && answer.header("Cache-Control") == "no-store" &&
           answer.header("Vary") == "Cookie" && answer.header("X-Content-Type-Options") == "nosniff";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(json, JsonDoor)

BOOST_AUTO_TEST_CASE(a_value_is_set_read_and_removed) {
    const std::string cart = R"({"tea":2,"note":"für später 🫖","half":0.5,"gift":null,"list":[true,[]]})";
    const CgiAnswer put = ask("PUT", "/session/page/cart", cart);
    BOOST_TEST(put.status == 204, put.output);
    BOOST_TEST(put.body.empty());
    BOOST_TEST(put.count("Content-Length") == 0U);
    const CgiAnswer got = ask("GET", "/session/page/cart");
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.header("Content-Type") == "application/json");
    BOOST_TEST(got.header("ETag") == put.header("ETag"));
    BOOST_TEST((Json::parse(got.body) == Json::parse(cart)), got.body);
    const CgiAnswer removed = ask("DELETE", "/session/page/cart");
    BOOST_TEST(removed.status == 200);
    BOOST_TEST(removed.body == got.body);
    BOOST_TEST(is_problem(ask("GET", "/session/page/cart"), 404));
    BOOST_TEST(is_problem(ask("DELETE", "/session/page/cart"), 404));
}

BOOST_AUTO_TEST_CASE(increment_starts_at_zero_and_answers_the_sum) {
    BOOST_TEST(ask("POST", "/session/page/visits/increment", "1").body == "1");
    BOOST_TEST(ask("POST", "/session/page/visits/increment", "41").body == "42");
    BOOST_TEST(ask("POST", "/session/page/visits/increment", "-50").body == "-8");
    BOOST_TEST(value("visits") == "-8");
}

BOOST_AUTO_TEST_CASE(what_is_no_whole_number_is_not_added) {
    for (const char* by : {"1.5", "\"1\"", "null", "[]", "true", "9223372036854775808", "1e2"}) {
        BOOST_TEST(is_problem(ask("POST", "/session/page/n/increment", by), 422), by);
    }
    ask("PUT", "/session/page/word", "\"x\"");
    BOOST_TEST(is_problem(ask("POST", "/session/page/word/increment", "1"), 422));
    BOOST_TEST(value("word") == "\"x\"");
    ask("PUT", "/session/page/n", "9223372036854775807");
    BOOST_TEST(is_problem(ask("POST", "/session/page/n/increment", "1"), 422));
    BOOST_TEST(value("n") == "9223372036854775807");
}

BOOST_AUTO_TEST_CASE(all_that_a_page_may_know_comes_at_once) {
    ask("PUT", "/session/page/a", "1");
    ask("PUT", "/session/page/b", "[2]");
    const CgiAnswer answer = ask("GET", "/session");
    const Json all = Json::parse(answer.body);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST((all.at("user") == "alice"));
    BOOST_TEST((all.at("permanent") == false));
    BOOST_TEST(all.at("expires_at").get<std::string>().size() == 20U);
    BOOST_TEST((all.at("page") == Json{{"a", 1}, {"b", {2}}}), answer.body);
    BOOST_TEST((all.at("program") == Json::object()));
}

BOOST_AUTO_TEST_CASE(a_variable_is_written_only_if_it_still_is_what_the_page_saw) {
    const std::string first = ask("PUT", "/session/page/n", "1").header("ETag");
    BOOST_TEST(ask("PUT", "/session/page/n", "2", {{"HTTP_IF_MATCH", first}}).status == 204);
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "3", {{"HTTP_IF_MATCH", first}}), 412));
    BOOST_TEST(value("n") == "2");
    ask("DELETE", "/session/page/n");
    for (const char* any : {"*", first.c_str()}) {
        BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "3", {{"HTTP_IF_MATCH", any}}), 412));
    }
    // The same value has the same tag, however it came about.
    BOOST_TEST(ask("PUT", "/session/page/n", " 1 ").header("ETag") == first);
    BOOST_TEST(ask("PUT", "/session/page/n", "4", {{"HTTP_IF_MATCH", "\"x\", W/" + first}}).status == 204);
    BOOST_TEST(ask("PUT", "/session/page/n", "5", {{"HTTP_IF_MATCH", "*"}}).status == 204);
    BOOST_TEST(value("n") == "5");
}

BOOST_AUTO_TEST_CASE(a_variable_is_made_only_if_there_is_none_yet) {
    const Variables only_new = {{"HTTP_IF_NONE_MATCH", "*"}};
    BOOST_TEST(ask("PUT", "/session/page/n", "1", only_new).status == 204);
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "2", only_new), 412));
    BOOST_TEST(value("n") == "1");
}

BOOST_AUTO_TEST_CASE(a_condition_that_is_not_looked_at_is_refused) {
    const std::string tag = ask("PUT", "/session/page/n", "1").header("ETag");
    BOOST_TEST(is_problem(ask("DELETE", "/session/page/n", {}, {{"HTTP_IF_MATCH", tag}}), 400));
    BOOST_TEST(is_problem(ask("POST", "/session/page/n/increment", "1", {{"HTTP_IF_MATCH", tag}}), 400));
    BOOST_TEST(value("n") == "1");
}

BOOST_AUTO_TEST_CASE(what_the_page_has_already_is_not_sent_again) {
    const std::string tag = ask("PUT", "/session/page/n", "1").header("ETag");
    const CgiAnswer same = ask("GET", "/session/page/n", {}, {{"HTTP_IF_NONE_MATCH", tag}});
    BOOST_TEST(same.status == 304);
    BOOST_TEST(same.body.empty());
    BOOST_TEST(same.header("ETag") == tag);
    BOOST_TEST(same.header("Cache-Control") == "no-store");
    ask("PUT", "/session/page/n", "2");
    BOOST_TEST(ask("GET", "/session/page/n", {}, {{"HTTP_IF_NONE_MATCH", tag}}).body == "2");
}

BOOST_AUTO_TEST_CASE(whoever_is_not_signed_in_is_told_where_to_sign_in) {
    cookie = "";
    for (const auto& [method, target] :
         {std::pair{"GET", "/session"}, {"GET", "/session/page/n"}, {"DELETE", "/session/page/n"}}) {
        const CgiAnswer answer = ask(method, target);
        BOOST_TEST(is_problem(answer, 401), answer.output);
        BOOST_TEST((Json::parse(answer.body).at("login") == "/"));
    }
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "1"), 401));
    BOOST_TEST(is_problem(ask("POST", "/session/page/n/increment", "1"), 401));
    BOOST_TEST(count("SELECT count(*) FROM sessions WHERE user_id IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(where_the_configuration_says_so_anybody_may_keep_variables) {
    configure("anonymous_variables = true\n");
    cookie = "";
    BOOST_TEST(ask("GET", "/session").body ==
               R"({"expires_at":null,"page":{},"permanent":false,"program":{},"user":null})");
    BOOST_TEST(is_problem(ask("GET", "/session/page/n"), 404));
    BOOST_TEST(ask("GET", "/session/page/n").count("Set-Cookie") == 0U);
    BOOST_TEST(count("SELECT count(*) FROM sessions WHERE user_id IS NULL") == 0);
    const CgiAnswer put = ask("PUT", "/session/page/n", "1");
    BOOST_TEST(put.status == 204);
    cookie = put.cookie();
    BOOST_TEST(!cookie.empty());
    BOOST_TEST(value("n") == "1");
    // Nothing is left: the session ends, and its cookie goes.
    BOOST_TEST(ask("DELETE", "/session/page/n").header("Set-Cookie").find("cloakroom=") == 0U);
    BOOST_TEST(count("SELECT count(*) FROM sessions WHERE user_id IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(what_an_anonymous_visitor_kept_comes_along_when_he_signs_in) {
    configure("anonymous_variables = true\n");
    cookie = "";
    const std::string anonymous = ask("PUT", "/session/page/cart", "[1]").cookie();
    cookie = sign_in("alice", {{"HTTP_COOKIE", anonymous}});
    BOOST_TEST(value("cart") == "[1]");
}

BOOST_AUTO_TEST_CASE(program_variables_are_read_only_if_listed_and_never_written) {
    post("/home", "theme=dark", {{"HTTP_COOKIE", cookie}});
    BOOST_TEST(is_problem(ask("GET", "/session/program/theme"), 403));
    configure("page_may_read = [\"theme\", \"language\"]\n");
    BOOST_TEST(ask("GET", "/session/program/theme").body == "\"dark\"");
    BOOST_TEST(is_problem(ask("GET", "/session/program/language"), 404));
    BOOST_TEST(is_problem(ask("GET", "/session/program/secret"), 403));
    BOOST_TEST((Json::parse(ask("GET", "/session").body).at("program") == Json{{"theme", "dark"}}));
    for (const char* target : {"/session/program/theme", "/session/program/new"}) {
        BOOST_TEST(is_problem(ask("PUT", target, "1"), 403));
        BOOST_TEST(is_problem(ask("DELETE", target), 403));
        BOOST_TEST(is_problem(ask("POST", std::string(target) + "/increment", "1"), 403));
    }
    BOOST_TEST(ask("GET", "/session/program/theme").body == "\"dark\"");
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 1);
}

BOOST_AUTO_TEST_CASE(only_json_is_taken, *holds("RF4")) {
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                             "application/jsonp", "text/json", "application/json; charset=latin1"}) {
        BOOST_TEST_CONTEXT(type) {
            BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "1", {{"CONTENT_TYPE", type}}), 415));
            BOOST_TEST(is_problem(ask("POST", "/session/page/n/increment", "1", {{"CONTENT_TYPE", type}}), 415));
        }
    }
    BOOST_TEST(is_problem(ask("GET", "/session/page/n"), 404));
    for (const char* type : {"application/json", "Application/JSON; charset=UTF-8", "application/json;charset=utf-8"}) {
        BOOST_TEST(ask("PUT", "/session/page/n", "1", {{"CONTENT_TYPE", type}}).status == 204, type);
    }
    BOOST_TEST(ask("POST", "/home", R"({"theme":"dark"})").status == 415);
}

BOOST_AUTO_TEST_CASE(no_answer_opens_itself_to_another_site, *holds("RF4 RF6")) {
    const Variables foreign = {{"HTTP_ORIGIN", "https://evil.example"}, {"HTTP_SEC_FETCH_SITE", "cross-site"}};
    for (const CgiAnswer& answer :
         {ask("GET", "/session", {}, foreign), ask("PUT", "/session/page/n", "1", foreign),
          ask("OPTIONS", "/session/page/n", {}, foreign), ask("GET", "/session?callback=f")}) {
        for (const auto& [name, value] : answer.headers) {
            BOOST_TEST(!name.starts_with("Access-Control-"), name);
            BOOST_TEST(value.find("evil.example") == std::string::npos);
        }
        BOOST_TEST(answer.header("Cross-Origin-Resource-Policy") == "same-origin");
        BOOST_TEST(answer.header("X-Content-Type-Options") == "nosniff");
        BOOST_TEST(answer.body.front() == '{');
    }
}

BOOST_AUTO_TEST_CASE(what_another_site_makes_a_browser_send_changes_nothing, *holds("RF3")) {
    ask("PUT", "/session/page/n", "1");
    for (const Variables& from :
         {Variables{{"HTTP_SEC_FETCH_SITE", "cross-site"}}, Variables{{"HTTP_SEC_FETCH_SITE", "same-site"}},
          Variables{{"HTTP_SEC_FETCH_SITE", ""}, {"HTTP_ORIGIN", "https://evil.example"}},
          Variables{{"HTTP_SEC_FETCH_SITE", ""}, {"HTTP_ORIGIN", "null"}}}) {
        BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "2", from), 403));
        BOOST_TEST(is_problem(ask("POST", "/session/page/n/increment", "1", from), 403));
        BOOST_TEST(is_problem(ask("DELETE", "/session/page/n", {}, from), 403));
    }
    BOOST_TEST(value("n") == "1");
}

BOOST_AUTO_TEST_CASE(a_program_that_names_no_origin_may_write, *holds("RF3")) {
    const Variables none = {{"HTTP_SEC_FETCH_SITE", ""}};
    BOOST_TEST(ask("PUT", "/session/page/n", "1", none).status == 204);
    BOOST_TEST(ask("POST", "/session/page/n/increment", "1", none).body == "2");
    BOOST_TEST(ask("DELETE", "/session/page/n", {}, none).body == "2");
}

BOOST_AUTO_TEST_CASE(no_header_and_no_field_changes_the_method, *holds("RF5 HD5")) {
    ask("PUT", "/session/page/n", "1");
    const Variables wish = {{"HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE"}, {"HTTP_X_HTTP_METHOD", "DELETE"}};
    BOOST_TEST(ask("GET", "/session/page/n?_method=DELETE", {}, wish).body == "1");
    BOOST_TEST(is_problem(ask("POST", "/session/page/n?_method=DELETE", "1", wish), 405));
    BOOST_TEST(value("n") == "1");
}

BOOST_AUTO_TEST_CASE(another_method_is_a_405_that_names_the_right_ones, *holds("HD5")) {
    for (const char* method : {"OPTIONS", "POST", "PATCH", "TRACE", "put"}) {
        const CgiAnswer answer = ask(method, "/session/page/n", "1");
        BOOST_TEST(is_problem(answer, 405), method);
        BOOST_TEST(answer.header("Allow") == "GET, HEAD, PUT, DELETE");
    }
    BOOST_TEST(ask("PUT", "/session", "1").header("Allow") == "GET, HEAD");
    const CgiAnswer page = ask("PUT", "/home", "theme=dark", {{"CONTENT_TYPE", "text/plain"}});
    BOOST_TEST(page.status == 405);
    BOOST_TEST(page.header("Allow") == "GET, HEAD, POST");
    BOOST_TEST(ask("GET", "/session/page/n/increment").header("Allow") == "POST");
}

BOOST_AUTO_TEST_CASE(what_is_nowhere_is_a_problem_too) {
    for (const char* target : {"/session/", "/session/page", "/session/page/", "/session/page/a/b", "/session/page/.",
                               "/session/page/..", "/session/other", "/session/program/"}) {
        BOOST_TEST(is_problem(ask("GET", target), 404), target);
    }
}

BOOST_AUTO_TEST_CASE(head_gets_the_headers_alone, *holds("HD5")) {
    ask("PUT", "/session/page/n", "[1]");
    const CgiAnswer whole = ask("GET", "/session/page/n");
    const CgiAnswer head = ask("HEAD", "/session/page/n");
    BOOST_TEST(head.body.empty());
    BOOST_TEST((head.headers == whole.headers));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_damaged_changes_nothing, *holds("FP1 FP2 FP12")) {
    ask("PUT", "/session/page/n", "1");
    for (const std::string& body :
         {std::string(), std::string(" "), std::string("{"), std::string("nul"), std::string("1 2"),
          std::string("2\0", 2), std::string("\"\xff\""), std::string(R"({"a":1,"a":2})"),
          std::string("\xEF\xBB\xBF"
                      "2")}) {
        BOOST_TEST(is_problem(ask("PUT", "/session/page/n", body), 400), body);
    }
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "[2]", {{"CONTENT_LENGTH", "4"}}), 400));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "2", {{"CONTENT_LENGTH", "-1"}}), 400));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "2", {{"CONTENT_LENGTH", std::nullopt}}), 411));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n%00x", "2", {{"PATH_INFO", "/session/page/n"}}), 400));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/%ff", "2", {{"PATH_INFO", "/session/page/\xff"}}), 400));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "2", {{"QUERY_STRING", std::string(5000, 'x')}}), 400));
    BOOST_TEST(value("n") == "1");
}

BOOST_AUTO_TEST_CASE(a_body_over_96_kib_is_a_413_before_it_is_read, *holds("FP1 FP3")) {
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "1", {{"CONTENT_LENGTH", "98305"}}), 413));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "1", {{"CONTENT_LENGTH", "18446744073709551616"}}), 413));
}

BOOST_AUTO_TEST_CASE(over_the_quota_nothing_is_written, *holds("SL9")) {
    const std::string half = '"' + std::string(40'000, 'x') + '"';
    BOOST_TEST(ask("PUT", "/session/page/a", half).status == 204);
    BOOST_TEST(is_problem(ask("PUT", "/session/page/b", half), 413));
    BOOST_TEST(is_problem(ask("GET", "/session/page/b"), 404));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/a", '"' + std::string(70'000, 'x') + '"'), 413));
    BOOST_TEST(value("a") == half);
}

BOOST_AUTO_TEST_CASE(a_name_that_cannot_be_kept_is_a_422) {
    BOOST_TEST(is_problem(ask("PUT", "/session/page/" + std::string(129, 'n'), "1"), 422));
    BOOST_TEST(is_problem(ask("PUT", "/session/page/%07", "1", {{"PATH_INFO", "/session/page/\x07"}}), 422));
    BOOST_TEST(ask("PUT", "/session/page/" + std::string(128, 'n'), "1").status == 204);
}

BOOST_AUTO_TEST_CASE(any_text_comes_back_as_it_went_in, *holds("SL16")) {
    for (const char* text :
         {R"("\u0000")", R"("\u0000\u001f\u007f")", R"("\\\"/")", R"("\ud83d\ude00")", "\"\xF4\x8F\xBF\xBF\"",
          "\"\xE2\x80\xA8\"", "\"\"", "-0.0", "1e-320", "0.1", "1e308", "[[[]]]", R"({"":{"":""}})"}) {
        BOOST_TEST(ask("PUT", "/session/page/t", text).status == 204, text);
        BOOST_TEST(Json::parse(value("t")).dump() == Json::parse(text).dump());
    }
    // Too large for 64 bits: as in a browser, a double.
    ask("PUT", "/session/page/t", "18446744073709551615");
    BOOST_TEST(value("t") == "1.8446744073709552e+19");
}

BOOST_AUTO_TEST_CASE(while_the_database_is_locked_a_write_is_a_503, *holds("DB6")) {
    ask("PUT", "/session/page/n", "1");
    SQLite::Database other(database().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const CgiAnswer refused = ask("PUT", "/session/page/n", "2");
    BOOST_TEST(is_problem(refused, 503), refused.output);
    BOOST_TEST(refused.header("Retry-After") == "5");
    BOOST_TEST(value("n") == "1");
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_is_a_503_in_json) {
    configure("misspelt = 1\n");
    BOOST_TEST(is_problem(ask("GET", "/session"), 503));
}

BOOST_AUTO_TEST_CASE(a_session_that_was_signed_out_writes_nothing, *holds("SL1")) {
    ask("PUT", "/session/page/n", "1");
    post("/logout", "", {{"HTTP_COOKIE", cookie}});
    BOOST_TEST(is_problem(ask("PUT", "/session/page/n", "2"), 401));
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
