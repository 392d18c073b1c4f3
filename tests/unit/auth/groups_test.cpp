#include "auth/groups.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::GroupAct;
using test::holds;

namespace {

struct Fixture : test::House {
    auth::StoredUser alice = add("alice");
    std::vector<std::string> groups() { return auth.groups.of(alice.user.id); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(groups, Fixture)

BOOST_AUTO_TEST_CASE(the_first_member_makes_the_group) {
    BOOST_TEST((auth.groups.join("choir", "ALICE", {}) == GroupAct::done));
    BOOST_TEST((groups() == std::vector<std::string>{"choir"}));
    BOOST_TEST(auth.groups.list().size() == 2);
    BOOST_TEST(auth.groups.list().at(1).members.at(0) == "alice");
}

BOOST_AUTO_TEST_CASE(the_groups_of_a_user_come_in_the_order_of_their_names) {
    for (const char* group : {"choir", "board", "a-team"}) auth.groups.join(group, "alice", {});
    BOOST_TEST((groups() == std::vector<std::string>{"a-team", "board", "choir"}));
}

BOOST_AUTO_TEST_CASE(a_group_can_be_made_empty_and_taken_away) {
    BOOST_TEST((auth.groups.add("board-2", {}) == GroupAct::done));
    BOOST_TEST((auth.groups.add("board-2", {}) == GroupAct::done));
    BOOST_TEST((auth.groups.remove("board-2", {}) == GroupAct::done));
    BOOST_TEST((auth.groups.remove("board-2", {}) == GroupAct::no_such_group));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE subject = 'board-2'") == 2);
}

BOOST_AUTO_TEST_CASE(a_group_with_members_stays) {
    auth.groups.join("choir", "alice", {});
    BOOST_TEST((auth.groups.remove("choir", {}) == GroupAct::has_members));
    BOOST_TEST((groups() == std::vector<std::string>{"choir"}));
}

BOOST_AUTO_TEST_CASE(a_name_that_a_rule_could_mistake_is_refused) {
    for (const char* name : {"", "Choir", "a b", "a,b", "ch\xc3\xb6r", "a/b"}) {
        BOOST_TEST((auth.groups.add(name, {}) == GroupAct::not_a_name), name);
        BOOST_TEST((auth.groups.join(name, "alice", {}) == GroupAct::not_a_name), name);
    }
    BOOST_TEST((auth.groups.add(std::string(65, 'a'), {}) == GroupAct::not_a_name));
}

BOOST_AUTO_TEST_CASE(who_is_not_there_cannot_join_or_leave) {
    BOOST_TEST((auth.groups.join("choir", "carol", {}) == GroupAct::no_such_user));
    BOOST_TEST((auth.groups.leave("choir", "alice", {}) == GroupAct::no_such_group));
    auth.groups.add("choir", {});
    BOOST_TEST((auth.groups.leave("choir", "carol", {}) == GroupAct::no_such_user));
    BOOST_TEST((auth.groups.leave("choir", "alice", {}) == GroupAct::done));
}

BOOST_AUTO_TEST_CASE(the_last_admin_stays_one_and_so_does_the_group) {
    auth.groups.join("admin", "alice", {});
    BOOST_TEST((auth.groups.leave("admin", "alice", {}) == GroupAct::last_admin));
    BOOST_TEST((auth.groups.remove("admin", {}) == GroupAct::admin_stays));
    add("bob");
    auth.groups.join("admin", "bob", {});
    BOOST_TEST((auth.groups.leave("admin", "alice", {}) == GroupAct::done));
}

BOOST_AUTO_TEST_CASE(who_becomes_an_admin_signs_in_again_and_who_is_one_does_not, *holds("ID4")) {
    const auto stolen = sign_in("alice").fresh->id;
    auth.groups.join("admin", "alice", {});
    BOOST_TEST(!find(stolen).has_value());
    const auto own = sign_in("alice").fresh->id;
    auth.groups.join("admin", "alice", {});
    auth.groups.join("choir", "alice", {});
    BOOST_TEST(find(own).has_value());
}

BOOST_AUTO_TEST_CASE(whichever_way_somebody_comes_into_a_group_the_log_tells, *holds("LG1")) {
    const auto joined = [&] { return count("SELECT count(*) FROM audit_log WHERE event = 'group_joined'"); };
    auth.users.add("bob", test::good_password, true, {});
    BOOST_TEST(joined() == 1);
    auth.groups.join("choir", "alice", {});
    auth.groups.join("choir", "alice", {});
    BOOST_TEST(joined() == 2);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'group_added' AND subject = 'choir'") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
