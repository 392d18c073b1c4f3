// Session variables over JSON, as every server must pass them on.
#include <nlohmann/json.hpp>

#include "server/checks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

// A request as the page's own script sends it.
HttpResponse ask(HttpClient& browser, const std::string& method, const std::string& path,
                 const std::optional<std::string>& body = std::nullopt, Headers headers = {}) {
    headers.emplace_back("Sec-Fetch-Site", "same-origin");
    if (body) headers.emplace_back("Content-Type", "application/json");
    return browser.send(
        {.method = method, .path = browser.place().base + path, .headers = std::move(headers), .body = body});
}

void check_problem(const HttpResponse& response, int status) {
    BOOST_TEST(response.status == status, response.body);
    BOOST_TEST(response.header("content-type") == "application/problem+json");
    BOOST_TEST(response.header("cache-control") == "no-store");
    BOOST_TEST(response.header("vary").find("Cookie") != std::string::npos);
    check_security_headers(response);
}

}  // namespace

ON_EACH_SERVER(scripts_set_read_add_and_remove, *holds("CG4 CA1 HD1")) {
    HttpClient browser = site.signed_in();
    const std::string cart = R"({"note":"für später 🫖","tea":2})";
    const HttpResponse put = ask(browser, "PUT", "/session/page/cart", cart);
    BOOST_TEST(put.status == 204);
    BOOST_TEST(put.body.empty());
    const HttpResponse got = ask(browser, "GET", "/session/page/cart");
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.body == cart);
    BOOST_TEST(got.header("content-type") == "application/json");
    BOOST_TEST(got.header("etag") == put.header("etag"));
    BOOST_TEST(got.header("cache-control") == "no-store");
    check_security_headers(got);
    BOOST_TEST(ask(browser, "POST", "/session/page/n/increment", "41").body == "41");
    BOOST_TEST(ask(browser, "POST", "/session/page/n/increment", "1").body == "42");
    BOOST_TEST(ask(browser, "DELETE", "/session/page/cart").body == cart);
    check_problem(ask(browser, "DELETE", "/session/page/cart"), 404);
    const auto all = nlohmann::json::parse(ask(browser, "GET", "/session").body);
    BOOST_TEST((all.at("page") == nlohmann::json{{"n", 42}}));
}

ON_EACH_SERVER(a_variable_may_have_an_odd_name, *holds("PA1 SL16")) {
    HttpClient browser = site.signed_in();
    struct Name {
        const char* in_address;
        const char* in_json;
    };
    constexpr Name names[] = {{"my%20cart", "my cart"},
                              {"100%25", "100%"},
                              {"%2541", "%41"},
                              {"what%3F", "what?"},
                              {"what%3Fa=1&b", "what?a=1&b"},
                              {"no%231", "no#1"},
                              {"a;b", "a;b"},
                              {"a%3Bb", "a;b"},
                              {"a+b", "a+b"},
                              {"a&b=c", "a&b=c"},
                              {"caf%C3%A9", "café"},
                              {"%F0%9F%AB%96", "🫖"},
                              {"%22%5C%27", "\"\\'"},
                              {"%3Cb%3E", "<b>"},
                              {"logo.png", "logo.png"},
                              {"style.css", "style.css"},
                              {".hidden", ".hidden"},
                              {"...", "..."},
                              {"increment", "increment"},
                              {"$1", "$1"},
                              {"%7Bx%7D", "{x}"},
                              {"cloakroom.fcgi", "cloakroom.fcgi"}};
    for (const auto& [in_address, in_json] : names) {
        BOOST_TEST_CONTEXT(in_address) {
            const std::string path = std::string("/session/page/") + in_address;
            BOOST_TEST(ask(browser, "PUT", path, "1").status == 204);
            const auto all = nlohmann::json::parse(ask(browser, "GET", "/session").body);
            BOOST_TEST((all.at("page") == nlohmann::json{{in_json, 1}}), all.dump());
            BOOST_TEST(ask(browser, "POST", path + "/increment", "1").body == "2");
            BOOST_TEST(ask(browser, "GET", path).body == "2");
            BOOST_TEST(ask(browser, "DELETE", path).body == "2");
        }
    }
}

ON_EACH_SERVER(a_name_that_is_no_segment_is_nowhere, *holds("PA1")) {
    HttpClient browser = site.signed_in();
    for (const char* path : {"/session/page/", "/session/page/a/b", "/session/page/%2E"}) {
        check_problem(ask(browser, "PUT", path, "1"), 404);
    }
    // Apache knows no such address and says so itself.
    BOOST_TEST(ask(browser, "PUT", "/session/page/a%2Fb", "1").status == 404);
    BOOST_TEST(ask(browser, "GET", "/session").body.find("\"page\":{}") != std::string::npos);
}

ON_EACH_SERVER(conditions_and_tags_pass, *holds("CA1")) {
    HttpClient browser = site.signed_in();
    const std::string tag = ask(browser, "PUT", "/session/page/n", "1").header("etag");
    BOOST_TEST(tag.size() == 24U);
    const HttpResponse same = ask(browser, "GET", "/session/page/n", std::nullopt, {{"If-None-Match", tag}});
    BOOST_TEST(same.status == 304);
    BOOST_TEST(same.body.empty());
    BOOST_TEST(ask(browser, "PUT", "/session/page/n", "2", {{"If-Match", tag}}).status == 204);
    check_problem(ask(browser, "PUT", "/session/page/n", "3", {{"If-Match", tag}}), 412);
    check_problem(ask(browser, "PUT", "/session/page/n", "3", {{"If-None-Match", "*"}}), 412);
    BOOST_TEST(ask(browser, "GET", "/session/page/n").body == "2");
}

ON_EACH_SERVER(each_refusal_is_a_problem, *holds("HD5 RF4 SL9 FP10")) {
    HttpClient browser = site.signed_in();
    HttpClient stranger = site.client();
    check_problem(ask(stranger, "GET", "/session"), 401);
    BOOST_TEST(ask(stranger, "GET", "/session").body.find("\"login\":\"" + site.at("/") + "\"") != std::string::npos);
    check_problem(ask(browser, "GET", "/session/program/x"), 403);
    check_problem(ask(browser, "OPTIONS", "/session/page/n"), 405);
    check_problem(ask(browser, "PUT", "/session/page/n", "{"), 400);
    check_problem(ask(browser, "PUT", "/session/page/n", '"' + std::string(70'000, 'x') + '"'), 413);
    check_problem(ask(browser, "PUT", "/session/page/n", '"' + std::string(98'303, 'x') + '"'), 413);
    check_problem(ask(browser, "POST", "/session/page/n/increment", "1.5"), 422);
    const HttpResponse form = browser.send({.method = "PUT",
                                            .path = site.at("/session/page/n"),
                                            .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                            .body = "1"});
    check_problem(form, 415);
    BOOST_TEST(ask(browser, "GET", "/session").body.find("\"page\":{}") != std::string::npos);
}

ON_EACH_SERVER(a_value_of_60_kib_passes, *holds("FP3")) {
    HttpClient browser = site.signed_in();
    const std::string value = '"' + std::string(60'000, 'x') + '"';
    BOOST_TEST(ask(browser, "PUT", "/session/page/n", value).status == 204);
    BOOST_TEST(ask(browser, "GET", "/session/page/n").body == value);
}

ON_EACH_SERVER(the_module_for_pages_is_a_public_script, *holds("CA5")) {
    HttpClient browser = site.client();
    const HttpResponse script = browser.get("/session.js");
    BOOST_TEST(script.status == 200);
    BOOST_TEST(script.header("content-type") == "text/javascript; charset=utf-8");
    BOOST_TEST(script.shows("export const session"));
    BOOST_TEST(script.all("set-cookie").empty());
    check_security_headers(script);
    const HttpResponse same =
        browser.send({.path = site.at("/session.js"), .headers = {{"If-None-Match", script.header("etag")}}});
    BOOST_TEST(same.status == 304);
    BOOST_TEST(same.header("cache-control") == "no-cache");
}

}  // namespace cloakroom::test
