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

bool is_done(const std::variant<auth::User, UserFlaw>& result) {
    return std::holds_alternative<auth::User>(result);
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

BOOST_AUTO_TEST_CASE(a_disabled_user_is_out_at_once_and_stays_out, *holds("SL3")) {
    add("alice");
    const auto fresh = sign_in("alice").fresh;
    BOOST_TEST(is_done(auth.users.disable("ALICE", {})));
    BOOST_TEST(!find(fresh->id).has_value());
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::wrong));
    BOOST_TEST(is_done(auth.users.disable("alice", {})));
}

BOOST_AUTO_TEST_CASE(an_enabled_user_may_sign_in_again_but_his_old_sessions_stay_dead, *holds("SL3")) {
    add("alice");
    const auto fresh = sign_in("alice").fresh;
    auth.users.disable("alice", {});
    BOOST_TEST(is_done(auth.users.enable("alice", {})));
    BOOST_TEST(!find(fresh->id).has_value());
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
}

BOOST_AUTO_TEST_CASE(another_process_over_the_same_database_sees_a_disabled_user_gone, *holds("SL3")) {
    add("alice");
    House other({}, folder);
    const auto fresh = other.sign_in("alice").fresh;
    BOOST_TEST(other.find(fresh->id).has_value());
    auth.users.disable("alice", {});
    BOOST_TEST(!other.find(fresh->id).has_value());
}

BOOST_AUTO_TEST_CASE(all_that_is_a_users_goes_with_him, *holds("SL3 DB16")) {
    auth.users.add("root", test::good_password, true, {});
    auth.users.add("alice", test::good_password, true, {});
    const auto fresh = sign_in("alice").fresh;
    auth.variables.write(fresh->session, auth::Space::program, "cart", 3);
    auth.flash_messages.add(fresh->session, "message", "hello");
    BOOST_TEST(is_done(auth.users.remove("alice", {})));
    BOOST_TEST(!find(fresh->id).has_value());
    for (const char* left : {"SELECT count(*) FROM sessions", "SELECT count(*) FROM session_variables",
                             "SELECT count(*) FROM flash_messages", "SELECT count(*) - 1 FROM group_members"}) {
        BOOST_TEST(count(left) == 0, left);
    }
}

BOOST_AUTO_TEST_CASE(nobody_gets_the_id_of_a_deleted_user, *holds("DB16")) {
    const auto id = add("alice").user.id;
    auth.users.remove("alice", {});
    BOOST_TEST(add("alice").user.id > id);
}

BOOST_AUTO_TEST_CASE(the_last_admin_who_may_sign_in_is_neither_disabled_nor_deleted) {
    auth.users.add("alice", test::good_password, true, {});
    auth.users.add("bob", test::good_password, true, {});
    add("carol");
    BOOST_TEST(is_done(auth.users.disable("bob", {})));
    BOOST_TEST(is(auth.users.disable("alice", {}), UserFlaw::last_admin));
    BOOST_TEST(is(auth.users.remove("alice", {}), UserFlaw::last_admin));
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
    BOOST_TEST(is_done(auth.users.remove("bob", {})));
    BOOST_TEST(is_done(auth.users.remove("carol", {})));
}

BOOST_AUTO_TEST_CASE(nobody_can_be_disabled_enabled_or_deleted_who_is_not_there) {
    for (const char* name : {"nobody", "", "a\nb"}) {
        BOOST_TEST(is(auth.users.disable(name, {}), UserFlaw::no_such_user));
        BOOST_TEST(is(auth.users.enable(name, {}), UserFlaw::no_such_user));
        BOOST_TEST(is(auth.users.remove(name, {}), UserFlaw::no_such_user));
    }
}

BOOST_AUTO_TEST_CASE(each_act_on_a_user_is_in_the_audit_log_which_outlives_him, *holds("LG1")) {
    add("alice");
    auth.users.disable("alice", auth::Actor::command_line());
    auth.users.enable("alice", auth::Actor::command_line());
    auth.users.remove("alice", auth::Actor::command_line());
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE actor = 'command_line' AND user_id = 1 AND "
                     "event IN ('user_disabled', 'user_enabled', 'user_deleted')") == 3);
}

BOOST_AUTO_TEST_SUITE_END()
