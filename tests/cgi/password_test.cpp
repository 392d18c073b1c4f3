// A new password for oneself.
#include "cgi/two_browsers.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

constexpr const char* better_password = "quite another password";

std::string change_form(std::string current, std::string password, std::string again) {
    std::string body = "current_password=" + current + "&password=" + password + "&password_again=" + again;
    for (char& letter : body) letter = letter == ' ' ? '+' : letter;
    return body;
}

struct Account : TwoBrowsers {
    CgiAnswer change(const std::string& current, const std::string& password, const std::string& again) const {
        return act(own, "/account/password", change_form(current, password, again));
    }
    CgiAnswer change() const { return change(right_password, better_password, better_password); }
    bool is_password(const std::string& password) const {
        return post("/", sign_in_form("alice", password)).status == 303;
    }
};

std::int64_t max_age(const CgiAnswer& answer) {
    const std::string cookie = answer.header("Set-Cookie");
    const auto at = cookie.find("; Max-Age=");
    return at == std::string::npos ? -1 : std::stoll(cookie.substr(at + 10));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(password, Account)

BOOST_AUTO_TEST_CASE(the_form_asks_for_the_current_password_and_helps_a_password_manager, *holds("PW9")) {
    const CgiAnswer answer = look(own, "/account/password");
    BOOST_TEST(answer.status == 200);
    for (const char* part : {"autocomplete=\"current-password\"", "autocomplete=\"new-password\"",
                             "value=\"alice\" autocomplete=\"username\""}) {
        BOOST_TEST(answer.shows(part), part);
    }
    BOOST_TEST(!answer.shows("role=\"alert\""));
}

BOOST_AUTO_TEST_CASE(whoever_is_not_signed_in_is_sent_to_the_form) {
    BOOST_TEST(get("/account/password").header("Location") == "/?next=%2Faccount%2Fpassword");
    BOOST_TEST(post("/account/password", change_form(right_password, better_password, better_password)).status == 303);
    BOOST_TEST(is_password(right_password));
}

BOOST_AUTO_TEST_CASE(the_new_password_signs_in_and_the_old_one_no_longer, *holds("PW9")) {
    const CgiAnswer answer = change();
    BOOST_TEST(answer.status == 303);
    BOOST_TEST(answer.header("Location") == "/account/password");
    BOOST_TEST(is_password(better_password));
    BOOST_TEST(!is_password(right_password));
}

BOOST_AUTO_TEST_CASE(ones_own_session_goes_on_under_a_new_id_and_the_old_id_is_dead, *holds("ID4")) {
    act(own, "/home", "theme=dark");
    const CgiAnswer answer = change();
    BOOST_TEST(answer.count("Set-Cookie") == 2U);
    BOOST_TEST(answer.cookie() != own);
    BOOST_TEST(!is_live(own));
    BOOST_TEST(look(answer.cookie(), "/home").shows("data-theme=\"dark\""));
}

BOOST_AUTO_TEST_CASE(all_other_sessions_end_and_the_page_says_how_many_once, *holds("SL4")) {
    const std::string third = sign_in("alice");
    const std::string of_bob = sign_in_bob();
    const std::string fresh = change().cookie();
    for (const std::string& ended : {other, third}) BOOST_TEST(!is_live(ended));
    BOOST_TEST(is_live(of_bob));
    BOOST_TEST(look(fresh, "/account/password").shows("Your password is changed. 2 other browsers are signed out;"));
    BOOST_TEST(!look(fresh, "/account/password").shows("Your password is changed"));
}

BOOST_AUTO_TEST_CASE(one_other_session_and_none_are_said_in_words, *holds("SL4")) {
    const std::string first = change().cookie();
    BOOST_TEST(look(first, "/account/password").shows("Your password is changed. One other browser is signed out;"));
    const std::string second =
        act(first, "/account/password", change_form(better_password, right_password, right_password)).cookie();
    BOOST_TEST(look(second, "/account/password").shows("Your password is changed. You were signed in nowhere else."));
}

BOOST_AUTO_TEST_CASE(a_permanent_cookie_lives_as_long_as_is_left_of_its_session, *holds("CK3")) {
    const std::string kept = post("/", sign_in_form("alice") + "&permanent=1").cookie();
    constexpr std::int64_t three_days = 259'200;
    execute(
        "UPDATE sessions SET started_at = started_at - 259200, counted_from = counted_from - 259200, "
        "expires_at = expires_at - 259200 WHERE permanent = 1");
    const std::string body = change_form(right_password, better_password, better_password);
    BOOST_TEST(std::abs(max_age(act(kept, "/account/password", body)) - (604'800 - three_days)) <= 2);
}

BOOST_AUTO_TEST_CASE(a_cookie_that_goes_with_the_browser_still_does, *holds("CK3")) {
    BOOST_TEST(max_age(change()) == -1);
}

BOOST_AUTO_TEST_CASE(a_wrong_current_password_changes_nothing, *holds("PW9")) {
    for (const std::string current : {"not the password", "", better_password}) {
        const CgiAnswer answer = change(current, better_password, better_password);
        BOOST_TEST(answer.status == 422, current);
        BOOST_TEST(answer.shows("The current password is not the right one."), current);
        BOOST_TEST(answer.count("Set-Cookie") == 0U, current);
    }
    for (const std::string& cookie : {own, other}) BOOST_TEST(is_live(cookie));
    BOOST_TEST(is_password(right_password));
}

BOOST_AUTO_TEST_CASE(after_ten_wrong_tries_even_the_right_one_must_wait, *holds("SI3 PW9")) {
    for (int tries = 0; tries < 10; ++tries) {
        BOOST_TEST(change("wrong", better_password, better_password).status == 422);
    }
    const CgiAnswer answer = change();
    BOOST_TEST(answer.status == 429);
    BOOST_TEST(answer.shows("Too many tries."));
    const int wait = std::atoi(answer.header("Retry-After").c_str());
    BOOST_TEST((wait > 0 && wait <= 900), wait);
    BOOST_TEST(answer.count("Set-Cookie") == 0U);
    BOOST_TEST(is_live(own));
    BOOST_TEST(post("/", sign_in_form("alice")).status == 429);  // one count for both doors
}

BOOST_AUTO_TEST_CASE(a_flaw_of_the_new_password_is_named_and_nothing_is_changed, *holds("PW4")) {
    struct Case {
        std::string password;
        std::string again;
        std::string flaw;
    };
    const Case cases[] = {{"too tiny", "too tiny", "password_short"},
                          {std::string(5000, 'x'), std::string(5000, 'x'), "password_long"},
                          {"passwordpassword", "passwordpassword", "password_common"},
                          {better_password, "quite another passwort", "passwords_differ"},
                          {better_password, "", "passwords_differ"},
                          {"", "", "password_short"}};
    for (const auto& [password, again, flaw] : cases) {
        const CgiAnswer answer = change(right_password, password, again);
        BOOST_TEST(answer.status == 422, flaw);
        BOOST_TEST(answer.shows("id=\"" + flaw + "\""), flaw);
        if (!password.empty()) BOOST_TEST(!answer.shows(password), flaw);
    }
    for (const std::string& cookie : {own, other}) BOOST_TEST(is_live(cookie));
    BOOST_TEST(is_password(right_password));
    BOOST_TEST(events("password_change_failed") == 0);
}

BOOST_AUTO_TEST_CASE(ones_own_name_is_no_password) {
    command({"user", "add", "alice in wonderland", "--password-stdin"}, right_password);
    const std::string cookie = sign_in("alice in wonderland");
    const std::string name = "Alice in Wonderland";
    const CgiAnswer answer = act(cookie, "/account/password", change_form(right_password, name, name));
    BOOST_TEST(answer.status == 422);
    BOOST_TEST(answer.shows("id=\"password_is_name\""));
}

BOOST_AUTO_TEST_CASE(an_error_is_in_the_title) {
    BOOST_TEST(look(own, "/account/password").shows("<title>Your password"));
    BOOST_TEST(change("wrong", better_password, better_password).shows("<title>Error: Your password"));
    BOOST_TEST(change(right_password, "short", "short").shows("<title>Error: Your password"));
    BOOST_TEST(change(right_password, better_password, "x").shows("<title>Error: Your password"));
}

BOOST_AUTO_TEST_CASE(a_form_that_names_somebody_else_changes_ones_own_password) {
    const std::string of_bob = sign_in_bob();
    act(own, "/account/password",
        change_form(right_password, better_password, better_password) + "&username=bob&user_id=2&id=2");
    BOOST_TEST(is_live(of_bob));
    BOOST_TEST(post("/", sign_in_form("bob")).status == 303);
    BOOST_TEST(is_password(better_password));
}

BOOST_AUTO_TEST_CASE(fields_in_the_address_count_for_nothing, *holds("RF1")) {
    const std::string fields = change_form(right_password, better_password, better_password);
    BOOST_TEST(look(own, "/account/password?" + fields).status == 200);
    BOOST_TEST(act(own, "/account/password?" + fields, "").status == 422);
    BOOST_TEST(is_password(right_password));
}

BOOST_AUTO_TEST_CASE(a_change_and_a_failed_one_are_in_the_audit_log, *holds("LG1")) {
    change("wrong", better_password, better_password);
    const std::string before = tag(own);
    const std::string after = tag(change().cookie());
    const auto logged = [&](const std::string& event, const std::string& tag) {
        return count(
            "SELECT count(*) FROM audit_log WHERE event = '" + event + "' AND session_tag = '" + tag +
            "' AND actor = 'user 1' AND user_id = 1 AND address = '192.0.2.1' AND at > 0 AND request_id <> ''");
    };
    BOOST_TEST(before != after);
    BOOST_TEST(logged("password_change_failed", before) == 1);
    BOOST_TEST(logged("password_changed", after) == 1);
}

BOOST_AUTO_TEST_CASE(no_password_is_written_anywhere, *holds("LG2")) {
    change("a wrong current one", better_password, better_password);
    change();
    for (const char* secret : {"a wrong current one", "a+wrong", better_password, "quite+another", right_password}) {
        BOOST_TEST(rows().find(secret) == std::string::npos, secret);
        BOOST_TEST(log().find(secret) == std::string::npos, secret);
    }
}

BOOST_AUTO_TEST_CASE(a_session_that_ended_meanwhile_changes_no_password, *holds("SL1")) {
    execute("UPDATE sessions SET last_seen_at = last_seen_at - 600");
    execute(
        "CREATE TRIGGER ended_meanwhile AFTER UPDATE OF last_seen_at ON sessions "
        "BEGIN DELETE FROM sessions WHERE id_hash = new.id_hash; END");
    const CgiAnswer answer = change();
    BOOST_TEST(answer.status == 303);
    BOOST_TEST(answer.header("Location") == "/");
    BOOST_TEST(answer.count("Set-Cookie") == 0U);
    execute("DROP TRIGGER ended_meanwhile");
    BOOST_TEST(is_password(right_password));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
