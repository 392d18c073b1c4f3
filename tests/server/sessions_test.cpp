// One user, several browsers: what one of them ends, every process knows.
#include "server/checks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

// What the list calls the session of this browser: its form is the first on its own page.
std::string tag_of(HttpClient& browser) {
    const std::string before = "name=\"session\" value=\"";
    const HttpResponse list = browser.get("/sessions");
    check_page(list, 200);
    const auto at = list.body.find(before);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    return list.body.substr(at + before.size(), 8);
}

// Asked often enough that every process is.
int times_signed_in(HttpClient& browser) {
    int times = 0;
    for (int i = 0; i < 8; ++i) times += is_signed_in(browser) ? 1 : 0;
    return times;
}

}  // namespace

ON_EACH_SERVER(a_browser_signs_another_one_out, *holds("SL3 SL6")) {
    const Site::User user = site.add_user();
    HttpClient lost = site.signed_in(user);
    HttpClient here = site.signed_in(user);
    HttpClient third = site.signed_in(user);
    const std::string tag = tag_of(lost);
    check_redirect(here.post("/sessions", {{"do", "revoke"}, {"session", tag}}), site.at("/sessions"));
    BOOST_TEST(times_signed_in(lost) == 0);
    BOOST_TEST(times_signed_in(here) == 8);
    BOOST_TEST(times_signed_in(third) == 8);
    BOOST_TEST(here.get("/sessions").shows("That browser is signed out."));
    check_page(here.post("/sessions", {{"do", "revoke"}, {"session", tag}}), 404);
    check_redirect(here.post("/sessions", {{"do", "revoke_others"}}), site.at("/sessions"));
    BOOST_TEST(times_signed_in(third) == 0);
    BOOST_TEST(times_signed_in(here) == 8);
}

ON_EACH_SERVER(nobody_signs_out_another_user, *holds("SL5")) {
    HttpClient other = site.signed_in();
    HttpClient here = site.signed_in();
    const std::string tag = tag_of(other);
    for (const char* act : {"revoke", "rename", "not_me"}) {
        check_page(here.post("/sessions", {{"do", act}, {"session", tag}, {"name", "mine"}}), 404);
    }
    BOOST_TEST(is_signed_in(other));
    BOOST_TEST(!other.get("/sessions").shows("mine"));
}

ON_EACH_SERVER(a_name_given_to_a_session_arrives_letter_by_letter, *holds("TP1")) {
    HttpClient browser = site.signed_in();
    const std::string tag = tag_of(browser);
    check_redirect(browser.post("/sessions", {{"do", "rename"}, {"session", tag}, {"name", "Zo\xC3\xAB & co, 100 %"}}),
                   site.at("/sessions"));
    BOOST_TEST(browser.get("/sessions").shows(">Zo\xC3\xAB &amp; co, 100 %</bdi></h2>"));
}

ON_EACH_SERVER(a_new_password_ends_the_other_sessions_and_gives_ones_own_a_new_id, *holds("SL4 ID4 PW9")) {
    const Site::User user = site.add_user();
    HttpClient other = site.signed_in(user);
    HttpClient here = site.signed_in(user);
    HttpClient old = site.client();
    old.cookies = here.cookies;
    const std::string better = "quite another password";
    const FormFields fields = {{"current_password", user.password}, {"password", better}, {"password_again", better}};
    check_redirect(here.post("/account/password", fields), site.at("/account/password"));
    BOOST_TEST(here.cookies != old.cookies);
    for (const auto& [name, value] : here.cookies) site.keep_secret(value);
    const HttpResponse said = here.get("/account/password");
    check_page(said, 200);
    BOOST_TEST(said.shows("Your password is changed. One other browser is signed out;"));
    for (HttpClient* ended : {&other, &old}) BOOST_TEST(times_signed_in(*ended) == 0);
    BOOST_TEST(times_signed_in(here) == 8);
    BOOST_TEST(is_sign_in_form(site.client().post("/", {{"username", user.name}, {"password", user.password}})));
    BOOST_TEST(site.client().post("/", {{"username", user.name}, {"password", better}}).status == 303);
}

ON_EACH_SERVER(sign_out_says_how_many_sessions_go_on, *holds("CK8")) {
    const Site::User user = site.add_user();
    HttpClient other = site.signed_in(user);
    HttpClient here = site.signed_in(user);
    check_redirect(here.post("/logout", {}), site.at("/?signed_out=1"));
    const HttpResponse form = here.get("/?signed_out=1");
    check_page(form, 200);
    BOOST_TEST(form.shows("You are signed out in this browser. You are still signed in on one other browser."));
    BOOST_TEST(is_signed_in(other));
}

}  // namespace cloakroom::test
