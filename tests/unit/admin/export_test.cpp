#include "admin/export.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using test::holds;

BOOST_FIXTURE_TEST_SUITE(export_, test::House)

BOOST_AUTO_TEST_CASE(all_users_go_without_their_hashes_unless_these_are_asked_for, *holds("LG1")) {
    add("alice");
    add("bob");
    std::vector<std::string> names;
    admin::export_users(auth, false, auth::Actor::command_line(), [&](const admin::ExportedUser& exported) {
        names.push_back(exported.user.name);
        BOOST_TEST(exported.password_hash.empty());
    });
    BOOST_TEST((names == std::vector<std::string>{"alice", "bob"}));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'users_exported' AND subject = ''") == 1);
    admin::export_users(auth, true, auth::Actor::command_line(), [&](const admin::ExportedUser& exported) {
        BOOST_TEST(auth.passwords.verify(test::good_password, exported.password_hash));
    });
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'users_exported' AND subject = 'password_hash'") ==
               1);
}

BOOST_AUTO_TEST_CASE(what_leaves_is_in_the_audit_log_before_the_first_user_goes, *holds("LG1")) {
    add("alice");
    const auto stop = [](const admin::ExportedUser&) { throw std::runtime_error("the pipe is gone"); };
    BOOST_CHECK_THROW(admin::export_users(auth, true, {}, stop), std::runtime_error);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'users_exported'") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
