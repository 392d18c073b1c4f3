#include "auth/users.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::UserFlaw;
using test::holds;
using test::House;

namespace {

bool is(const std::variant<auth::User, UserFlaw>& result, UserFlaw flaw) {
    return std::holds_alternative<UserFlaw>(result) && std::get<UserFlaw>(result) == flaw;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(users, House)

BOOST_AUTO_TEST_CASE(no_user_exists_by_default, *holds("PW10")) {
    BOOST_TEST(auth.users.is_empty());
    add("alice");
    BOOST_TEST(!auth.users.is_empty());
}

BOOST_AUTO_TEST_CASE(a_name_that_looks_alike_is_taken, *holds("SI11")) {
    add("Admin");
    for (const char* twin : {"admin ", "ADMIN", "Ａｄｍｉｎ"}) {
        BOOST_TEST(is(auth.users.add(twin, test::good_password, false, {}), UserFlaw::name_taken), twin);
    }
}

BOOST_AUTO_TEST_CASE(a_name_or_password_that_breaks_a_rule_adds_nobody) {
    BOOST_TEST(is(auth.users.add("a\nb", test::good_password, false, {}), UserFlaw::name_invalid));
    BOOST_TEST(is(auth.users.add("alice", "too short", false, {}), UserFlaw::password_short));
    BOOST_TEST(auth.users.is_empty());
}

BOOST_AUTO_TEST_CASE(a_new_password_ends_all_sessions_and_lets_a_disabled_user_in_again, *holds("SL4")) {
    add("alice");
    const auto fresh = sign_in("alice").fresh;
    execute("UPDATE users SET disabled_at = 1");
    auth.users.set_password("Alice", "quite another password", {});
    BOOST_TEST(!find(fresh->id).has_value());
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::wrong));
    BOOST_TEST((sign_in("alice", "quite another password").outcome == auth::SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_new_password_for_nobody_is_refused) {
    BOOST_TEST(is(auth.users.set_password("nobody", test::good_password, {}), UserFlaw::no_such_user));
}

BOOST_AUTO_TEST_CASE(users_are_listed_in_order_a_page_at_a_time) {
    for (const char* name : {"Carol", "alice", "Bob"}) add(name);
    const auto first = auth.users.list("", 2);
    BOOST_REQUIRE(first.size() == 2U);
    BOOST_TEST(first[0].name == "alice");
    BOOST_TEST(first[1].name == "Bob");
    const auto second = auth.users.list(first[1].canonical_name, 2);
    BOOST_REQUIRE(second.size() == 1U);
    BOOST_TEST(second[0].name == "Carol");
}

BOOST_AUTO_TEST_CASE(an_admin_is_listed_with_the_group) {
    auth.users.add("alice", test::good_password, true, {});
    BOOST_TEST(auth.users.list("", 1).at(0).groups == std::vector<std::string>{"admin"});
    BOOST_TEST(add("bob").user.id > 0);
    BOOST_TEST(auth.users.list("alice", 1).at(0).groups.empty());
}

BOOST_AUTO_TEST_CASE(adding_and_changing_is_in_the_audit_log_with_who_did_it, *holds("LG1")) {
    auth.users.add("alice", test::good_password, false, auth::Actor::command_line());
    auth.users.set_password("alice", "quite another password", auth::Actor::command_line());
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE actor = 'command_line' AND user_id = 1 AND "
                     "event IN ('user_added', 'password_changed')") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
