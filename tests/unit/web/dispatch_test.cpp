#include "web/dispatch.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>

#include "support/holds.h"
#include "support/web_house.h"
#include "web/page.h"
#include "web/routes.h"

using namespace cloakroom;
using test::holds;
using test::WebHouse;

namespace {

struct Dispatched : WebHouse {
    // A page whose database has lost a table.
    http::Response fail() {
        add("alice");
        const std::string id = sign_in("alice").fresh->id;
        execute("ALTER TABLE session_variables RENAME TO lost");
        return get("/home", id);
    }
    std::string log_text() const {
        std::ifstream file(folder->path() / "test.log");
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dispatch, Dispatched)

BOOST_AUTO_TEST_CASE(an_exception_costs_one_page_and_shows_an_id_only, *holds("PR10 LG6")) {
    const auto failed = fail();
    BOOST_TEST(failed.status == 500);
    BOOST_TEST(failed.body.find("0123456789abcdef") != std::string::npos);
    BOOST_TEST(failed.body.find("session_variables") == std::string::npos);
    BOOST_TEST(header(failed, "Cache-Control") == "no-store");
    BOOST_TEST(get("/").status == 200);
}

BOOST_AUTO_TEST_CASE(the_reason_of_a_failure_stands_in_the_log_under_its_id, *holds("PR10")) {
    fail();
    BOOST_TEST(log_text().find("0123456789abcdef") != std::string::npos);
    BOOST_TEST(log_text().find("session_variables") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_broken_page_of_the_owner_gives_way_to_the_built_in_one_and_is_logged_once, *holds("TP4")) {
    add("alice");
    const std::string built_in = get("/").body;
    for (const char* broken : {"<p>\n{{no_such_value}}", "<p>\n{{#open}}", "<p>\n{{> no_such_file}}"}) {
        replace_page("sign-in.html", broken);
        BOOST_TEST(get("/").body == built_in);
        BOOST_TEST(get("/").body == built_in);
    }
    const std::string text = log_text();
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 3);
    BOOST_TEST(text.find("template_broken html/sign-in.html: no text for {{no_such_value}}") != std::string::npos,
               text);
    BOOST_TEST(text.find("html/sign-in.html:2: {{#open}} has no end") != std::string::npos);
    BOOST_TEST(text.find("html/no_such_file.html: there is no such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_broken_error_page_gives_way_too, *holds("TP4")) {
    replace_page("error.html", "{{no_such_value}}");
    const auto response = get("/nowhere");
    BOOST_TEST(response.status == 404);
    BOOST_TEST(response.body.find("Page not found") != std::string::npos);
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

BOOST_AUTO_TEST_CASE(no_form_of_another_site_changes_anything_on_any_page, *holds("RF3")) {
    auth.users.add("alice", test::good_password, true, {});
    const std::string id = sign_in("alice").fresh->id;
    const char* rows =
        "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM sessions) + (SELECT count(*) FROM audit_log) + "
        "(SELECT count(*) FROM tokens) + (SELECT count(*) FROM groups) + (SELECT count(*) FROM rules)";
    const auto before = count(rows);
    int tried = 0;
    for (const web::Route& route : web::routes()) {
        if (route.method == http::Method::get) continue;
        http::Request sent = request(route.method, std::string(route.path), id);
        sent.fetch_site = "cross-site";
        BOOST_TEST(web::dispatch(site, sent).status == 403, route.path);
        ++tried;
    }
    BOOST_TEST(tried > 20);
    BOOST_TEST(count(rows) == before);
}

// Save the two by which a test of the site reports what it found.
BOOST_AUTO_TEST_CASE(whatever_an_admin_changes_asks_for_a_recent_password, *holds("SL13")) {
    for (const web::Route& route : web::routes()) {
        if (!route.path.starts_with("/admin") || route.method == http::Method::get) continue;
        const bool reports = route.path == "/admin/check" || route.path == "/admin/folders/test";
        BOOST_TEST((route.requirement == auth::Requirement::proven_admin) != reports, route.path);
    }
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
    sent.query = {{"v", web::style_version(templates)}};
    const auto current = web::dispatch(site, sent);
    BOOST_TEST(header(current, "Cache-Control") == "public, max-age=31536000, immutable");
    BOOST_TEST(header(current, "Vary").empty());
    BOOST_TEST(header(get("/style.css"), "Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_SUITE_END()
