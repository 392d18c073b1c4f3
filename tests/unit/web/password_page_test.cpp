// The page on which a user changes his password.
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::good_password;
using test::holds;
using test::WebHouse;

namespace {

constexpr const char* better_password = "quite another password";

struct SignedIn : WebHouse {
    SignedIn() {
        add("alice");
        own = *sign_in("alice").fresh;
    }

    http::Response change(const char* current, const char* password, const char* again) {
        return post("/account/password",
                    {{"current_password", current}, {"password", password}, {"password_again", again}}, own.id);
    }

    auth::NewSession own;
};

// "abc" of "cloakroom=abc; Path=/; ..."
std::string id_in(const std::string& cookie) {
    const auto begin = cookie.find('=') + 1;
    return cookie.substr(begin, cookie.find(';') - begin);
}

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(password_page, SignedIn)

BOOST_AUTO_TEST_CASE(the_form_asks_for_the_current_password_and_helps_password_managers, *holds("PW9")) {
    const std::string page = get("/account/password", own.id).body;
    for (const char* part : {"autocomplete=\"username\"", "autocomplete=\"current-password\"",
                             "autocomplete=\"new-password\"", "At least 15 characters"}) {
        BOOST_TEST(shows(page, part), part);
    }
    BOOST_TEST(!shows(page, "autofocus"));
}

BOOST_AUTO_TEST_CASE(a_changed_password_comes_with_a_new_id_and_the_number_of_sessions_that_ended, *holds("SL4 ID4")) {
    const auto first = sign_in("alice").fresh;
    sign_in("alice");
    const auto response = change(good_password, better_password, better_password);
    BOOST_TEST(response.status == 303);
    BOOST_TEST(header(response, "Location") == "/account/password");
    const std::string id = id_in(header(response, "Set-Cookie"));
    BOOST_TEST(id != own.id);
    BOOST_TEST(get("/home", own.id).status == 303);
    BOOST_TEST(get("/home", first->id).status == 303);
    BOOST_TEST(shows(get("/account/password", id).body, "2 other browsers are signed out"));
    BOOST_TEST(!shows(get("/account/password", id).body, "other browsers are signed out"));
}

BOOST_AUTO_TEST_CASE(the_new_cookie_lasts_as_long_as_the_session_that_goes_on, *holds("CK3")) {
    own = *sign_in("alice", good_password, true).fresh;
    clock.move(24h);
    const auto response = change(good_password, better_password, better_password);
    BOOST_TEST(shows(header(response, "Set-Cookie"), "Max-Age=518400"));
}

BOOST_AUTO_TEST_CASE(each_flaw_shows_the_form_again_with_its_own_words_and_no_password) {
    struct Case {
        const char* current;
        const char* password;
        const char* again;
        const char* section;
    };
    const Case cases[] = {{"not the current one", better_password, better_password, "current_wrong"},
                          {"", better_password, better_password, "current_wrong"},
                          {good_password, better_password, good_password, "passwords_differ"},
                          {good_password, "too short", "too short", "password_short"},
                          {good_password, "passwordpassword", "passwordpassword", "password_common"}};
    for (const auto& [current, password, again, section] : cases) {
        const auto response = change(current, password, again);
        BOOST_TEST(response.status == 422, section);
        BOOST_TEST(shows(response.body, std::string("id=\"") + section + "\" role=\"alert\""), section);
        BOOST_TEST(!shows(response.body, better_password));
        BOOST_TEST(header(response, "Set-Cookie").empty());
    }
    BOOST_TEST(get("/home", own.id).status == 200);
}

BOOST_AUTO_TEST_CASE(too_many_tries_must_wait_and_are_told_how_long, *holds("SI8")) {
    for (int i = 0; i < 10; ++i) change("not the current one", better_password, better_password);
    const auto response = change(good_password, better_password, better_password);
    BOOST_TEST(response.status == 429);
    BOOST_TEST(!header(response, "Retry-After").empty());
    BOOST_TEST(shows(response.body, "Too many tries. Please wait 15 minutes"));
}

BOOST_AUTO_TEST_CASE(a_stranger_is_sent_to_sign_in_and_back) {
    BOOST_TEST(header(get("/account/password"), "Location") == "/?next=%2Faccount%2Fpassword");
    BOOST_TEST(header(post("/account/password", {}), "Location") == "/?next=%2Faccount%2Fpassword");
}

BOOST_AUTO_TEST_CASE(home_leads_to_both_pages) {
    const std::string home = get("/home", own.id).body;
    BOOST_TEST(shows(home, "href=\"/sessions\""));
    BOOST_TEST(shows(home, "href=\"/account\""));
}

BOOST_AUTO_TEST_SUITE_END()
