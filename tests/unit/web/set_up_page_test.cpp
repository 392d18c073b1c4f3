// What stands before the first user: is this host ready?
#include "admin/folder_canary.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Fresh : test::WebHouse {
    http::Request asked(http::Method method = http::Method::get) {
        http::Request sent = request(method, "/setup", "");
        sent.host = host;
        sent.target = target;
        sent.document_root = root;
        sent.cookies = cookies;
        sent.fetch_site = "same-origin";
        return sent;
    }
    std::string page(http::Fields query = {}) {
        auto sent = asked();
        sent.query = std::move(query);
        return web::dispatch(site, sent).body;
    }
    http::Response send(http::Fields form) {
        auto sent = asked(http::Method::post);
        sent.form = std::move(form);
        return web::dispatch(site, sent);
    }
    http::Response send_form(const std::string& folder_seen = "") {
        page();
        return send({{"code", set_up.code()},
                     {"username", "alice"},
                     {"password", test::good_password},
                     {"password_again", test::good_password},
                     {"folder", folder_seen}});
    }
    // The file that the page names, uploaded; then the form.
    http::Response upload_and_send_form(const http::Response& told) {
        const std::string cookie = header(told, "Set-Cookie");
        cookies += "; " + cookie.substr(0, cookie.find(';'));
        const auto at = told.body.find("cloakroom-", told.body.find("class=\"line\""));
        BOOST_TEST_REQUIRE(at != std::string::npos);
        const std::string name = told.body.substr(at, told.body.find('<', at) - at);
        std::ofstream(folder->path() / name).close();
        return send_form("refused");
    }
    void lie_inside_the_site() { root = folder->path().parent_path().string(); }

    std::string host = "localhost";
    std::string target = "/setup";
    std::string root;
    std::string cookies = "cloakroom-check=1";
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

const char* const form = "name=\"username\"";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(set_up_page, Fresh)

BOOST_AUTO_TEST_CASE(on_a_good_host_the_form_is_there_and_one_line_about_the_host) {
    const std::string ready = page();
    BOOST_TEST(shows(ready, form));
    BOOST_TEST(shows(ready, "<summary>This host: "));
    BOOST_TEST(!shows(ready, "class=\"problem\">"));
    BOOST_TEST(send_form().status == 303);
}

BOOST_AUTO_TEST_CASE(cookies_are_tried_by_a_redirect_and_without_them_there_is_no_form) {
    cookies = "";
    const auto first = web::dispatch(site, asked());
    BOOST_TEST(first.status == 303);
    BOOST_TEST(header(first, "Location") == "/setup?cookies=tried");
    BOOST_TEST(header(first, "Set-Cookie").starts_with("cloakroom-check=1; Path=/; HttpOnly"));
    const std::string lost = page({{"cookies", "tried"}});
    BOOST_TEST(shows(lost, "did not come back"));
    BOOST_TEST(shows(lost, "Look again"));
    BOOST_TEST(!shows(lost, form));
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
    cookies = "cloakroom-check=1";
    BOOST_TEST(shows(page({{"cookies", "tried"}}), form));
}

BOOST_AUTO_TEST_CASE(plain_http_is_something_that_the_owner_must_want) {
    host = "club.example";
    const std::string warned = page();
    BOOST_TEST(shows(warned, "passwords can be read on their way"));
    BOOST_TEST(shows(warned, "href=\"/setup?anyway=1\""));
    BOOST_TEST(!shows(warned, form));
    BOOST_TEST(shows(page({{"anyway", "1"}}), form));
    BOOST_TEST(send_form().status == 303);
}

BOOST_AUTO_TEST_CASE(so_is_a_host_name_shared_with_neighbours) {
    target = "/~ann/club/setup";
    BOOST_TEST(shows(page(), "read and plant the cookies"));
    BOOST_TEST(!shows(page(), form));
    BOOST_TEST(shows(page({{"anyway", "1"}}), form));
    BOOST_TEST(send_form().status == 303);
}

BOOST_AUTO_TEST_CASE(a_private_folder_inside_the_site_is_tried_first, *holds("PA4")) {
    lie_inside_the_site();
    BOOST_TEST(shows(page(), "id=\"folder-test\""));
    BOOST_TEST(!shows(page(), form));
    BOOST_TEST(send_form().status == 422);
    BOOST_TEST(auth.users.is_empty());
}

BOOST_AUTO_TEST_CASE(one_that_was_found_shut_lets_the_owner_go_on_with_an_upload_and_is_remembered) {
    lie_inside_the_site();
    const auto seen = send({{"way", "folder"}, {"folder", "refused"}});
    BOOST_TEST(seen.status == 200);
    BOOST_TEST(shows(seen.body, "name=\"folder\" value=\"refused\""));
    BOOST_TEST(shows(seen.body, form));
    BOOST_TEST(!shows(seen.body, "name=\"code\""));
    BOOST_TEST(upload_and_send_form(seen).status == 303);
    BOOST_TEST(auth.properties.shut_folder() == admin::folder_mark(folder->path().string()));
    for (const auto& entry : std::filesystem::directory_iterator(folder->path())) {
        BOOST_TEST(!entry.path().filename().string().starts_with("canary-"));
    }
}

// A stranger may have fetched it before the test told anything.
BOOST_AUTO_TEST_CASE(inside_the_site_no_code_is_written_and_none_opens_set_up, *holds("PA4 PW10")) {
    page();
    const std::string code = set_up.code();
    std::filesystem::remove(set_up.code_file());
    lie_inside_the_site();
    page();
    send({{"way", "folder"}, {"folder", "refused"}});
    BOOST_TEST(!std::filesystem::exists(set_up.code_file()));
    std::ofstream(set_up.code_file()) << code << "\n";
    BOOST_TEST(send_form("refused").status == 422);
    BOOST_TEST(auth.users.is_empty());
}

BOOST_AUTO_TEST_CASE(the_warning_of_plain_http_comes_behind_the_test_of_the_folder) {
    host = "club.example";
    lie_inside_the_site();
    const http::Fields shut = {{"way", "folder"}, {"folder", "refused"}};
    BOOST_TEST(shows(send(shut).body, "href=\"/setup?anyway=1\""));
    BOOST_TEST(!shows(send(shut).body, form));
    BOOST_TEST(shows(page({{"anyway", "1"}}), "action=\"/setup?anyway=1\" id=\"folder-test\""));
}

BOOST_AUTO_TEST_CASE(one_that_everybody_can_read_stops_set_up, *holds("PA4")) {
    lie_inside_the_site();
    const auto seen = send({{"way", "folder"}, {"folder", "fetched"}});
    BOOST_TEST(shows(seen.body, "everybody can fetch what is in it"));
    BOOST_TEST(!shows(seen.body, form));
    BOOST_TEST(send_form("fetched").status == 422);
    BOOST_TEST(auth.users.is_empty());
}

BOOST_AUTO_TEST_CASE(a_test_that_said_nothing_waits_for_the_owner_to_look) {
    lie_inside_the_site();
    BOOST_TEST(shows(send({{"way", "folder"}, {"folder", "other"}}).body, "id=\"folder-test-by-hand\""));
}

BOOST_AUTO_TEST_CASE(nothing_of_this_stands_before_the_way_back_in) {
    add("alice");
    std::ofstream(folder->path() / "reset-admin").close();
    cookies = "";
    target = "/~ann/club/setup";
    BOOST_TEST(shows(page(), form));
    BOOST_TEST(!shows(page(), "folder-test"));
    BOOST_TEST(send_form().status == 303);
}

BOOST_AUTO_TEST_CASE(inside_the_site_the_way_back_in_is_an_upload) {
    add("alice");
    std::ofstream(folder->path() / "reset-admin").close();
    cookies = "";
    lie_inside_the_site();
    const auto told = web::dispatch(site, asked());
    BOOST_TEST(!shows(told.body, "name=\"code\""));
    BOOST_TEST(upload_and_send_form(told).status == 303);
}

BOOST_AUTO_TEST_CASE(the_name_to_upload_stays_with_the_browser_and_tells_nothing_of_its_cookie) {
    const auto told = web::dispatch(site, asked());
    const std::string cookie = header(told, "Set-Cookie");
    BOOST_TEST_REQUIRE(cookie.starts_with("cloakroom-upload="));
    const std::string secret = cookie.substr(cookie.find('=') + 1, cookie.find(';') - cookie.find('=') - 1);
    const std::string name = admin::SetUp::upload_name(secret);
    BOOST_TEST(shows(told.body, name));
    BOOST_TEST(name.find(secret) == std::string::npos);
    cookies += "; cloakroom-upload=" + secret;
    const auto again = web::dispatch(site, asked());
    BOOST_TEST(shows(again.body, name));
    BOOST_TEST(header(again, "Set-Cookie").empty());
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
