#include "auth/password_change.h"

#include "base/errors.h"
#include "base/file_lock.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::PasswordChanged;
using auth::PasswordChangeFlaw;
using auth::UserFlaw;
using test::good_password;
using test::holds;
using test::House;

namespace {

constexpr const char* better_password = "quite another password";
const auth::Actor alice_herself{.who = "user 1", .address = "192.0.2.1", .session_tag = "", .request_id = "r2"};

struct SignedIn : House {
    SignedIn() {
        add("alice");
        own = *sign_in("alice").fresh;
    }

    auth::PasswordChangeResult change(const char* current, const char* password, const char* again) {
        return auth::change_password(auth, {.current = current, .password = password, .password_again = again},
                                     own.session, alice_herself);
    }
    auth::PasswordChangeResult change() { return change(good_password, better_password, better_password); }

    bool is_password(const char* password) { return sign_in("alice", password).outcome == auth::SignIn::done; }

    auth::NewSession own;
};

template <typename Flaw>
bool is(const auth::PasswordChangeResult& result, Flaw flaw) {
    return std::holds_alternative<Flaw>(result) && std::get<Flaw>(result) == flaw;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(password_change, SignedIn)

BOOST_AUTO_TEST_CASE(the_new_password_counts_and_the_old_one_no_longer, *holds("PW9")) {
    BOOST_REQUIRE(std::holds_alternative<PasswordChanged>(change()));
    BOOST_TEST(is_password(better_password));
    BOOST_TEST(!is_password(good_password));
}

BOOST_AUTO_TEST_CASE(ones_own_session_goes_on_under_a_new_id_and_the_old_id_is_dead, *holds("SL4 ID4")) {
    auth.variables.write(own.session, auth::Space::program, "cart", 3);
    auth.sessions.rename(own.session, "the laptop");
    const auto changed = std::get<PasswordChanged>(change());
    BOOST_TEST(!find(own.id).has_value());
    const auto session = find(changed.fresh.id);
    BOOST_REQUIRE(session.has_value());
    BOOST_TEST((session->started_at == own.session.started_at));
    BOOST_TEST((session->expires_at == own.session.expires_at));
    BOOST_TEST((auth.variables.read(*session, auth::Space::program, "cart") == auth::Json(3)));
    BOOST_TEST(auth.sessions.list(1).at(0).name == "the laptop");
}

BOOST_AUTO_TEST_CASE(all_other_sessions_end_and_are_counted, *holds("SL4")) {
    add("bob");
    const auto bob = sign_in("bob").fresh;
    const auto first = sign_in("alice").fresh;
    const auto second = sign_in("alice").fresh;
    BOOST_TEST(std::get<PasswordChanged>(change()).others_ended == 2);
    BOOST_TEST(!find(first->id).has_value());
    BOOST_TEST(!find(second->id).has_value());
    BOOST_TEST(find(bob->id).has_value());
}

BOOST_AUTO_TEST_CASE(without_the_current_password_nothing_is_changed, *holds("PW9")) {
    for (const char* wrong : {"", "wrong password!!", better_password}) {
        BOOST_TEST(is(change(wrong, better_password, better_password), PasswordChangeFlaw::current_wrong), wrong);
    }
    BOOST_TEST(find(own.id).has_value());
    BOOST_TEST(is_password(good_password));
}

BOOST_AUTO_TEST_CASE(the_rules_are_those_of_set_up, *holds("PW4 PW6")) {
    BOOST_TEST(is(change(good_password, "too short", "too short"), UserFlaw::password_short));
    const std::string long_one(1025, 'x');
    BOOST_TEST(is(change(good_password, long_one.c_str(), long_one.c_str()), UserFlaw::password_long));
    BOOST_TEST(is(change(good_password, "passwordpassword", "passwordpassword"), UserFlaw::password_common));
    BOOST_TEST(is(change(good_password, better_password, good_password), PasswordChangeFlaw::passwords_differ));
    BOOST_TEST(is_password(good_password));
}

BOOST_AUTO_TEST_CASE(a_wrong_current_password_counts_like_a_wrong_sign_in, *holds("SI8")) {
    for (int i = 0; i < 6; ++i) change("wrong password!!", better_password, better_password);
    for (int i = 0; i < 4; ++i) sign_in("alice", "wrong password!!");
    const FileLock first((folder->path() / "hashing-1.lock").string());
    const FileLock second((folder->path() / "hashing-2.lock").string());
    const auto limited = change();
    BOOST_REQUIRE(std::holds_alternative<auth::Limited>(limited));
    BOOST_TEST(std::get<auth::Limited>(limited).retry_after.count() > 0);
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::limited));
}

BOOST_AUTO_TEST_CASE(a_success_is_no_try_and_forgives_none) {
    for (int i = 0; i < 9; ++i) change("wrong password!!", better_password, better_password);
    own = std::get<PasswordChanged>(change()).fresh;
    BOOST_TEST(is(change("wrong password!!", good_password, good_password), PasswordChangeFlaw::current_wrong));
    BOOST_TEST(std::holds_alternative<auth::Limited>(change("wrong password!!", good_password, good_password)));
}

BOOST_AUTO_TEST_CASE(what_cannot_succeed_costs_no_try) {
    for (int i = 0; i < 20; ++i) change(good_password, "too short", "too short");
    BOOST_TEST(std::holds_alternative<PasswordChanged>(change()));
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_changes_nothing, *holds("SL1")) {
    auth.sessions.end(own.session);
    BOOST_TEST(is(change(), PasswordChangeFlaw::session_ended));
    BOOST_TEST(is_password(good_password));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'password_changed'") == 0);
}

BOOST_AUTO_TEST_CASE(too_many_passwords_at_once_are_no_reason_to_say_wrong) {
    const FileLock first((folder->path() / "hashing-1.lock").string());
    const FileLock second((folder->path() / "hashing-2.lock").string());
    BOOST_CHECK_THROW(change(), Unavailable);
}

BOOST_AUTO_TEST_CASE(both_ends_are_in_the_audit_log, *holds("LG1")) {
    change("wrong password!!", better_password, better_password);
    const auto changed = std::get<PasswordChanged>(change());
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'password_change_failed' AND user_id = 1 AND "
                     "actor = 'user 1'") == 1);
    const std::string row =
        "SELECT count(*) FROM audit_log WHERE event = 'password_changed' AND user_id = 1 AND "
        "actor = 'user 1' AND session_tag = '" +
        changed.fresh.session.tag() + "'";
    BOOST_TEST(count(row.c_str()) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
