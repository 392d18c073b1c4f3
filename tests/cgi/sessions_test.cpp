// "Where am I signed in?": what the list shows, and what its buttons do.
#include <regex>

#include "cgi/two_browsers.h"
#include "support/holds.h"
#include "support/worker.h"

namespace cloakroom::test {
namespace {

std::size_t times(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

struct List : TwoBrowsers {
    CgiAnswer revoke(const std::string& tag) const { return act(own, "/sessions", "do=revoke&session=" + tag); }
    CgiAnswer rename(const std::string& tag, const std::string& name) const {
        return act(own, "/sessions", "do=rename&session=" + tag + "&name=" + name);
    }
    CgiAnswer disown(const std::string& tag) const { return act(own, "/sessions", "do=not_me&session=" + tag); }
    CgiAnswer revoke_others() const { return act(own, "/sessions", "do=revoke_others"); }
    std::string page() const { return look(own, "/sessions").body; }
};

constexpr const char* all_acts[] = {"revoke", "rename", "not_me"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sessions, List)

BOOST_AUTO_TEST_CASE(the_list_tells_browser_system_address_and_times_of_each_session) {
    const std::string shown = page();
    for (const char* text : {"Firefox on Linux", "Safari on iPhone", "<dd>192.0.2.1</dd>", "<dd>198.51.100.9</dd>"}) {
        BOOST_TEST(times(shown, text) == 1U, text);
    }
    BOOST_TEST(times(shown, "just now") == 4U);  // signed in, last seen
    BOOST_TEST(times(shown, "<time datetime=") == 2U);
    sign_in("alice");
    BOOST_TEST(times(page(), "An unknown browser") == 1U);
}

BOOST_AUTO_TEST_CASE(the_session_one_looks_from_stands_first_and_says_so) {
    for (const auto& [cookie, first, second] : {std::tuple{own, "Firefox on Linux", "Safari on iPhone"},
                                                std::tuple{other, "Safari on iPhone", "Firefox on Linux"}}) {
        const std::string shown = look(cookie, "/sessions").body;
        const auto badge = shown.find(">This browser<");
        BOOST_TEST(times(shown, ">This browser<") == 1U);
        BOOST_TEST(shown.find(first) < badge);
        BOOST_TEST(badge < shown.find(second));
    }
}

BOOST_AUTO_TEST_CASE(only_ones_own_sessions_are_listed, *holds("SL5")) {
    const std::string of_bob = sign_in_bob();
    BOOST_TEST(times(page(), "<li>") == 2U);
    BOOST_TEST(times(look(of_bob, "/sessions").body, "<li>") == 1U);
    BOOST_TEST(page().find(tag(of_bob)) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_session_that_has_run_out_is_not_listed, *holds("SL2")) {
    execute("UPDATE sessions SET expires_at = 1 WHERE address = '198.51.100.9'");
    BOOST_TEST(times(page(), "<li>") == 1U);
    BOOST_TEST(page().find("Sign out everywhere else") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_list_shows_no_id_and_no_hash_of_one, *holds("SL5 CK10")) {
    const std::string shown = page();
    for (const std::string& cookie : {own, other}) {
        BOOST_TEST(shown.find(cookie.substr(cookie.find('=') + 1)) == std::string::npos);
    }
    // What is told of a hash is 8 digits of 64; of base64 not even that.
    BOOST_TEST(!std::regex_search(shown, std::regex("[0-9A-Fa-f]{9}")));
    BOOST_TEST(!std::regex_search(shown, std::regex("[0-9A-Za-z_-]{40}")));
}

BOOST_AUTO_TEST_CASE(whoever_is_not_signed_in_is_sent_to_the_form) {
    BOOST_TEST(get("/sessions").header("Location") == "/?next=%2Fsessions");
    BOOST_TEST(post("/sessions", "do=revoke_others").header("Location") == "/?next=%2Fsessions");
    BOOST_TEST(is_live(own));
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(a_revoked_session_is_out_at_its_next_request_in_every_process, *holds("SL3 SL6")) {
    const Worker worker(*this);
    const auto ask = [&] { return worker.ask("GET", "/home", "", {{"HTTP_COOKIE", other}}).substr(0, 11); };
    BOOST_TEST(ask() == "Status: 200");
    const CgiAnswer answer = revoke(tag(other));
    BOOST_TEST(answer.status == 303);
    BOOST_TEST(answer.header("Location") == "/sessions");
    BOOST_TEST(ask() == "Status: 303");
    BOOST_TEST(!is_live(other));
    BOOST_TEST(is_live(own));
    BOOST_TEST(times(page(), "<li>") == 1U);
}

BOOST_AUTO_TEST_CASE(all_others_end_at_once_and_are_counted, *holds("SL6")) {
    const std::string of_bob = sign_in_bob();
    const std::string third = sign_in("alice");
    BOOST_TEST(revoke_others().header("Location") == "/sessions");
    BOOST_TEST(page().find("2 other browsers are signed out.") != std::string::npos);
    for (const std::string& ended : {other, third}) BOOST_TEST(!is_live(ended));
    for (const std::string& going_on : {own, of_bob}) BOOST_TEST(is_live(going_on));
    BOOST_TEST(page().find("Sign out everywhere else") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_other_session_and_none_are_said_in_words) {
    revoke_others();
    BOOST_TEST(page().find("One other browser is signed out.") != std::string::npos);
    revoke_others();
    BOOST_TEST(page().find("You were signed in nowhere else.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_notice_is_shown_once_and_to_the_session_that_acted) {
    struct Case {
        CgiAnswer answer;
        std::string text;
    };
    const Case cases[] = {{rename(tag(other), "phone"), "The name is saved."},
                          {revoke(tag(other)), "That browser is signed out."},
                          {revoke_others(), "You were signed in nowhere else."}};
    const std::string third = sign_in("alice");
    const std::string elsewhere = look(third, "/sessions").body;
    const std::string first = page();
    const std::string second = page();
    for (const auto& [answer, text] : cases) {
        BOOST_TEST(answer.status == 303, text);
        BOOST_TEST(times(first, text) == 1U, text);
        BOOST_TEST(times(second, text) == 0U, text);
        BOOST_TEST(times(elsewhere, text) == 0U, text);
    }
}

BOOST_AUTO_TEST_CASE(a_name_stands_in_the_list_and_an_empty_one_takes_it_away) {
    const std::string which = tag(other);
    BOOST_TEST(rename(which, "the+phone+upstairs").header("Location") == "/sessions");
    BOOST_TEST(times(page(), ">the phone upstairs</bdi></h2>") == 1U);
    BOOST_TEST(page().find("Safari on iPhone") != std::string::npos);
    BOOST_TEST(look(other, "/sessions").shows("the phone upstairs"));
    rename(which, "+%E2%80%8B+");
    BOOST_TEST(page().find("the phone upstairs") == std::string::npos);
    BOOST_TEST(count("SELECT count(*) FROM sessions WHERE name <> ''") == 0);
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(a_name_is_text_and_never_markup, *holds("TP1")) {
    rename(tag(other), "%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E%22%27%26%7B%7Bsite%7D%7D");
    const std::string shown = page();
    BOOST_TEST(shown.find("<img src=x") == std::string::npos);
    BOOST_TEST(shown.find("\"'&{") == std::string::npos);
    // Heading and field.
    BOOST_TEST(times(shown, "&lt;img src=x onerror=alert(1)&gt;&quot;&apos;&amp;{{site}}") == 2U);
}

BOOST_AUTO_TEST_CASE(of_a_name_forty_visible_characters_are_kept) {
    std::string name = "%E2%80%AEa%0D%0Ab%09";  // text direction, end of line
    for (int i = 0; i < 50; ++i) name += "%C3%A9";
    rename(tag(own), name);
    BOOST_TEST(count("SELECT length(name) FROM sessions WHERE name <> ''") == 40);
    std::string kept = "ab";
    for (int i = 0; i < 38; ++i) kept += "\xC3\xA9";
    BOOST_TEST(page().find(">" + kept + "</bdi></h2>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(this_was_not_me_ends_it_and_all_others_and_leads_to_a_new_password, *holds("SL6")) {
    const std::string third = sign_in("alice");
    const std::string of_bob = sign_in_bob();
    BOOST_TEST(disown(tag(other)).header("Location") == "/account/password");
    for (const std::string& ended : {other, third}) BOOST_TEST(!is_live(ended));
    for (const std::string& going_on : {own, of_bob}) BOOST_TEST(is_live(going_on));
    const CgiAnswer account = look(own, "/account/password");
    BOOST_TEST(account.shows("That browser and all others are signed out: 2 in all."));
    BOOST_TEST(account.shows("please choose a new one now"));
    BOOST_TEST(!look(own, "/account/password").shows("in all."));
}

BOOST_AUTO_TEST_CASE(this_was_not_me_of_the_only_other_session_speaks_of_one) {
    disown(tag(other));
    BOOST_TEST(
        look(own, "/account/password").shows("That browser is signed out. Whoever it was may know your password"));
}

BOOST_AUTO_TEST_CASE(another_users_session_is_as_unknown_as_one_that_nobody_has, *holds("SL5 CK10")) {
    const std::string of_bob = sign_in_bob();
    const std::string id = other.substr(other.find('=') + 1);
    const std::string rows = this->rows();
    std::string shown;
    for (const std::string& which : {tag(of_bob), std::string("00000000"), std::string(), std::string("%25"), id,
                                     std::string("%27+OR+1%3D1+--"), tag(other) + "0", tag(other).substr(0, 7)}) {
        for (const std::string act_name : all_acts) {
            const CgiAnswer answer = act(own, "/sessions", "do=" + act_name + "&name=x&session=" + which);
            BOOST_TEST(answer.status == 404, act_name << " " << which);
            BOOST_TEST(answer.shows("<title>Error: "), act_name << " " << which);
            BOOST_TEST(answer.shows("You are not signed in there any more."), act_name << " " << which);
            if (shown.empty()) shown = answer.body;
            BOOST_TEST(answer.body == shown, act_name << " " << which);  // told apart by nothing
        }
    }
    BOOST_TEST(this->rows() == rows);
    for (const std::string& cookie : {own, other, of_bob}) BOOST_TEST(is_live(cookie));
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_meanwhile_is_a_404_with_those_that_are_left) {
    const std::string which = tag(other);
    revoke(which);
    const CgiAnswer again = revoke(which);
    BOOST_TEST(again.status == 404);
    BOOST_TEST(times(again.body, "<li>") == 1U);
    BOOST_TEST(events("session_revoked") == 1);
}

BOOST_AUTO_TEST_CASE(to_revoke_ones_own_session_is_to_sign_out, *holds("CK8")) {
    const CgiAnswer answer = revoke(tag(own));
    BOOST_TEST(answer.header("Location") == "/?signed_out=1");
    BOOST_TEST(answer.shows("Set-Cookie: cloakroom=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n"));
    BOOST_TEST(!is_live(own));
    BOOST_TEST(is_live(other));
}

BOOST_AUTO_TEST_CASE(what_is_no_act_changes_nothing) {
    const std::string which = tag(other);
    const std::string rows = this->rows();
    for (const std::string body : {"", "do=", "do=end", "do=REVOKE", "do=revoke%20", "revoke=1", "do=revoke_other"}) {
        const CgiAnswer answer = act(own, "/sessions", body + (body.empty() ? "" : "&") + "session=" + which);
        BOOST_TEST(answer.status == 303, body);
        BOOST_TEST(answer.header("Location") == "/sessions", body);
    }
    for (const std::string& target :
         {"/sessions?do=revoke&session=" + which, std::string("/sessions?do=revoke_others")}) {
        BOOST_TEST(look(own, target).status == 200);
        BOOST_TEST(act(own, target, "").status == 303);
    }
    BOOST_TEST(this->rows() == rows);
}

BOOST_AUTO_TEST_CASE(each_act_is_in_the_audit_log_with_the_session_it_was_about, *holds("LG1")) {
    const std::string which = tag(other);
    rename(which, "phone");
    revoke(which);
    const std::string next = sign_in("alice");
    const std::string disowned = tag(next);
    disown(disowned);
    revoke_others();
    const auto logged = [&](const std::string& event, const std::string& tag) {
        return count(
            "SELECT count(*) FROM audit_log WHERE event = '" + event + "' AND session_tag = '" + tag +
            "' AND actor = 'user 1' AND user_id = 1 AND address = '192.0.2.1' AND at > 0 AND request_id <> ''");
    };
    BOOST_TEST(logged("session_renamed", which) == 1);
    BOOST_TEST(logged("session_revoked", which) == 1);
    BOOST_TEST(logged("session_disowned", disowned) == 1);
    BOOST_TEST(logged("other_sessions_revoked", tag(own)) == 1);
}

BOOST_AUTO_TEST_CASE(a_session_that_ends_while_its_page_is_made_leads_to_the_form, *holds("SL1")) {
    execute("UPDATE sessions SET last_seen_at = last_seen_at - 600");
    execute(
        "CREATE TRIGGER ended_meanwhile AFTER UPDATE OF last_seen_at ON sessions "
        "BEGIN DELETE FROM sessions WHERE id_hash = new.id_hash; END");
    const CgiAnswer answer = act(own, "/home", "theme=dark");
    BOOST_TEST(answer.status == 303);
    BOOST_TEST(answer.header("Location") == "/?next=%2Fhome");
    BOOST_TEST(log().find("failed") == std::string::npos);
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_CASE(a_full_session_is_a_413_page_and_nothing_is_stored, *holds("SL9")) {
    execute(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 256) "
        "INSERT INTO session_variables (id_hash, space, name, value) "
        "SELECT id_hash, 'program', 'v' || n, '1' FROM sessions, numbers");
    const CgiAnswer answer = act(own, "/home", "theme=dark");
    BOOST_TEST(answer.status == 413);
    BOOST_TEST(answer.shows("Too large"));
    BOOST_TEST(count("SELECT count(*) FROM session_variables WHERE name = 'theme'") == 0);
    BOOST_TEST(log().find("failed") == std::string::npos);
    BOOST_TEST(look(own, "/sessions").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(sign_out, List)

BOOST_AUTO_TEST_CASE(sign_out_says_how_many_sessions_go_on) {
    const std::string third = sign_in("alice");
    BOOST_TEST(act(third, "/logout", "").header("Location") == "/?signed_out=2");
    BOOST_TEST(get("/?signed_out=2")
                   .shows("You are signed out in this browser. You are still signed in on 2 other browsers."));
    BOOST_TEST(act(own, "/logout", "").header("Location") == "/?signed_out=1");
    BOOST_TEST(get("/?signed_out=1").shows("You are still signed in on one other browser."));
    BOOST_TEST(act(other, "/logout", "").header("Location") == "/?signed_out=0");
    const CgiAnswer last = get("/?signed_out=0");
    BOOST_TEST(last.shows("You are signed out in this browser."));
    BOOST_TEST(!last.shows("still signed in"));
}

BOOST_AUTO_TEST_CASE(sessions_that_have_run_out_are_not_counted_at_sign_out) {
    execute("UPDATE sessions SET expires_at = 1 WHERE address = '198.51.100.9'");
    BOOST_TEST(act(own, "/logout", "").header("Location") == "/?signed_out=0");
}

BOOST_AUTO_TEST_CASE(whoever_was_not_signed_in_is_told_nothing) {
    BOOST_TEST(post("/logout", "").header("Location") == "/");
    BOOST_TEST(act(own, "/logout", "").status == 303);
    BOOST_TEST(act(own, "/logout", "").header("Location") == "/");
    BOOST_TEST(!get("/").shows("signed out"));
}

BOOST_AUTO_TEST_CASE(the_form_repeats_nothing_but_a_number, *holds("TP1")) {
    for (const char* text : {"", "x", "-1", "-0", "%2B1", "+1", "1+", "1x", "0x1", "1.5", "1e3", "%D9%A1", "%3Cb%3E",
                             "2147483648", "99999999999999999999"}) {
        const CgiAnswer answer = get(std::string("/?signed_out=") + text);
        BOOST_TEST(answer.status == 200, text);
        BOOST_TEST(!answer.shows("You are signed out"), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
