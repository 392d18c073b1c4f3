// The page that tells a user where he is signed in, and what he does there.
#include "auth/session_acts.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;
using test::WebHouse;

namespace {

// Alice with two sessions, and Bob with one.
struct TwoBrowsers : WebHouse {
    TwoBrowsers() {
        add("alice");
        add("bob");
        own = *sign_in("alice").fresh;
        other = *sign_in("alice").fresh;
        of_bob = *sign_in("bob").fresh;
    }

    http::Response send(const std::string& what, const std::string& tag, const std::string& name = "") {
        return post("/sessions", {{"do", what}, {"session", tag}, {"name", name}}, own.id);
    }

    std::string page() { return get("/sessions", own.id).body; }
    bool is_live(const auth::NewSession& session) { return find(session.id).has_value(); }

    auth::NewSession own;
    auth::NewSession other;
    auth::NewSession of_bob;
};

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
    return found;
}

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sessions_page, TwoBrowsers)

BOOST_AUTO_TEST_CASE(all_sessions_of_the_user_are_listed_and_nobody_elses) {
    clock.move(30min);
    const std::string list = page();
    BOOST_TEST(occurrences(list, "<li>") == 2U);
    BOOST_TEST(shows(list, "192.0.2.1"));
    BOOST_TEST(shows(list, "30 minutes ago"));
    BOOST_TEST(shows(list, other.session.tag()));
    BOOST_TEST(!shows(list, of_bob.session.tag()));
    BOOST_TEST(!shows(list, "bob"));
}

BOOST_AUTO_TEST_CASE(this_browser_comes_first_and_cannot_sign_itself_out_by_mistake) {
    clock.move(10min);
    get("/home", other.id);
    const std::string list = page();
    BOOST_TEST(list.find("This browser") < list.find(other.session.tag()));
    BOOST_TEST(occurrences(list, "value=\"revoke\"") == 1U);
}

BOOST_AUTO_TEST_CASE(no_id_and_no_hash_is_on_the_page_but_the_tag_in_hidden_fields, *holds("SL5")) {
    const std::string list = page();
    for (const auto* session : {&own, &other}) {
        BOOST_TEST(!shows(list, session->id));
        const std::string tag = session->session.tag();
        BOOST_TEST(occurrences(list, tag) ==
                   occurrences(list, "<input type=\"hidden\" name=\"session\" value=\"" + tag + "\">"));
    }
}

BOOST_AUTO_TEST_CASE(a_revoked_session_is_out_at_its_next_request_and_the_page_says_so_once, *holds("SL6")) {
    const auto response = send("revoke", other.session.tag());
    BOOST_TEST(response.status == 303);
    BOOST_TEST(header(response, "Location") == "/sessions");
    BOOST_TEST(get("/home", other.id).status == 303);
    BOOST_TEST(shows(page(), "That browser is signed out."));
    BOOST_TEST(!shows(page(), "That browser is signed out."));
}

BOOST_AUTO_TEST_CASE(all_others_are_revoked_and_counted) {
    sign_in("alice");
    send("revoke_others", "");
    BOOST_TEST(!is_live(other));
    BOOST_TEST(is_live(own));
    BOOST_TEST(is_live(of_bob));
    const std::string list = page();
    BOOST_TEST(shows(list, "2 other browsers are signed out."));
    BOOST_TEST(!shows(list, "Sign out everywhere else"));
    send("revoke_others", "");
    BOOST_TEST(shows(page(), "You were signed in nowhere else."));
}

BOOST_AUTO_TEST_CASE(this_was_not_me_leads_to_a_new_password) {
    const auto response = send("not_me", other.session.tag());
    BOOST_TEST(header(response, "Location") == "/account/password");
    BOOST_TEST(!is_live(other));
    BOOST_TEST(is_live(own));
    BOOST_TEST(shows(get("/account/password", own.id).body, "please choose a new one now"));
}

BOOST_AUTO_TEST_CASE(a_name_is_shown_as_text) {
    send("rename", other.session.tag(), "<b>the laptop</b>");
    const std::string list = page();
    BOOST_TEST(shows(list, "The name is saved."));
    BOOST_TEST(shows(list, "&lt;b&gt;the laptop&lt;/b&gt;"));
    BOOST_TEST(!shows(list, "<b>"));
}

BOOST_AUTO_TEST_CASE(a_tag_of_nobody_or_of_another_user_is_a_404_that_shows_the_list, *holds("SL5")) {
    for (const char* what : {"revoke", "rename", "not_me"}) {
        for (const std::string& tag : {of_bob.session.tag(), std::string("00000000"), std::string()}) {
            const auto response = send(what, tag, "x");
            BOOST_TEST(response.status == 404, what);
            BOOST_TEST(shows(response.body, "not signed in there any more"));
            BOOST_TEST(occurrences(response.body, "<li>") == 2U);
        }
    }
    BOOST_TEST(is_live(of_bob));
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(revoking_this_very_session_is_signing_out) {
    const auto response = send("revoke", own.session.tag());
    BOOST_TEST(header(response, "Location") == "/?signed_out=1");
    BOOST_TEST(shows(header(response, "Set-Cookie"), "cloakroom=;"));
    BOOST_TEST(!is_live(own));
}

BOOST_AUTO_TEST_CASE(what_no_form_of_ours_sends_changes_nothing) {
    for (const char* what : {"", "end", "REVOKE"}) {
        BOOST_TEST(header(send(what, other.session.tag()), "Location") == "/sessions");
    }
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(a_form_from_another_site_revokes_nothing, *holds("RF3")) {
    http::Request sent = request(http::Method::post, "/sessions", own.id);
    sent.fetch_site = "cross-site";
    sent.form = {{"do", "revoke_others"}};
    BOOST_TEST(web::dispatch(site, sent).status == 403);
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(a_stranger_is_sent_to_sign_in_and_back) {
    BOOST_TEST(header(get("/sessions"), "Location") == "/?next=%2Fsessions");
    BOOST_TEST(header(post("/sessions", {{"do", "revoke_others"}}), "Location") == "/?next=%2Fsessions");
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(signing_out_tells_how_many_other_browsers_go_on) {
    BOOST_TEST(header(post("/logout", {}, own.id), "Location") == "/?signed_out=1");
    BOOST_TEST(header(post("/logout", {}, other.id), "Location") == "/?signed_out=0");
    BOOST_TEST(header(post("/logout", {}, other.id), "Location") == "/");
    BOOST_TEST(header(post("/logout", {}), "Location") == "/");
}

BOOST_AUTO_TEST_CASE(the_sign_in_page_believes_a_number_only) {
    const auto shown = [&](const char* number) {
        http::Request sent = request(http::Method::get, "/", "");
        sent.query = {{"signed_out", number}};
        return web::dispatch(site, sent).body;
    };
    BOOST_TEST(shows(shown("0"), "You are signed out in this browser."));
    BOOST_TEST(!shows(shown("0"), "still signed in"));
    BOOST_TEST(shows(shown("1"), "You are still signed in on one other browser."));
    BOOST_TEST(shows(shown("12"), "You are still signed in on 12 other browsers."));
    for (const char* text : {"", "-1", "1 ", "one", "99999", "1<b>", "0x1"}) {
        BOOST_TEST(!shows(shown(text), "signed out in this browser"), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
