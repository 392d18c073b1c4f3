// The pages on which those who look after the site do so for its users, and the page that
// their links open.
#include <regex>

#include "auth/invitations.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::good_password;
using test::holds;

namespace {

constexpr const char* other_password = "quite another password";

struct Desk : test::WebHouse {
    Desk() {
        auth.users.add("admin", good_password, true, {});
        bob = add("bob").user.id;
        auth.groups.add("rowers", {});
        auth.properties.set_base_url("https://club.example/door");
        own = sign_in("admin").fresh->id;
    }

    std::string page_of(std::int64_t id) const { return "/admin/users/" + std::to_string(id); }
    http::Response act(const std::string& word, http::Fields fields = {}) {
        fields["do"] = word;
        return post(page_of(bob), std::move(fields), own);
    }
    http::Response ask(const std::string& path, http::Fields query, const std::string& host = "") {
        http::Request sent = request(http::Method::get, path, own);
        sent.query = std::move(query);
        sent.host = host;
        return web::dispatch(site, sent);
    }

    // The code in the link that a page shows.
    static std::string code_on(const http::Response& page) {
        std::smatch found;
        const std::regex link("https://club\\.example/door/join\\?code=([-0-9A-Z]{34})");
        return std::regex_search(page.body, found, link) ? found[1].str() : "";
    }
    http::Response join(const std::string& code, const std::string& name = "carol") {
        return post("/join", {{"do", "join"},
                              {"code", code},
                              {"username", name},
                              {"password", other_password},
                              {"password_again", other_password}});
    }

    std::int64_t bob = 0;
    std::string own;
};

bool shows(const http::Response& response, const std::string& part) {
    return response.body.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people_pages, Desk)

BOOST_AUTO_TEST_CASE(only_who_looks_after_the_site_sees_them) {
    const std::string other = sign_in("bob").fresh->id;
    for (const std::string& path : {std::string("/admin/users"), page_of(bob), std::string("/admin/invitations")}) {
        BOOST_TEST(get(path, own).status == 200);
        BOOST_TEST(get(path, other).status == 403);
        BOOST_TEST(header(get(path), "Location").starts_with("/?next="));
        BOOST_TEST(post(path, {{"do", "disable"}}, other).status == 403);
    }
    for (const char* path : {"/admin/users/99", "/admin/users/x", "/admin/users/-1", "/admin/users/1x"}) {
        BOOST_TEST(get(path, own).status == 404, path);
    }
}

BOOST_AUTO_TEST_CASE(what_is_of_weight_asks_for_the_password_again, *holds("SL13")) {
    clock.move(16min);
    BOOST_TEST(shows(act("disable"), "confirm_password"));
    BOOST_TEST(!auth.users.find_by_id(bob)->disabled);
    act("disable", {{"confirm_password", good_password}});
    BOOST_TEST(auth.users.find_by_id(bob)->disabled);
}

BOOST_AUTO_TEST_CASE(the_list_finds_sorts_and_leads_on) {
    for (int i = 0; i < 60; ++i) auth.users.insert({*auth::parse_user_name("u" + std::to_string(100 + i)), "x"}, {});
    const auto first = ask("/admin/users", {});
    BOOST_TEST(shows(first, "><bdi>admin</bdi></a>"));
    BOOST_TEST(!shows(first, "u159"));
    std::smatch found;
    BOOST_REQUIRE(std::regex_search(first.body, found, std::regex("behind=([0-9]+)\" rel=\"next\"")));
    const auto second = ask("/admin/users", {{"behind", found[1].str()}});
    BOOST_TEST(shows(second, "u159"));
    BOOST_TEST(!shows(second, "rel=\"next\""));
    BOOST_REQUIRE(std::regex_search(second.body, found, std::regex("before=([0-9]+)\" rel=\"prev\"")));
    BOOST_TEST(shows(ask("/admin/users", {{"before", found[1].str()}}), "><bdi>admin</bdi></a>"));
    BOOST_TEST(shows(ask("/admin/users", {{"search", "<BO>"}}), "No user has “<bdi>&lt;BO&gt;</bdi>”"));
    BOOST_TEST(!shows(ask("/admin/users", {{"search", "BO"}}), "><bdi>admin</bdi></a>"));
    BOOST_TEST(shows(ask("/admin/users", {{"sort", "newest"}}), "value=\"newest\" selected"));
    for (const char* wrong : {"-1", "x", "99999999999999999999"}) {
        BOOST_TEST(shows(ask("/admin/users", {{"behind", wrong}, {"sort", wrong}}), "><bdi>admin</bdi></a>"), wrong);
    }
}

BOOST_AUTO_TEST_CASE(who_is_added_gets_a_link_with_which_he_chooses_his_password, *holds("PW11 PW12")) {
    const auto page = post("/admin/users", {{"username", "carol"}, {"group", "rowers"}}, own);
    const std::string code = code_on(page);
    BOOST_REQUIRE(!code.empty());
    BOOST_TEST(!shows(get("/admin/invitations", own), code));
    BOOST_TEST(shows(get("/admin/invitations", own), "carol"));
    const auto opened = [&] {
        http::Request sent = request(http::Method::get, "/join", "");
        sent.query = {{"code", code}};
        return web::dispatch(site, sent);
    };
    BOOST_TEST(shows(opened(), "For the user <bdi>carol</bdi>."));
    BOOST_TEST(shows(opened(), "autocomplete=\"new-password\""));  // nothing was used up
    BOOST_TEST(header(opened(), "Referrer-Policy") == "strict-origin");
    const auto joined = join(code);
    BOOST_TEST(header(joined, "Location") == "/home");
    BOOST_TEST(header(joined, "Set-Cookie").starts_with("cloakroom="));
    BOOST_TEST((sign_in("carol", other_password).outcome == auth::SignIn::done));
    BOOST_TEST(join(code).status == 422);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_taken_keeps_what_was_typed, *holds("SI11")) {
    const auto page = post("/admin/users", {{"username", "BOB "}, {"display_name", "Robert"}}, own);
    BOOST_TEST(page.status == 422);
    BOOST_TEST(shows(page, "id=\"name_taken\""));
    BOOST_TEST(shows(page, "value=\"Robert\""));
}

BOOST_AUTO_TEST_CASE(a_user_who_is_disabled_or_deleted_is_signed_out_at_once, *holds("SL3 DB16")) {
    auto theirs = sign_in("bob").fresh->id;
    BOOST_TEST(header(act("disable"), "Location") == page_of(bob));
    BOOST_TEST(get("/home", theirs).status == 303);
    BOOST_TEST(shows(get(page_of(bob), own), "kept out now"));
    act("enable");
    theirs = sign_in("bob").fresh->id;
    BOOST_TEST(act("delete", {{"name_again", "bo"}}).status == 422);
    BOOST_TEST(get("/home", theirs).status == 200);
    BOOST_TEST(header(act("delete", {{"name_again", "Bob"}}), "Location") == "/admin/users");
    BOOST_TEST(get("/home", theirs).status == 303);
    BOOST_TEST(get(page_of(bob), own).status == 404);
    BOOST_TEST(shows(get("/admin/users", own), "The user is gone"));
}

BOOST_AUTO_TEST_CASE(the_last_admin_cannot_be_locked_out) {
    bob = auth.users.find_by_name("admin")->user.id;
    BOOST_TEST(shows(act("disable"), "Nobody else who looks after the site"));
    BOOST_TEST(shows(act("delete", {{"name_again", "admin"}}), "Nobody else who looks after the site"));
    BOOST_TEST(shows(act("leave", {{"group", "admin"}}), "Nobody else who looks after the site"));
    BOOST_TEST(get("/admin/users", own).status == 200);
}

BOOST_AUTO_TEST_CASE(groups_are_joined_and_left) {
    act("join", {{"group", "rowers"}});
    BOOST_TEST(auth.users.find_by_id(bob)->groups == std::vector<std::string>{"rowers"});
    BOOST_TEST(act("join", {{"group", "nobody"}}).status == 422);
    BOOST_TEST(!auth.groups.exists("nobody"));
    act("leave", {{"group", "rowers"}});
    BOOST_TEST(auth.users.find_by_id(bob)->groups.empty());
}

BOOST_AUTO_TEST_CASE(sessions_of_a_user_are_ended_one_by_one_or_all, *holds("SL6")) {
    const auto one = *sign_in("bob").fresh;
    const auto other = *sign_in("bob").fresh;
    BOOST_TEST(!shows(get(page_of(bob), own), one.id));
    act("revoke", {{"session", one.session.tag()}});
    BOOST_TEST(!find(one.id));
    BOOST_TEST(act("revoke", {{"session", one.session.tag()}}).status == 422);
    BOOST_TEST(find(other.id).has_value());
    act("revoke_all");
    BOOST_TEST(!find(other.id));
    BOOST_TEST(shows(get(page_of(bob), own), "One browser is signed out."));
}

BOOST_AUTO_TEST_CASE(a_reset_link_begins_with_the_address_of_the_site_whatever_host_is_asked, *holds("PW11")) {
    http::Request sent = request(http::Method::post, page_of(bob), own);
    sent.fetch_site = "same-origin";
    sent.host = "evil.example";
    sent.form = {{"do", "make_reset"}};
    const auto page = web::dispatch(site, sent);
    BOOST_TEST(!code_on(page).empty());
    BOOST_TEST(!shows(page, "evil.example"));
    BOOST_TEST(header(page, "Referrer-Policy") == "same-origin");
    BOOST_TEST(shows(get(page_of(bob), own), "A link is out"));
    BOOST_TEST(!shows(get(page_of(bob), own), code_on(page)));
}

BOOST_AUTO_TEST_CASE(a_reset_changes_the_password_and_signs_in, *holds("PW11 PW12 SL4")) {
    const auto theirs = sign_in("bob").fresh->id;
    const std::string code = code_on(act("make_reset"));
    BOOST_TEST(header(join(code), "Location") == "/home");
    BOOST_TEST(get("/home", theirs).status == 303);
    BOOST_TEST((sign_in("bob", other_password).outcome == auth::SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_withdrawn_link_opens_nothing) {
    const std::string code = code_on(act("make_reset"));
    act("withdraw_code");
    BOOST_TEST(join(code).status == 422);
    BOOST_TEST(shows(get(page_of(bob), own), "opens nothing any more"));
}

BOOST_AUTO_TEST_CASE(an_invitation_is_made_listed_without_its_code_and_withdrawn, *holds("PW11")) {
    const auto page =
        post("/admin/invitations",
             {{"do", "make"}, {"note", "the <new> ones"}, {"days", "3"}, {"uses", "2"}, {"group", "rowers"}}, own);
    const std::string code = code_on(page);
    BOOST_REQUIRE(!code.empty());
    const auto list = get("/admin/invitations", own);
    BOOST_TEST(shows(list, "the &lt;new&gt; ones"));
    BOOST_TEST(!shows(list, code));
    BOOST_TEST(header(join(code, "carol"), "Location") == "/home");
    const std::string tag = auth.tokens.find(code)->tag();
    const http::Fields withdrawal = {{"do", "withdraw"}, {"invitation", tag}};
    BOOST_TEST(post("/admin/invitations", withdrawal, own).status == 303);
    BOOST_TEST(shows(get("/admin/invitations", own), "No invitation is out."));
    BOOST_TEST(post("/admin/invitations", withdrawal, own).status == 422);
    BOOST_TEST(join(code, "dave").status == 422);
}

BOOST_AUTO_TEST_CASE(many_invitations_come_in_pages) {
    const auto tokens_on = [](const http::Response& page) {
        const std::regex mark("id=\"invitation-");
        return std::distance(std::sregex_iterator(page.body.begin(), page.body.end(), mark), std::sregex_iterator());
    };
    for (int i = 0; i < 60; ++i) auth::make_invitation(auth, {}, {});
    const auto first = ask("/admin/invitations", {});
    BOOST_TEST(tokens_on(first) == 50);
    BOOST_TEST(!shows(first, "The newest"));
    std::smatch found;
    BOOST_REQUIRE(std::regex_search(first.body, found, std::regex("behind=([0-9a-f]{8})\" rel=\"next\"")));
    const auto second = ask("/admin/invitations", {{"behind", found[1].str()}});
    BOOST_TEST(tokens_on(second) == 60 - 50);
    BOOST_TEST(shows(second, "The newest"));
    BOOST_TEST(!shows(second, "rel=\"next\""));
    BOOST_TEST(tokens_on(ask("/admin/invitations", {{"behind", "withdrawn"}})) == 50);
}

BOOST_AUTO_TEST_CASE(a_wrong_number_is_told_and_kept) {
    const auto page = post("/admin/invitations", {{"do", "make"}, {"days", "soon"}, {"uses", "2"}}, own);
    BOOST_TEST(page.status == 422);
    BOOST_TEST(shows(page, "id=\"days_wrong\""));
    BOOST_TEST(shows(page, "value=\"soon\""));
}

BOOST_AUTO_TEST_CASE(where_the_address_of_the_site_is_not_known_the_code_is_shown) {
    execute("DELETE FROM properties WHERE name = 'base_url'");
    const auto page = act("make_reset");
    BOOST_TEST(shows(page, "to be typed on the page"));
    BOOST_TEST(std::regex_search(page.body, std::regex(">([0-9A-Z]{4}-){6}[0-9A-Z]{4}<")));
}

BOOST_AUTO_TEST_CASE(a_code_may_be_typed_and_a_wrong_one_says_no_more_than_that, *holds("PW11")) {
    const std::string code = code_on(act("make_reset"));
    BOOST_TEST(shows(get("/join"), "name=\"code\""));
    const auto opened = post("/join", {{"do", "open"}, {"code", code}});
    BOOST_TEST(shows(opened, "For the user <bdi>bob</bdi>."));
    BOOST_TEST(post("/join", {{"do", "open"}, {"code", "WRONG"}}).status == 422);
    for (int i = 0; i < 50; ++i) post("/join", {{"do", "open"}, {"code", "WRONG"}});
    const auto limited = post("/join", {{"do", "open"}, {"code", "WRONG"}});
    BOOST_TEST(limited.status == 429);
    BOOST_TEST(!header(limited, "Retry-After").empty());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_name_or_password_is_told_and_the_code_kept) {
    const std::string code = code_on(post("/admin/invitations", {{"do", "make"}, {"days", "3"}, {"uses", "1"}}, own));
    const auto page = join(code, "BOB");
    BOOST_TEST(page.status == 422);
    BOOST_TEST(shows(page, "id=\"name_taken\""));
    BOOST_TEST(shows(page, "value=\"" + code + "\""));
    BOOST_TEST(!shows(page, other_password));
}

BOOST_AUTO_TEST_CASE(the_sign_in_page_says_whom_to_ask) {
    BOOST_TEST(shows(get("/"), "Ask who looks after this site"));
    site.options.whom_to_ask = "Ring <Mary>.";
    BOOST_TEST(shows(get("/"), "Forgot your password? Ring &lt;Mary&gt;."));
}

BOOST_AUTO_TEST_CASE(a_group_is_made_and_an_empty_one_taken_away) {
    BOOST_TEST(post("/admin/groups", {{"do", "make"}, {"group", "choir"}}, own).status == 303);
    BOOST_TEST(shows(get("/admin/groups", own), "The group is there."));
    BOOST_TEST(act("join", {{"group", "choir"}}).status == 303);
    const auto refused = post("/admin/groups", {{"do", "remove"}, {"group", "choir"}}, own);
    BOOST_TEST(refused.status == 422);
    BOOST_TEST(shows(refused, "Somebody is in this group now."));
    act("leave", {{"group", "choir"}});
    BOOST_TEST(post("/admin/groups", {{"do", "remove"}, {"group", "choir"}}, own).status == 303);
    BOOST_TEST(!shows(get("/admin/groups", own), ">choir<"));
    BOOST_TEST(post("/admin/groups", {{"do", "remove"}, {"group", "choir"}}, own).status == 422);
}

BOOST_AUTO_TEST_CASE(a_name_that_no_group_can_have_is_kept_to_be_mended) {
    const auto page = post("/admin/groups", {{"do", "make"}, {"group", "The Choir"}}, own);
    BOOST_TEST(page.status == 422);
    BOOST_TEST(shows(page, "value=\"The Choir\""));
    BOOST_TEST(shows(page, "small letters, digits"));
}

BOOST_AUTO_TEST_SUITE_END()
