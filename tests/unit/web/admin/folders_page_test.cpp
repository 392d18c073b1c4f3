// Rules for protected folders, as those who look after the site set them.
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;

namespace {

struct Admin : test::WebHouse {
    Admin() {
        add("alice");
        add("bob");
        auth.groups.join("admin", "alice", {});
        auth.groups.join("choir", "bob", {});
        id = sign_in("alice").fresh->id;
    }

    http::Response set(http::Fields form) { return post("/admin/folders", std::move(form), id); }
    std::string page(const std::string& change = "") {
        auto sent = request(http::Method::get, "/admin/folders", id);
        sent.query = {{"change", change}};
        return web::dispatch(site, sent).body;
    }
    http::Response why(const std::string& user, const std::string& path) {
        auto sent = request(http::Method::get, "/admin/folders/why", id);
        sent.query = {{"user", user}, {"path", path}};
        return web::dispatch(site, sent);
    }

    std::string id;
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(folders_page, Admin)

BOOST_AUTO_TEST_CASE(only_those_who_look_after_the_site_see_and_change_rules) {
    const auto of_bob = sign_in("bob").fresh->id;
    for (const char* path : {"/admin/folders", "/admin/folders/why", "/admin/folders/lock", "/admin/folders/test"}) {
        BOOST_TEST(get(path, of_bob).status == 403);
        BOOST_TEST(get(path).status == 303);
    }
    post("/admin/folders", {{"path", "/members"}, {"who", "anyone"}}, of_bob);
    BOOST_TEST(auth.rules.list().empty());
}

BOOST_AUTO_TEST_CASE(rules_are_set_listed_changed_and_removed) {
    BOOST_TEST(shows(page(), "There is no rule yet"));
    BOOST_TEST(set({{"path", "/members/"}, {"who", "all_users"}}).status == 303);
    BOOST_TEST(set({{"path", "/choir"}, {"who", "listed"}, {"groups", " choir,  admin"}, {"users", "bob\r\nalice\r\n"}})
                   .status == 303);
    const std::string list = page();
    BOOST_TEST(shows(list, "The rule is set"));
    BOOST_TEST(shows(list, "<code>/members</code>"));
    BOOST_TEST(shows(list, "all users"));
    BOOST_TEST(shows(list, "the groups admin, choir, and <bdi>alice</bdi>, <bdi>bob</bdi>"));
    BOOST_TEST(!shows(page(), "The rule is set"));
    const std::string form = page("/choir");
    BOOST_TEST(shows(form, "value=\"listed\" checked"));
    BOOST_TEST(shows(form, ">alice\nbob</textarea>"));
    BOOST_TEST(set({{"do", "remove"}, {"path", "/choir"}}).status == 303);
    BOOST_TEST(auth.rules.list().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_and_what_was_typed_stays) {
    const std::pair<http::Fields, const char*> wrong[] = {
        {{{"path", "club"}, {"who", "all_users"}}, "begins with a slash"},
        {{{"path", "/club/*"}, {"who", "all_users"}}, "without %20"},
        {{{"path", "/club/index.html"}, {"who", "all_users"}}, "protect the folder instead"},
        {{{"path", "/club"}}, "choose who"},
        {{{"path", "/club"}, {"who", "listed"}}, "name a group"},
        {{{"path", "/club"}, {"who", "listed"}, {"groups", "chorus"}}, "no group of"},
        {{{"path", "/club"}, {"who", "listed"}, {"users", "<carol>"}}, "&lt;carol&gt;</textarea>"},
        {{{"path", "/club"}, {"do", "remove"}}, "removed already"},
    };
    for (const auto& [form, words] : wrong) {
        const auto response = set(form);
        BOOST_TEST(response.status == 422);
        BOOST_TEST(shows(response.body, words), words);
    }
    BOOST_TEST(auth.rules.list().empty());
}

BOOST_AUTO_TEST_CASE(a_rule_is_changed_only_by_who_gave_his_password_lately, *holds("SL13")) {
    clock.move(16min);
    const auto response = set({{"path", "/members"}, {"who", "all_users"}});
    BOOST_TEST(shows(response.body, "Your password, please"));
    BOOST_TEST(auth.rules.list().empty());
}

BOOST_AUTO_TEST_CASE(a_rule_that_lets_nobody_in_any_more_is_marked) {
    set({{"path", "/bobs"}, {"who", "listed"}, {"users", "bob"}});
    execute("PRAGMA foreign_keys = ON; DELETE FROM users WHERE name = 'bob'");
    BOOST_TEST(shows(page(), "nobody any more"));
}

BOOST_AUTO_TEST_CASE(why_names_the_answer_and_the_rule_in_words) {
    set({{"path", "/members"}, {"who", "all_users"}});
    set({{"path", "/members/choir"}, {"who", "listed"}, {"groups", "choir"}});
    BOOST_TEST(shows(why("bob", "/members/choir/x").body, "<bdi>bob</bdi> may see <code>/members/choir/x</code>"));
    const std::string no = why("alice", "/members/choir/x").body;
    BOOST_TEST(shows(no, "<bdi>alice</bdi> may not see"));
    BOOST_TEST(shows(no, "The rule for <code>/members/choir</code> decides."));
    BOOST_TEST(shows(no, "the group choir\n"));
    BOOST_TEST(shows(why("", "/members").body, "Somebody who is not signed in may not see"));
    BOOST_TEST(shows(why("alice", "/else").body, "No rule covers it"));
    BOOST_TEST(why("carol", "/members").status == 422);
    BOOST_TEST(why("bob", "members").status == 422);
    BOOST_TEST(get("/admin/folders/why", id).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
