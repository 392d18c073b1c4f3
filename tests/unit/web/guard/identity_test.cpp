#include "web/guard/identity.h"

#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using test::holds;
using test::WebHouse;

namespace {

// alice, who may see /members as all do who are signed in, and /members/open, which anyone may.
struct Members : WebHouse {
    Members() {
        add("alice");
        auth.rules.protect({"/members", auth::Requirement::signed_in, {}, {}}, {});
        auth.rules.protect({"/members/open", auth::Requirement::anyone, {}, {}}, {});
        id = sign_in("alice").fresh->id;
    }

    http::Response check(const std::string& target, const std::string& cookie) {
        http::Request sent = request(http::Method::get, "/authorize", cookie);
        sent.target = target;
        return web::dispatch(site, sent);
    }

    std::string told(const std::string& name) {
        return header(check("/members/page.html", id), "Variable-CLOAKROOM_" + name);
    }

    std::string id;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(identity, Members)

BOOST_AUTO_TEST_CASE(programs_learn_the_name_and_how_the_user_wishes_to_be_called, *holds("AZ3")) {
    BOOST_TEST(told("DISPLAY_NAME") == "alice");
    post("/account", {{"display_name", "Zoë 🙂 שלום"}}, id);
    BOOST_TEST(told("DISPLAY_NAME") == "Zoë 🙂 שלום");
    BOOST_TEST(header(check("/members/page.html", id), "Variable-REMOTE_USER") == "alice");
}

BOOST_AUTO_TEST_CASE(groups_are_told_as_they_are_at_each_request, *holds("AZ3 AZ9")) {
    House other({}, folder);
    for (auth::Services* process : {&auth, &other.auth}) {
        process->groups.join("choir", "alice", {});
        for (int request = 0; request < 2; ++request) BOOST_TEST(told("GROUPS") == "choir");
        process->groups.leave("choir", "alice", {});
        BOOST_TEST(told("GROUPS").empty());
    }
}

BOOST_AUTO_TEST_CASE(of_a_stranger_programs_learn_nothing, *holds("AZ3")) {
    const auto response = check("/members/open/page.html", "");
    BOOST_TEST(response.status == 200);
    for (const auto& [name, value] : response.headers) BOOST_TEST(!name.starts_with("Variable-"), name);
}

// The database is ours, but a file all the same.
BOOST_AUTO_TEST_CASE(a_name_that_has_escaped_its_check_opens_nothing, *holds("AZ1 AZ3")) {
    for (const char* name : {"char(10)", "char(13)", "char(1)", "char(27)", "char(127)"}) {
        execute((std::string("UPDATE users SET display_name = 'a' || ") + name).c_str());
        const auto response = check("/members/page.html", id);
        BOOST_CHECK_THROW(http::serialise(response, http::Method::get), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()
