// "Check my site", and the test of the private folder.
#include <iterator>

#include "admin/folder_canary.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Checked : test::WebHouse {
    Checked() {
        auth.users.add("alice", test::good_password, true, {});
        id = sign_in("alice").fresh->id;
    }

    std::string page(const std::string& root = "") {
        http::Request sent = request(http::Method::get, "/admin/check", id);
        sent.host = "localhost";
        sent.server = "lighttpd/1.4.69";
        sent.over_fastcgi = true;
        sent.document_root = root;
        return web::dispatch(site, sent).body;
    }
    std::string page_inside() { return page(folder->path().parent_path().string()); }
    http::Response say(const char* seen) { return post("/admin/check", {{"way", "folder"}, {"folder", seen}}, id); }
    bool has_canary() const {
        for (const auto& entry : std::filesystem::directory_iterator(folder->path())) {
            if (entry.path().filename().string().starts_with("canary-")) return true;
        }
        return false;
    }

    std::string id;
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(check_page, Checked)

BOOST_AUTO_TEST_CASE(it_tells_what_was_found_to_admins_only) {
    BOOST_TEST(shows(page(), "The site is on your own machine"));
    BOOST_TEST(shows(page(), "The web server (lighttpd/1.4.69) keeps the program running"));
    BOOST_TEST(shows(page(), " ms: dear for thieves"));
    BOOST_TEST(shows(page(), "data-address=\"http://localhost\""));
    add("bob");
    BOOST_TEST(get("/admin/check", sign_in("bob").fresh->id).status == 403);
    BOOST_TEST(get("/admin/check").status == 303);
}

BOOST_AUTO_TEST_CASE(a_folder_outside_the_site_needs_no_test) {
    BOOST_TEST(shows(page("/srv/site"), "lies outside of what the web server shows"));
    BOOST_TEST(!shows(page(), "folder-test"));
    BOOST_TEST(!has_canary());
}

BOOST_AUTO_TEST_CASE(one_inside_is_tried_and_what_was_seen_is_remembered) {
    BOOST_TEST(shows(page_inside(), "id=\"folder-test\""));
    BOOST_TEST(shows(page_inside(), "class=\"canary\" href=\"/" + folder->path().filename().string() + "/canary-"));
    BOOST_TEST(has_canary());
    BOOST_TEST(say("refused").status == 303);
    BOOST_TEST(!has_canary());
    BOOST_TEST(auth.properties.shut_folder() == admin::folder_mark(folder->path().string()));
}

BOOST_AUTO_TEST_CASE(what_was_seen_is_shown_once_and_each_later_look_tests_anew) {
    say("refused");
    const std::string told = page_inside();
    BOOST_TEST(shows(told, "A test has found it shut"));
    BOOST_TEST(!shows(told, "folder-test"));
    BOOST_TEST(shows(page_inside(), "id=\"folder-test\""));
}

BOOST_AUTO_TEST_CASE(one_that_was_fetched_from_is_told_and_no_longer_taken_for_shut, *holds("PA4")) {
    say("refused");
    say("fetched");
    BOOST_TEST(shows(page_inside(), "everybody can fetch what is in it"));
    BOOST_TEST(shows(page_inside(), "id=\"folder-test\""));
}

BOOST_AUTO_TEST_CASE(a_test_that_said_nothing_is_not_repeated_by_itself) {
    say("other");
    BOOST_TEST(shows(page_inside(), "neither that file nor a refusal"));
    BOOST_TEST(shows(page_inside(), "id=\"folder-test\""));
    say("other");
    BOOST_TEST(shows(page_inside(), "id=\"folder-test-by-hand\""));
}

BOOST_AUTO_TEST_CASE(the_overview_shows_what_must_be_mended_and_leads_there) {
    http::Request sent = request(http::Method::get, "/admin", id);
    sent.document_root = folder->path().parent_path().string();
    const std::string overview = web::dispatch(site, sent).body;
    BOOST_TEST(shows(overview, "nobody has tested whether it is shut"));
    BOOST_TEST(shows(overview, "href=\"/admin/check\""));
    BOOST_TEST(!has_canary());
}

BOOST_AUTO_TEST_CASE(a_folder_of_own_pages_that_is_gone_is_told_and_the_built_in_ones_are_shown) {
    BOOST_TEST(!shows(get("/admin", id).body, "The folder with your own pages is gone"));
    std::filesystem::remove(folder->path() / "html");
    const auto overview = get("/admin", id);
    BOOST_TEST(overview.status == 200);
    BOOST_TEST(shows(overview.body, "The folder with your own pages is gone"));
}

BOOST_AUTO_TEST_CASE(the_owner_of_a_new_site_is_told_what_comes_next_until_he_has_begun) {
    BOOST_TEST(shows(get("/home", id).body, "What next?"));
    BOOST_TEST(shows(get("/admin", id).body, "What next?"));
    add("bob");
    BOOST_TEST(!shows(get("/home", id).body, "What next?"));
    BOOST_TEST(!shows(get("/home", sign_in("bob").fresh->id).body, "What next?"));
}

BOOST_AUTO_TEST_SUITE_END()
