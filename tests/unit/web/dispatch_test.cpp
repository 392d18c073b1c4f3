#include "web/dispatch.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>

#include "support/holds.h"
#include "support/web_house.h"
#include "web/routes.h"

using namespace cloakroom;
using test::holds;
using test::WebHouse;

BOOST_FIXTURE_TEST_SUITE(dispatch, WebHouse)

BOOST_AUTO_TEST_CASE(an_exception_costs_one_page_and_shows_an_id_only, *holds("PR10 LG6")) {
    add("alice");
    replace_page("sign-in.html", "{{no_such_value}}");
    const auto failed = get("/");
    BOOST_TEST(failed.status == 500);
    BOOST_TEST(failed.body.find("0123456789abcdef") != std::string::npos);
    BOOST_TEST(failed.body.find("no_such_value") == std::string::npos);
    BOOST_TEST(header(failed, "Cache-Control") == "no-store");
    BOOST_TEST(get("/logout").status == 200);
}

BOOST_AUTO_TEST_CASE(the_reason_of_a_failure_stands_in_the_log_under_its_id, *holds("PR10")) {
    add("alice");
    replace_page("sign-in.html", "{{no_such_value}}");
    get("/");
    std::ifstream file(folder->path() / "test.log");
    const std::string line{std::istreambuf_iterator<char>(file), {}};
    BOOST_TEST(line.find("0123456789abcdef") != std::string::npos);
    BOOST_TEST(line.find("no_such_value") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_broken_error_page_is_still_an_answer, *holds("TP4")) {
    replace_page("error.html", "{{no_such_value}}");
    const auto response = get("/nowhere");
    BOOST_TEST(response.status == 500);
    BOOST_TEST(response.body == "0123456789abcdef\n");
}

BOOST_AUTO_TEST_CASE(a_locked_database_is_a_503_that_says_when_to_try_again, *holds("DB6")) {
    add("alice");
    SQLite::Database other(path(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const auto response = post("/", {{"username", "alice"}, {"password", test::good_password}});
    BOOST_TEST(response.status == 503);
    BOOST_TEST(!header(response, "Retry-After").empty());
    BOOST_TEST(header(response, "Set-Cookie").empty());
}

BOOST_AUTO_TEST_CASE(a_method_that_a_page_lacks_is_a_405_that_names_those_it_has, *holds("HD5")) {
    const auto response = web::dispatch(site, request(http::Method::other, "/home", ""));
    BOOST_TEST(response.status == 405);
    BOOST_TEST(header(response, "Allow") == "GET, HEAD, POST");
    BOOST_TEST(header(post("/style.css", {}), "Allow") == "GET, HEAD");
}

BOOST_AUTO_TEST_CASE(a_form_from_another_site_changes_nothing_and_is_logged, *holds("RF3 SI10")) {
    add("alice");
    http::Request sent = request(http::Method::post, "/", "");
    sent.fetch_site = "cross-site";
    sent.form = {{"username", "alice"}, {"password", test::good_password}};
    BOOST_TEST(web::dispatch(site, sent).status == 403);
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
    BOOST_TEST(count("SELECT count(*) FROM rate_limits") == 0);
}

BOOST_AUTO_TEST_CASE(every_page_that_changes_something_asks_for_post, *holds("RF1")) {
    for (const web::Route& route : web::routes()) {
        if (route.reply == web::Reply::json) continue;
        BOOST_TEST((route.method == http::Method::get || route.method == http::Method::post));
    }
    auth.users.add("alice", test::good_password, true, {});  // no page is closed to her
    const std::string id = sign_in("alice").fresh->id;
    const auto before = count("SELECT count(*) + (SELECT count(*) FROM audit_log) FROM sessions");
    for (const web::Route& route : web::routes()) get(std::string(route.path), id);
    BOOST_TEST(count("SELECT count(*) + (SELECT count(*) FROM audit_log) FROM sessions") == before);
}

BOOST_AUTO_TEST_CASE(a_user_goes_where_he_was_going, *holds("RD1 RD4")) {
    add("alice");
    const http::Fields right = {{"username", "alice"}, {"password", test::good_password}};
    http::Fields form = right;
    BOOST_TEST(header(post("/", form), "Location") == "/home");
    form["next"] = "/members/list.html?page=2";
    BOOST_TEST(header(post("/", form), "Location") == "/?arrived=1&next=%2Fmembers%2Flist.html%3Fpage%3D2");
    form["next"] = "//evil.example/";
    BOOST_TEST(header(post("/", form), "Location") == "/home");
    site.options.after_sign_in = "/members/";
    BOOST_TEST(header(post("/", right), "Location") == "/members/");
    BOOST_TEST(post("/", right).status == 303);
}

BOOST_AUTO_TEST_CASE(a_signed_in_user_who_opens_the_form_goes_home) {
    add("alice");
    BOOST_TEST(header(get("/", sign_in("alice").fresh->id), "Location") == "/home");
}

BOOST_AUTO_TEST_CASE(while_nobody_exists_the_form_leads_to_set_up) {
    BOOST_TEST(header(get("/"), "Location") == "/setup");
    add("alice");
    BOOST_TEST(get("/").status == 200);
    BOOST_TEST(get("/setup").status == 404);
}

BOOST_AUTO_TEST_CASE(a_cookie_that_opens_nothing_is_deleted_where_the_form_is_shown) {
    add("alice");
    const auto response = get("/", std::string(43, 'A'));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(!header(response, "Set-Cookie").empty());
    BOOST_TEST(header(get("/"), "Set-Cookie").empty());
}

BOOST_AUTO_TEST_CASE(the_choice_of_appearance_is_kept_in_a_session_variable) {
    add("alice");
    const std::string id = sign_in("alice").fresh->id;
    BOOST_TEST(get("/home", id).body.find("data-theme=\"device\"") != std::string::npos);
    BOOST_TEST(post("/home", {{"theme", "dark"}}, id).status == 303);
    BOOST_TEST(get("/home", id).body.find("data-theme=\"dark\"") != std::string::npos);
    post("/home", {{"theme", "\"><script>"}}, id);
    BOOST_TEST(get("/home", id).body.find("data-theme=\"dark\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_view_of_a_user_writes_nothing, *holds("SL12 RF1")) {
    add("alice");
    const std::string id = sign_in("alice").fresh->id;
    SQLite::Database other(path(), SQLite::OPEN_READWRITE);
    const auto version = [&] { return other.execAndGet("PRAGMA data_version").getInt(); };
    const int before = version();
    for (int i = 0; i < 1000; ++i) BOOST_REQUIRE(get("/home", id).status == 200);
    BOOST_TEST(version() == before);
}

BOOST_AUTO_TEST_CASE(an_asset_is_public_for_ever_under_its_version_only, *holds("CA5")) {
    http::Request sent = request(http::Method::get, "/style.css", "");
    sent.query = {{"v", templates.version("style.css")}};
    const auto current = web::dispatch(site, sent);
    BOOST_TEST(header(current, "Cache-Control") == "public, max-age=31536000, immutable");
    BOOST_TEST(header(current, "Vary").empty());
    BOOST_TEST(header(get("/style.css"), "Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_SUITE_END()
