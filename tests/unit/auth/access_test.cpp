// "Why can alice (not) see this?"
#include "auth/access.h"

#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/house.h"

using namespace cloakroom;
using auth::Access;
using auth::AccessFlaw;

namespace {

struct Club : test::House {
    Club() {
        add("alice");
        add("bob");
        using auth::Requirement;
        auth.rules.protect({.path = "/members", .requirement = Requirement::signed_in, .groups = {}, .users = {}}, {});
        auth.rules.protect(
            {.path = "/members/board", .requirement = Requirement::listed, .groups = {}, .users = {"bob"}}, {});
    }
    Access ask(const char* user, const char* path) { return std::get<Access>(explain_access(auth, user, path)); }
    AccessFlaw flaw(const char* user, const char* path) {
        return std::get<AccessFlaw>(explain_access(auth, user, path));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(who_may_see, Club)

BOOST_AUTO_TEST_CASE(the_answer_names_the_rule_that_decides) {
    BOOST_TEST(ask("alice", "/members/x").may_see);
    BOOST_TEST(ask("alice", "/members/x").rule->path == "/members");
    BOOST_TEST(!ask("alice", "/members/board/x").may_see);
    BOOST_TEST(ask("alice", "/members/board/x").rule->users.front() == "bob");
    BOOST_TEST(ask("bob", "/members/board/x").may_see);
    BOOST_TEST(!ask("", "/members/x").may_see);
}

BOOST_AUTO_TEST_CASE(where_no_rule_covers_it_none_is_named) {
    BOOST_TEST(!ask("alice", "/elsewhere").may_see);
    BOOST_TEST(!ask("alice", "/elsewhere").rule);
}

BOOST_AUTO_TEST_CASE(a_rule_that_cannot_be_read_says_so) {
    execute("PRAGMA ignore_check_constraints = ON; UPDATE rules SET audience = 'friends' WHERE path = '/members'");
    BOOST_TEST(!ask("alice", "/members/x").may_see);
    BOOST_TEST(!ask("alice", "/members/x").rule->readable);
}

BOOST_AUTO_TEST_CASE(who_is_unknown_or_cannot_sign_in_gets_no_answer) {
    execute("UPDATE users SET disabled_at = 1 WHERE name = 'bob'");
    BOOST_TEST((flaw("carol", "/members") == AccessFlaw::no_such_user));
    BOOST_TEST((flaw("bob", "/members") == AccessFlaw::user_disabled));
    BOOST_TEST((flaw("alice", "members") == AccessFlaw::not_a_path));
}

BOOST_AUTO_TEST_SUITE_END()
