// What is written down of those who are refused.
#include <SQLiteCpp/Database.h>

#include <fstream>
#include <iterator>

#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Refused : test::WebHouse {
    Refused() {
        add("alice");
        auth.users.add("bob", test::good_password, true, {});
        auth.rules.protect(
            {.path = "/board", .requirement = auth::Requirement::listed, .groups = {"admin"}, .users = {}}, {});
        id = sign_in("alice").fresh->id;
    }

    int ask_for(const std::string& target, const std::string& as) {
        http::Request sent = request(http::Method::get, "/check", as);
        sent.target = target;
        return web::dispatch(site, sent).status;
    }

    std::int64_t denied(const std::string& where) const {
        return count(("SELECT count(*) FROM audit_log WHERE event = 'access_denied' AND " + where).c_str());
    }

    std::string id;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(denied_, Refused)

BOOST_AUTO_TEST_CASE(a_user_who_may_not_see_a_folder_is_written_down_with_its_rule, *holds("LG1")) {
    BOOST_TEST(ask_for("/board/minutes.html", id) == 403);
    BOOST_TEST(ask_for("/board/budget.html", id) == 403);
    BOOST_TEST(denied("subject = '/board/' AND actor = 'user 1' AND user_id = 1 AND address = '192.0.2.1' "
                      "AND request_id = '0123456789abcdef' AND length(session_tag) = 8") == 1);
}

BOOST_AUTO_TEST_CASE(whoever_may_see_it_and_whoever_is_a_stranger_is_not, *holds("LG4")) {
    BOOST_TEST(ask_for("/board/", sign_in("bob").fresh->id) != 403);
    BOOST_TEST(ask_for("/board/", "") == 401);
    BOOST_TEST(denied("1") == 0);
}

BOOST_AUTO_TEST_CASE(a_rule_that_cannot_be_read_shuts_its_folder_and_is_named_in_the_log, *holds("AZ5")) {
    execute(
        "PRAGMA ignore_check_constraints = ON; UPDATE rules SET audience = 'of a later version' WHERE path = '/board'");
    BOOST_TEST(ask_for("/board/", id) == 403);
    BOOST_TEST(ask_for("/board/", sign_in("bob").fresh->id) == 403);
    std::ifstream log(folder->path() / "test.log");
    const std::string text{std::istreambuf_iterator<char>(log), {}};
    BOOST_TEST(text.find("rule_unreadable id 0123456789abcdef: the rule for /board/ says") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(a_refusal_that_cannot_be_written_down_is_a_refusal_all_the_same, *holds("LG4")) {
    SQLite::Database other(path(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    BOOST_TEST(ask_for("/board/", id) == 403);
}

BOOST_AUTO_TEST_SUITE_END()
