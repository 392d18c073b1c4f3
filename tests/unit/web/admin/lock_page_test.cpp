// The page that makes the web server ask about a folder, and tests whether it does.
#include <filesystem>
#include <iterator>

#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;
namespace fs = std::filesystem;

namespace {

struct Apache : test::WebHouse {
    Apache() {
        add("alice");
        auth.groups.join("admin", "alice", {});
        id = sign_in("alice").fresh->id;
        fs::create_directories(root / "members");
        site.options.site_folder = root.string();
        site.options.never_sent = {(root / "door/cloakroom.fcgi").string()};
        site.options.command = "/home/alice/public_html/door/cloakroom.fcgi";
    }

    http::Response send(http::Method method, const std::string& path, http::Fields fields) {
        auto sent = request(method, path, id);
        sent.cookies = http::session_cookie_name(false, "/club") + "=" + id;
        sent.base = "/club";
        sent.fetch_site = "same-origin";
        sent.server = server;
        sent.over_fastcgi = over_fastcgi;
        (method == http::Method::get ? sent.query : sent.form) = std::move(fields);
        return web::dispatch(site, sent);
    }
    std::string page(http::Fields query = {{"path", "/members"}}) {
        return send(http::Method::get, "/admin/folders/lock", std::move(query)).body;
    }
    http::Response act(const char* what, const std::string& path = "/members") {
        return send(http::Method::post, "/admin/folders/lock", {{"do", what}, {"path", path}});
    }
    http::Response end_test(const char* saw) {
        return send(http::Method::post, "/admin/folders/test", {{"saw", saw}, {"path", "/members"}});
    }
    std::string file() const {
        std::ifstream stream(root / "members" / ".htaccess");
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    std::int64_t files() const {
        return std::distance(fs::directory_iterator(root / "members"), fs::directory_iterator());
    }

    fs::path root = folder->path() / "site";
    std::string server = "Apache/2.4.57 (Debian)";
    bool over_fastcgi = true;
    std::string id;
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lock_page, Apache)

BOOST_AUTO_TEST_CASE(the_lines_are_those_of_the_documentation_with_this_sites_own_addresses) {
    const std::string lines = page();
    BOOST_TEST(shows(lines, "FcgidAccessChecker /home/alice/public_html/door/cloakroom.fcgi\n"));
    BOOST_TEST(shows(lines, "ErrorDocument 401 /club/cloakroom.fcgi/denied\n"));
    BOOST_TEST(!shows(lines, "/home/ME"));
    over_fastcgi = false;
    BOOST_TEST(shows(page(), "RewriteRule ^ /club/cloakroom.fcgi/gate [L]\n"));
}

BOOST_AUTO_TEST_CASE(each_server_is_shown_its_own_lines) {
    const std::pair<const char*, const char*> servers[] = {{"lighttpd/1.4.69", "^/members(/|$)"},
                                                           {"nginx/1.22.1", "location ^~ /members/ {"},
                                                           {"Caddy/v2.6.2", "handle_path /club/* {"},
                                                           {"LiteSpeed", "/club/cloakroom.fcgi/gate"}};
    for (const auto& [name, part] : servers) {
        server = name;
        BOOST_TEST(shows(page(), part), name);
    }
    server = "something";
    BOOST_TEST(shows(page(), "cannot tell which web server"));
    BOOST_TEST(shows(page({{"path", "/members"}, {"server", "nginx"}}), "location ^~ /members/ {"));
}

BOOST_AUTO_TEST_CASE(names_with_dots_and_blanks_do_not_lock_another_folder) {
    server = "lighttpd/1.4.69";
    BOOST_TEST(shows(page({{"path", "/v1.0"}}), "^/v1\\.0(/|$)"));
    BOOST_TEST(shows(page({{"path", "/the minutes"}}), "has signs in it"));
    BOOST_TEST(shows(page({{"path", "/\" }"}}), "has signs in it"));
}

BOOST_AUTO_TEST_CASE(a_button_writes_the_lock_and_another_takes_it_out) {
    std::ofstream(root / "members" / ".htaccess") << "Options -Indexes";
    BOOST_TEST(shows(page(), "Write the lock"));
    BOOST_TEST(act("lock").status == 303);
    BOOST_TEST(shows(file(), "FcgidAccessChecker /home/alice"));
    const std::string locked = page();
    BOOST_TEST(shows(locked, "please test it now"));
    BOOST_TEST(shows(locked, "Take them out"));
    BOOST_TEST(act("unlock").status == 303);
    BOOST_TEST(file() == "Options -Indexes");
    BOOST_TEST(act("unlock").status == 422);
}

BOOST_AUTO_TEST_CASE(where_the_server_reads_no_such_file_none_is_written) {
    server = "lighttpd/1.4.69";
    BOOST_TEST(!shows(page({{"path", "/members"}, {"server", "apache"}}), "Write the lock"));
    BOOST_TEST(act("lock").status == 422);
    BOOST_TEST(files() == 0);
}

BOOST_AUTO_TEST_CASE(what_keeps_it_from_being_written_is_said) {
    BOOST_TEST(shows(page({{"path", "/nowhere"}}), "finds no such folder"));
    BOOST_TEST(shows(page({{"path", "/door"}}), "its door would be shut"));
    std::ofstream(root / "members" / ".htaccess") << "RewriteEngine Off\n";
    BOOST_TEST(shows(act("lock").body, "open the folder again"));
    BOOST_TEST(file() == "RewriteEngine Off\n");
}

BOOST_AUTO_TEST_CASE(a_lock_is_written_only_by_who_gave_his_password_lately, *holds("SL13")) {
    clock.move(16min);
    BOOST_TEST(shows(act("lock").body, "Your password, please"));
    BOOST_TEST(files() == 0);
}

BOOST_AUTO_TEST_CASE(a_test_puts_a_file_there_and_its_end_takes_it_away_and_tells) {
    const std::pair<const char*, const char*> ends[] = {
        {"refused", "The lock holds."}, {"file", "This folder is OPEN"}, {"other", "The test says nothing"}};
    for (const auto& [saw, words] : ends) {
        const std::string test = header(act("test"), "Location");
        BOOST_TEST(shows(test, "/club/admin/folders/test?path=%2Fmembers&at=%2Fmembers%2Fcloakroom-test-"));
        BOOST_TEST(files() == 1);
        BOOST_TEST(header(end_test(saw), "Location") == "/club/admin/folders/lock?path=%2Fmembers");
        BOOST_TEST(files() == 0);
        BOOST_TEST(shows(page(), words), words);
    }
}

BOOST_AUTO_TEST_CASE(the_page_of_the_test_may_run_our_script_and_no_other_page_may) {
    const auto test = send(http::Method::get, "/admin/folders/test", {{"path", "/members"}, {"at", "/members/x.txt"}});
    BOOST_TEST(shows(test.body, "data-address=\"/members/x.txt\" data-sign-in=\"/club/\""));
    BOOST_TEST(header(test, "Content-Security-Policy")
                   .ends_with("frame-ancestors 'none'; script-src 'self'; connect-src 'self'"));
    const auto other = send(http::Method::get, "/admin/folders", {});
    BOOST_TEST(header(other, "Content-Security-Policy").ends_with("frame-ancestors 'none'"));
}

BOOST_AUTO_TEST_CASE(only_addresses_in_the_folder_are_tried) {
    for (const char* at : {"//elsewhere.example/members/", "https://elsewhere.example/", "/membersx", "/members/../x",
                           "/members/%2e%2e/x", "javascript:alert(1)", ""}) {
        const auto response = send(http::Method::get, "/admin/folders/test", {{"path", "/members"}, {"at", at}});
        BOOST_TEST(response.status == 303, at);
    }
}

BOOST_AUTO_TEST_SUITE_END()
