// Protected folders: the way in and back, and what changes while one is inside.
#include <nlohmann/json.hpp>
#include <vector>

#include "server/checks.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

HttpResponse ask(HttpClient& browser, const std::string& path, const Headers& headers = navigation) {
    return browser.send({.path = path, .headers = headers});
}

// Where a redirect leads on this site; servers may write the whole address.
std::string target_of(const HttpResponse& response, const Site& site) {
    const std::string location = response.header("location");
    return location.starts_with(site.origin()) ? location.substr(site.origin().size()) : location;
}

// Asked often enough that every process is.
int times_let_in(HttpClient& browser, const std::string& path) {
    int times = 0;
    for (int i = 0; i < 8; ++i) times += ask(browser, path).body == locked_text ? 1 : 0;
    return times;
}

// Not Caddy: what it rewrites we are not told.
bool rewrites(const SetUp& set_up) {
    using enum Hosting;
    const bool does =
        set_up.hosting == lighttpd_fastcgi || set_up.hosting == apache_fcgid || set_up.hosting == nginx_fastcgi;
    return does && can_ask(set_up);
}

}  // namespace

ON_SERVERS_THAT(can_lock, who_signs_in_comes_back_to_the_page_that_was_asked_for, *holds("RD1")) {
    must_run(site, {"protect", "/members"});
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    const HttpResponse sent = ask(browser, "/members/secret.txt?page=2&x=a%20b");
    BOOST_TEST(sent.status == 303);
    BOOST_TEST(target_of(sent, site) == site.at("/") + "?next=%2Fmembers%2Fsecret.txt%3Fpage%3D2%26x%3Da%2520b");
    const HttpResponse form = ask(browser, target_of(sent, site));
    BOOST_TEST(form.shows("value=\"/members/secret.txt?page=2&amp;x=a%20b\""));
    const HttpResponse back = browser.post(
        "/", {{"username", user.name}, {"password", user.password}, {"next", "/members/secret.txt?page=2&x=a%20b"}});
    const HttpResponse arrived = ask(browser, target_of(back, site));
    BOOST_TEST(target_of(arrived, site) == "/members/secret.txt?page=2&x=a%20b");
    BOOST_TEST(ask(browser, target_of(arrived, site)).body == locked_text);
}

ON_SERVERS_THAT(can_ask, an_address_too_long_for_the_way_back_leads_back_without_its_query, *holds("RD4")) {
    must_run(site, {"protect", "/members"});
    HttpClient stranger = site.client();
    const HttpResponse sent = ask(stranger, "/members/secret.txt?" + std::string(3500, 'x'));
    BOOST_TEST(target_of(sent, site) == site.at("/") + "?next=%2Fmembers%2Fsecret.txt");
    BOOST_TEST(is_sign_in_form(ask(stranger, target_of(sent, site))));
}

ON_SERVERS_THAT(can_lock, a_script_is_told_where_to_sign_in_and_an_image_gets_nothing, *holds("AZ4")) {
    must_run(site, {"protect", "/members"});
    HttpClient stranger = site.client();
    for (const Headers& of_script :
         {Headers{{"Sec-Fetch-Dest", "empty"}, {"Accept", "text/html"}}, Headers{{"Accept", "*/*"}}}) {
        const HttpResponse response = ask(stranger, "/members/secret.txt", of_script);
        BOOST_TEST(response.status == 401);
        BOOST_TEST(response.header("content-type") == "application/problem+json");
        BOOST_TEST(nlohmann::json::parse(response.body).at("login") == site.at("/") + "?next=%2Fmembers%2Fsecret.txt");
    }
    for (const Headers& of_part : {Headers{{"Sec-Fetch-Dest", "image"}}, Headers{{"Sec-Fetch-Dest", "style"}},
                                   Headers{{"Accept", "image/avif,*/*;q=0.8"}}}) {
        const HttpResponse response = ask(stranger, "/members/secret.txt", of_part);
        BOOST_TEST(response.status == 401);
        BOOST_TEST(response.body == "");
    }
}

ON_SERVERS_THAT(can_lock, who_may_not_see_it_is_told_so_on_a_page_of_ours, *holds("AZ4")) {
    must_run(site, {"group", "add", "choir"});
    must_run(site, {"protect", "/choir", "--group", "choir"});
    HttpClient bob = site.signed_in();
    const HttpResponse page = ask(bob, "/choir/secret.txt");
    BOOST_TEST(page.status == 403);
    BOOST_TEST(page.shows("This page is not open to you."));
    const HttpResponse of_script = ask(bob, "/choir/secret.txt", {{"Sec-Fetch-Dest", "empty"}});
    BOOST_TEST(of_script.status == 403);
    BOOST_TEST(of_script.header("content-type") == "application/problem+json");
}

ON_SERVERS_THAT(can_lock, rights_that_are_withdrawn_are_gone_at_the_next_request, *holds("AZ9 SL3")) {
    const Site::User user = site.add_user();
    must_run(site, {"group", "add", "choir", user.name});
    must_run(site, {"protect", "/choir", "--group", "choir"});
    HttpClient browser = site.signed_in(user);
    const std::string path = "/choir/secret.txt";
    BOOST_TEST(times_let_in(browser, path) == 8);
    must_run(site, {"group", "remove", "choir", user.name});
    BOOST_TEST(times_let_in(browser, path) == 0);
    must_run(site, {"group", "add", "choir", user.name});
    BOOST_TEST(times_let_in(browser, path) == 8);
    must_run(site, {"session", "revoke", user.name});
    BOOST_TEST(times_let_in(browser, path) == 0);
    HttpClient again = site.signed_in(user);
    BOOST_TEST(times_let_in(again, path) == 8);
    must_run(site, {"user", "delete", user.name});
    BOOST_TEST(times_let_in(again, path) == 0);
}

ON_SERVERS_THAT(can_lock, without_its_rule_a_locked_folder_is_shut, *holds("AZ5")) {
    must_run(site, {"protect", "/members"});
    HttpClient browser = site.signed_in();
    BOOST_TEST(times_let_in(browser, "/members/secret.txt") == 8);
    must_run(site, {"unprotect", "/members"});
    BOOST_TEST(times_let_in(browser, "/members/secret.txt") == 0);
}

// Both addresses count, whichever the server asks about.
ON_SERVERS_THAT(rewrites, a_second_address_by_rewriting_opens_nothing, *holds("PA1 AZ2")) {
    must_run(site, {"protect", "/members"});
    must_run(site, {"protect", "/rewritten", "--anyone"});
    HttpClient stranger = site.client();
    for (int i = 0; i < 2; ++i) {
        const HttpResponse response = ask(stranger, "/rewritten/secret.txt");
        BOOST_TEST(!response.shows("SECRET"));
        BOOST_TEST((response.status == 303 || response.status == 403), response.status);
    }
    HttpClient user = site.signed_in();
    BOOST_TEST(ask(user, "/rewritten/secret.txt").body == locked_text);
}

ON_SERVERS_THAT(can_ask, our_own_addresses_tell_a_visitor_nothing, *holds("AZ3")) {
    must_run(site, {"protect", "/"});
    HttpClient user = site.signed_in();
    for (const char* path : {"/authorize", "/check", "/denied", "/cloakroom.fcgi/authorize", "/cloakroom.fcgi/check"}) {
        const HttpResponse response = user.get(path);
        BOOST_TEST(response.status == 403, path << ": " << response.status);
        BOOST_TEST(response.header("variable-remote_user") == "", path);
    }
    must_run(site, {"unprotect", "/"});
}

ON_SERVERS_THAT(can_lock, no_way_to_write_an_address_opens_a_folder, *holds("PA1 AZ2")) {
    must_run(site, {"protect", "/members"});
    must_run(site, {"protect", "/members/open", "--anyone"});
    HttpClient stranger = site.client();
    for (const char* path : {"//members/secret.txt",
                             "/./members/secret.txt",
                             "/x/../members/secret.txt",
                             "/members/./secret.txt",
                             "/members//secret.txt",
                             "/members/x/../secret.txt",
                             "/%6dembers/secret.txt",
                             "/%6Dembers/secret.txt",
                             "/members%2fsecret.txt",
                             "/members%2Fsecret.txt",
                             "/members/%73ecret.txt",
                             "/members/secret%2etxt",
                             "/%2e/members/secret.txt",
                             "/x/%2e%2e/members/secret.txt",
                             "/members/open/../secret.txt",
                             "/members/open/%2e%2e/secret.txt",
                             "/members/open%2f..%2fsecret.txt",
                             "/members/open/..%2fsecret.txt",
                             "/members/open/.%2e/secret.txt",
                             "/members/open//../secret.txt",
                             "/members;x/secret.txt",
                             "/members/;x/secret.txt",
                             "/members/secret.txt;x=open",
                             "/members\\secret.txt",
                             "/members/open\\..\\secret.txt",
                             "/members%5csecret.txt",
                             "/members/open%5c..%5csecret.txt",
                             "/members/secret.txt%00",
                             "/members/open/..%00/secret.txt",
                             "/Members/secret.txt",
                             "/MEMBERS/SECRET.TXT",
                             "/members/secret.txt/",
                             "/members/secret.txt//",
                             "/members/secret.txt/.",
                             "/members/secret.txt?",
                             "/members/secret.txt?/members/open/",
                             "/members/secret.txt%3f/members/open/",
                             "/members/secret.txt#/members/open/",
                             "/members/secret.txt#/../open/?",
                             "/members/secret.txt%23/open",
                             "/%252e/members/secret.txt",
                             "/members/open/%252e%252e/secret.txt",
                             "/door/../members/secret.txt",
                             "/door/%2e%2e/members/secret.txt"}) {
        const HttpResponse response = ask(stranger, path);
        BOOST_TEST(!response.shows("SECRET"), path << ": " << response.status);
        BOOST_TEST(response.status >= 300, path);
    }
}

ON_SERVERS_THAT(can_lock, a_folder_without_a_slash_its_listing_and_its_hidden_files_are_locked_too, *holds("AZ6")) {
    must_run(site, {"protect", "/choir"});
    HttpClient stranger = site.client();
    for (const char* path : {"/choir", "/choir/", "/choir/none.html", "/choir/.htaccess", "/choir/open"}) {
        const HttpResponse response = ask(stranger, path);
        // To nginx and Caddy the name of a folder without a slash is a file's name: it leads to the folder or nowhere.
        const bool leads_on = response.header("location").ends_with("/choir/") || response.status == 404;
        BOOST_TEST((response.status == 303 || response.status == 403 || (path == std::string("/choir") && leads_on)),
                   path << ": " << response.status);
        BOOST_TEST(!response.shows("secret.txt"), path);
    }
}

// What the server tells programs in the folder is nothing to its visitor.
ON_SERVERS_THAT(can_lock, no_answer_tells_the_browser_what_programs_are_told, *holds("AZ4")) {
    must_run(site, {"protect", "/members"});
    HttpClient browser = site.signed_in();
    for (const char* path : {"/members/secret.txt", "/members/none.txt", "/members/", "/members/open"}) {
        for (const auto& [name, value] : ask(browser, path).headers) {
            BOOST_TEST(!name.starts_with("variable"), path << ": " << name);
            BOOST_TEST((name != "content-security-policy" || !value.empty()));
        }
    }
    BOOST_TEST(ask(browser, "/members/secret.txt").header("content-security-policy") == "");
}

}  // namespace cloakroom::test
