#include "auth/sign_in.h"

#include "base/errors.h"
#include "base/file_lock.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::SignIn;
using test::holds;
using test::House;

BOOST_FIXTURE_TEST_SUITE(sign_in_, House)

BOOST_AUTO_TEST_CASE(the_right_password_begins_a_session) {
    add("Alice");
    const auto result = sign_in("ALICE");
    BOOST_TEST((result.outcome == SignIn::done));
    BOOST_TEST(find(result.fresh->id)->user->name == "Alice");
}

BOOST_AUTO_TEST_CASE(unknown_wrong_and_disabled_have_one_outcome_and_leave_no_session, *holds("SI1")) {
    add("alice");
    add("bob");
    execute("UPDATE users SET disabled_at = 1 WHERE name = 'bob'");
    for (const auto& [name, password] : {std::pair{"nobody", test::good_password},
                                         {"alice", "wrong password!!"},
                                         {"bob", test::good_password},
                                         {"\xff", test::good_password},
                                         {"", "x"}}) {
        const auto result = sign_in(name, password);
        BOOST_TEST((result.outcome == SignIn::wrong), name);
        BOOST_TEST(!result.fresh.has_value());
    }
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_costs_a_turn_at_hashing_like_any_other, *holds("SI2")) {
    const FileLock first((folder->path() / "hashing-1.lock").string());
    const FileLock second((folder->path() / "hashing-2.lock").string());
    BOOST_CHECK_THROW(sign_in("nobody"), Unavailable);
}

BOOST_AUTO_TEST_CASE(a_limited_try_is_refused_before_hashing_even_with_the_right_password, *holds("SI8")) {
    add("alice");
    for (int i = 0; i < 10; ++i) sign_in("alice", "wrong password!!");
    const FileLock first((folder->path() / "hashing-1.lock").string());
    const FileLock second((folder->path() / "hashing-2.lock").string());
    const auto result = sign_in("alice");
    BOOST_TEST((result.outcome == SignIn::limited));
    BOOST_TEST(result.retry_after.count() > 0);
}

BOOST_AUTO_TEST_CASE(a_new_id_comes_with_sign_in_and_the_old_one_is_dead, *holds("ID4")) {
    add("alice");
    const auto before = auth.sessions.begin_anonymous({});
    const auto after = sign_in("alice", test::good_password, false, "192.0.2.1", before.session).fresh;
    BOOST_TEST(after->id != before.id);
    BOOST_TEST(!find(before.id).has_value());
    BOOST_TEST(find(after->id).has_value());
}

BOOST_AUTO_TEST_CASE(what_an_anonymous_visitor_stored_comes_along) {
    add("alice");
    const auto before = auth.sessions.begin_anonymous({});
    auth.variables.write(before.session, auth::Space::program, "cart", 3);
    const auto after = sign_in("alice", test::good_password, false, "192.0.2.1", before.session).fresh;
    BOOST_TEST((auth.variables.read(after->session, auth::Space::program, "cart") == auth::Json(3)));
}

BOOST_AUTO_TEST_CASE(what_another_user_stored_does_not_come_along) {
    add("alice");
    add("bob");
    const auto alice = sign_in("alice").fresh;
    auth.variables.write(alice->session, auth::Space::program, "secret", 3);
    const auto bob = sign_in("bob", test::good_password, false, "192.0.2.1", alice->session).fresh;
    BOOST_TEST(!auth.variables.read(bob->session, auth::Space::program, "secret").has_value());
    BOOST_TEST(!find(alice->id).has_value());
}

BOOST_AUTO_TEST_CASE(signing_in_elsewhere_ends_nothing_here) {
    add("alice");
    const auto here = sign_in("alice").fresh;
    sign_in("alice", test::good_password, false, "198.51.100.7");
    BOOST_TEST(find(here->id).has_value());
}

BOOST_AUTO_TEST_CASE(a_weaker_hash_is_replaced_at_the_next_sign_in, *holds("PW3")) {
    add("alice");
    // The same password, made with 4 MiB and three passes.
    execute(
        "UPDATE users SET password_hash = "
        "'$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$PqbWeYBDSk7ZaWx0GOjGkAc90NY9c7PWPZPKTO+e92U'");
    BOOST_TEST((sign_in("alice").outcome == SignIn::done));
    const auto stored = auth.users.find("alice");
    BOOST_TEST(!auth::Passwords::is_outdated(stored->password_hash));
    BOOST_TEST((sign_in("alice").outcome == SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_password_changed_meanwhile_wins_over_a_sign_in_under_way) {
    const auto before = add("alice");
    auth.users.set_password("alice", "quite another password", {});
    db::Transaction transaction(database, db::Durability::full);
    BOOST_TEST(!auth.sessions.begin(before, false, {}).has_value());
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_session_and_says_so_in_the_audit_log, *holds("SL1 LG1")) {
    add("alice");
    const auto fresh = sign_in("alice").fresh;
    auth::sign_out(auth, fresh->session, {.who = "user 1", .address = "", .session_tag = "", .request_id = ""});
    BOOST_TEST(!find(fresh->id).has_value());
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'sign_out' AND user_id = 1") == 1);
}

BOOST_AUTO_TEST_CASE(signing_out_tells_how_many_other_sessions_go_on) {
    add("alice");
    add("bob");
    const auto first = sign_in("alice").fresh;
    const auto second = sign_in("alice").fresh;
    sign_in("bob");
    BOOST_TEST(auth::sign_out(auth, first->session, {}) == 1);
    BOOST_TEST(auth::sign_out(auth, second->session, {}) == 0);
    BOOST_TEST(auth::sign_out(auth, auth.sessions.begin_anonymous({}).session, {}) == 0);
}

BOOST_AUTO_TEST_CASE(each_end_of_a_sign_in_is_in_the_audit_log_with_its_circumstances, *holds("LG1")) {
    add("alice");
    sign_in("alice");
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'sign_in' AND user_id = 1 AND address = '192.0.2.1' "
                     "AND at = 1800000000 AND length(session_tag) = 8 AND request_id = 'r1'") == 1);
    for (int i = 0; i < 11; ++i) sign_in("alice", "wrong password!!");
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'sign_in_failed' AND user_id = 1") == 10);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'sign_in_limited'") == 1);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_not_written_down, *holds("LG5")) {
    sign_in("hunter2 is my password");
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'sign_in_failed' AND user_id IS NULL") == 1);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE audit_log.actor || event || session_tag LIKE '%hunter2%'") ==
               0);
}

BOOST_AUTO_TEST_SUITE_END()
