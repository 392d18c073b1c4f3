// The page that asks for the password again before a form of weight is obeyed.
#include "web/confirm.h"

#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::good_password;
using test::holds;

namespace {

http::Response act(const web::Visit& visit) {
    return http::redirect("/done?" + web::field(visit.request.form, "what"));
}

struct LongAgo : test::WebHouse {
    LongAgo() {
        add("alice");
        own = *sign_in("alice").fresh;
        clock.move(16min);
    }

    http::Response send(http::Fields form) {
        http::Request sent = request(http::Method::post, "/act", own.id);
        sent.form = std::move(form);
        web::Visit visit{site, sent, own.session};
        auto response = web::confirm(visit, act);
        renewed = visit.renewed;
        return response;
    }

    auth::NewSession own;
    std::optional<auth::NewSession> renewed;
};

bool shows(const http::Response& response, const std::string& part) {
    return response.body.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(confirm, LongAgo)

BOOST_AUTO_TEST_CASE(the_page_keeps_what_was_typed_and_does_nothing_yet, *holds("SL13")) {
    const auto page = send({{"what", "a \"quoted\" <word>"}});
    BOOST_TEST(page.status == 200);
    BOOST_TEST(shows(page, "action=\"/act\""));
    BOOST_TEST(shows(page, "name=\"what\" value=\"a &quot;quoted&quot; &lt;word&gt;\""));
    BOOST_TEST(shows(page, "autocomplete=\"current-password\""));
}

BOOST_AUTO_TEST_CASE(with_the_right_password_the_form_is_obeyed_and_the_session_renewed, *holds("SL13 ID4")) {
    const auto done = send({{"what", "x"}, {"confirm_password", good_password}});
    BOOST_TEST(header(done, "Location") == "/done?x");
    BOOST_TEST(find(renewed.value().id).has_value());
    BOOST_TEST(!find(own.id));
}

BOOST_AUTO_TEST_CASE(a_wrong_password_asks_again_and_does_not_show_it, *holds("SL13")) {
    const auto page = send({{"what", "x"}, {"confirm_password", "not my password"}});
    BOOST_TEST(shows(page, "That is not your password"));
    BOOST_TEST(!shows(page, "not my password"));
    BOOST_TEST(shows(page, "name=\"what\" value=\"x\""));
}

BOOST_AUTO_TEST_CASE(too_many_tries_are_told_to_wait, *holds("SI3")) {
    for (int i = 0; i < 10; ++i) send({{"confirm_password", "wrong"}});
    const auto page = send({{"confirm_password", good_password}});
    BOOST_TEST(page.status == 429);
    BOOST_TEST(!header(page, "Retry-After").empty());
}

BOOST_AUTO_TEST_CASE(the_new_cookie_comes_also_when_what_was_to_be_done_fails, *holds("SL13")) {
    auth.groups.join("admin", "alice", {});
    own = *sign_in("alice").fresh;
    clock.move(16min);
    site.options.private_folder = "/no/such/folder";
    const auto failed = post("/admin/backup", {{"confirm_password", good_password}}, own.id);
    BOOST_TEST(failed.status == 503);
    const std::string cookie = header(failed, "Set-Cookie");
    BOOST_REQUIRE(cookie.starts_with("cloakroom="));
    BOOST_TEST(get("/home", cookie.substr(10, cookie.find(';') - 10)).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
