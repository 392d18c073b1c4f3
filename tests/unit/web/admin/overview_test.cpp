// The page that answers "is all well?", and what an owner does there.
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;

namespace {

struct Looked : test::WebHouse {
    Looked() {
        auth.users.add("alice", test::good_password, true, {});
        add("bob");
        id = sign_in("alice").fresh->id;
    }

    std::string page(const std::string& host = "localhost") {
        http::Request sent = request(http::Method::get, "/admin", id);
        sent.host = host;
        sent.over_fastcgi = true;
        sent.document_root = "/srv/site";
        return web::dispatch(site, sent).body;
    }

    void second_admin() { auth.users.add("carol", test::good_password, true, {}); }

    void set_base_url(const char* url) {
        db::Transaction transaction(database, db::Durability::relaxed);
        auth.properties.set_base_url(url);
        transaction.commit();
    }

    std::string id;
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

std::string fact(const char* name, const char* value) {
    return "<dt>" + std::string(name) + "</dt><dd>" + value + "</dd>";
}

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
    return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(overview_page, Looked)

BOOST_AUTO_TEST_CASE(it_is_for_admins_only_and_others_are_written_down, *holds("LG1")) {
    BOOST_TEST(get("/admin").status == 303);
    const std::string bob = sign_in("bob").fresh->id;
    for (const char* path : {"/admin", "/admin/log", "/admin/log.csv"}) BOOST_TEST(get(path, bob).status == 403);
    BOOST_TEST(post("/admin/backup", {}, bob).status == 403);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'access_denied' AND user_id = 2") == 4);
    BOOST_TEST(get("/admin", id).status == 200);
}

BOOST_AUTO_TEST_CASE(home_leads_admins_there_and_nobody_else) {
    BOOST_TEST(shows(get("/home", id).body, "href=\"/admin\""));
    BOOST_TEST(!shows(get("/home", sign_in("bob").fresh->id).body, "/admin"));
}

BOOST_AUTO_TEST_CASE(the_figures_are_those_of_today_and_now) {
    sign_in("bob");
    sign_in("bob");
    for (int i = 0; i < 3; ++i) sign_in("bob", "wrong");
    const std::string today = page();
    BOOST_TEST(shows(today, fact("Users", "2")));
    BOOST_TEST(shows(today, fact("Signed in now", "2")));
    BOOST_TEST(shows(today, fact("Sign-ins today", "3")));
    BOOST_TEST(shows(today, fact("Failed today", "3")));
    clock.move(25h);
    id = sign_in("alice").fresh->id;
    BOOST_TEST(shows(page(), fact("Signed in now", "1")));
    BOOST_TEST(shows(page(), fact("Sign-ins today", "1")));
    BOOST_TEST(shows(page(), fact("Failed today", "0")));
}

BOOST_AUTO_TEST_CASE(whoever_was_told_to_wait_is_counted) {
    for (int i = 0; i < 15; ++i) sign_in("bob", "wrong");
    BOOST_TEST(shows(page(), fact("Told to wait today", "1")));
}

BOOST_AUTO_TEST_CASE(large_figures_have_commas) {
    execute("UPDATE event_counts SET count = 1234567 WHERE event = 'sign_in'");
    BOOST_TEST(shows(page(), fact("Sign-ins today", "1,234,567")));
}

BOOST_AUTO_TEST_CASE(the_picture_has_thirty_days_and_a_text_for_those_who_do_not_see_it, *holds("CA1")) {
    clock.move(std::chrono::days{29});
    id = sign_in("alice").fresh->id;
    const std::string month = page();
    BOOST_TEST(occurrences(month, "<rect ") == 60U);
    BOOST_TEST(shows(month, "role=\"img\""));
    BOOST_TEST(shows(month, ": 2 in all, 1 on the day with the most.</title>"));
    BOOST_TEST(occurrences(month, "<th scope=\"row\">") == 30U);
    clock.move(std::chrono::days{1});
    id = sign_in("alice").fresh->id;
    BOOST_TEST(shows(page(), ": 2 in all, 1 on the day with the most.</title>"));
}

BOOST_AUTO_TEST_CASE(where_nothing_is_to_be_mended_it_says_so) {
    second_admin();
    set_base_url("http://localhost");
    BOOST_TEST(shows(page(), "All is well"));
    BOOST_TEST(!shows(page(), "class=\"problem\""));
}

BOOST_AUTO_TEST_CASE(each_warning_says_what_to_do) {
    BOOST_TEST(shows(page(), "You are the only one who looks after the site."));
    BOOST_TEST(shows(page(), "Write it into cloakroom.conf as base_url."));
    set_base_url("https://club.example/door");
    BOOST_TEST(!shows(page("club.example"), "base_url"));
    BOOST_TEST(shows(page("www.club.example"), "than the site’s own, https://club.example/door."));
    BOOST_TEST(shows(page("club.example"), "is reached over plain HTTP"));
    BOOST_TEST(!shows(page("127.0.0.1:8080"), "is reached over plain HTTP"));
    std::filesystem::remove_all(folder->path() / "html");
    BOOST_TEST(shows(page(), "The folder with your own pages is gone"));
}

BOOST_AUTO_TEST_CASE(a_proxy_that_is_not_listed_is_told, *holds("SI6")) {
    http::Request sent = request(http::Method::get, "/admin", id);
    sent.unlisted_proxy = true;
    BOOST_TEST(shows(web::dispatch(site, sent).body, "trusted_proxies = [\"192.0.2.1\"]"));
}

BOOST_AUTO_TEST_CASE(a_private_folder_inside_the_site_is_told) {
    http::Request sent = request(http::Method::get, "/admin", id);
    sent.document_root = folder->path().parent_path().string();
    BOOST_TEST(shows(web::dispatch(site, sent).body, "The private folder lies inside"));
}

BOOST_AUTO_TEST_CASE(a_backup_comes_as_a_file_and_the_day_is_remembered, *holds("DB12 LG1")) {
    BOOST_TEST(shows(page(), "None has been made yet."));
    const auto response = post("/admin/backup", {}, id);
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/vnd.sqlite3");
    BOOST_TEST(header(response, "Content-Disposition").starts_with("attachment; filename=\"cloakroom-2"));
    BOOST_TEST(header(response, "Cache-Control") == "no-store");
    std::string bytes;
    response.file->read([&](std::string_view piece) {
        bytes += piece;
        return true;
    });
    BOOST_TEST(bytes.starts_with("SQLite format 3"));
    BOOST_TEST(shows(page(), "The last one was made on "));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'backup_made' AND actor = 'user 1'") == 1);
}

BOOST_AUTO_TEST_CASE(what_is_of_weight_asks_for_the_password_after_a_while, *holds("SL13")) {
    clock.move(16min);
    for (const char* path : {"/admin/backup", "/admin/sign-everybody-out"}) {
        BOOST_TEST(shows(post(path, {}, id).body, "Your password, please"));
    }
    BOOST_TEST(find(id).has_value());
}

BOOST_AUTO_TEST_CASE(one_button_ends_the_sessions_of_all_users, *holds("SL6 LG1")) {
    const std::string bob = sign_in("bob").fresh->id;
    const auto response = post("/admin/sign-everybody-out", {}, id);
    BOOST_TEST(response.status == 303);
    BOOST_TEST(header(response, "Set-Cookie").starts_with("cloakroom=;"));
    BOOST_TEST(!find(bob));
    BOOST_TEST(!find(id));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'all_sessions_revoked' AND actor = 'user 1'") == 1);
}

BOOST_AUTO_TEST_CASE(templates_of_the_owner_that_need_a_look_are_named_to_admins, *holds("TP4")) {
    second_admin();
    set_base_url("http://localhost");
    BOOST_TEST(shows(page(), "All is well"));
    replace_page("sign-in.html", "\n{{#wrong}}");
    replace_page("foot.html", "");
    replace_page("top.html", "<title>My club</title>");
    const std::string told = page();
    BOOST_TEST(!shows(told, "All is well"));
    BOOST_TEST(shows(told, "html/sign-in.html:2: {{#wrong}} has no end"));
    BOOST_TEST(shows(told, "Your own top.html does not have all"));
    BOOST_TEST(shows(told, "<code>{{site}}</code>"));
    BOOST_TEST(!shows(told, "foot.html"));
    BOOST_TEST(!shows(get("/").body, "{{#wrong}}"));
}

BOOST_AUTO_TEST_SUITE_END()
