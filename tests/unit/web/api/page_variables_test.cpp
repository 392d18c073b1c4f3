// What a request does that found its session, and meanwhile somebody ended it.
#include "support/holds.h"
#include "support/house.h"
#include "web/api/api.h"

using namespace cloakroom;
using test::holds;
using test::House;

namespace {

struct ApiFixture : House {
    ApiFixture() {
        add("alice");
        session = find(sign_in("alice").fresh->id);
        request.cookies = "cloakroom=x";
    }

    web::Visit visit(const std::string& body) {
        request.json = body;
        return {site, request, session, "n"};
    }

    void end_session() { execute("DELETE FROM sessions"); }

    std::optional<auth::Session> session;
    http::Request request;
    admin::SetUp set_up{auth, {.of_data = folder->path().string(), .of_program = folder->path().string()}};
    view::Templates templates{""};
    Log log{clock};
    web::Site site{.options = {}, .auth = auth, .set_up = set_up, .templates = templates, .log = log};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(page_variables, ApiFixture)

BOOST_AUTO_TEST_CASE(a_session_that_ended_meanwhile_is_not_written_to, *holds("SL1")) {
    end_session();
    BOOST_CHECK_THROW(web::put_page_variable(visit("1")), SessionEnded);
    BOOST_CHECK_THROW(web::increment_page_variable(visit("1")), SessionEnded);
    request.if_none_match = "*";
    BOOST_CHECK_THROW(web::put_page_variable(visit("1")), SessionEnded);
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_CASE(not_even_where_anonymous_visitors_are_welcome, *holds("SL1")) {
    site.options.anonymous_variables = true;
    end_session();
    BOOST_CHECK_THROW(web::put_page_variable(visit("1")), SessionEnded);
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(a_condition_that_is_not_looked_at_is_refused) {
    web::put_page_variable(visit("1"));
    request.if_none_match = "\"a-tag\"";
    BOOST_TEST(web::put_page_variable(visit("2")).status == 400);
    BOOST_TEST(web::delete_page_variable(visit("")).status == 400);
    BOOST_TEST(web::increment_page_variable(visit("1")).status == 400);
    request.if_none_match = "";
    BOOST_TEST(web::get_page_variable(visit("")).body == "1");
}

BOOST_AUTO_TEST_CASE(pages_and_programs_do_not_meet) {
    web::put_page_variable(visit("1"));
    BOOST_TEST(!visit("").variables(auth::Space::program).contains("n"));
    visit("").variables(auth::Space::program)["n"] = 2;
    BOOST_TEST(web::get_page_variable(visit("")).body == "1");
}

BOOST_AUTO_TEST_SUITE_END()
