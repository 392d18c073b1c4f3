#include "auth/session_acts.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using auth::SessionAct;
using test::holds;
using test::House;

namespace {

const auth::Actor alice_herself{.who = "user 1", .address = "192.0.2.7", .session_tag = "01234567", .request_id = "r2"};

// Alice with two sessions, and Bob with one.
struct ThreeSessions : House {
    ThreeSessions() {
        add("alice");
        add("bob");
        own = *sign_in("alice").fresh;
        other = *sign_in("alice").fresh;
        of_bob = *sign_in("bob").fresh;
    }

    bool is_live(const auth::NewSession& session) { return find(session.id).has_value(); }

    static constexpr std::int64_t alice = 1;
    auth::NewSession own;
    auth::NewSession other;
    auth::NewSession of_bob;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_acts, ThreeSessions)

BOOST_AUTO_TEST_CASE(a_revoked_session_is_dead_and_the_others_go_on, *holds("SL6")) {
    BOOST_TEST((auth::revoke_session(auth, alice, other.session.tag(), alice_herself) == SessionAct::done));
    BOOST_TEST(!is_live(other));
    BOOST_TEST(is_live(own));
    BOOST_TEST(is_live(of_bob));
}

BOOST_AUTO_TEST_CASE(another_process_over_the_same_database_sees_a_revoked_session_gone, *holds("SL3 SL6")) {
    House process({}, folder);
    BOOST_TEST(process.find(other.id).has_value());
    auth::revoke_session(auth, alice, other.session.tag(), alice_herself);
    BOOST_TEST(!process.find(other.id).has_value());
    BOOST_TEST((process.auth.variables.write(other.session, auth::Space::program, "late", 1) == auth::Written::ended));
    BOOST_TEST(process.find(own.id).has_value());
    auth::revoke_sessions(auth, alice, nullptr, alice_herself);
    BOOST_TEST(!process.find(own.id).has_value());
}

BOOST_AUTO_TEST_CASE(another_users_tag_is_as_unknown_as_one_that_nobody_has, *holds("SL5")) {
    for (const std::string& tag : {of_bob.session.tag(), std::string("00000000"), std::string(), std::string("%"),
                                   other.session.tag().substr(0, 7), other.session.tag() + "0"}) {
        BOOST_TEST((auth::revoke_session(auth, alice, tag, alice_herself) == SessionAct::no_such_session), tag);
        BOOST_TEST((auth::rename_session(auth, alice, tag, "x", alice_herself) == SessionAct::no_such_session), tag);
        BOOST_TEST(
            (auth::disown_session(auth, own.session, tag, alice_herself).outcome == SessionAct::no_such_session));
    }
    for (const auto* session : {&own, &other, &of_bob}) BOOST_TEST(is_live(*session));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event NOT IN ('user_added', 'sign_in', 'new_device')") == 0);
}

BOOST_AUTO_TEST_CASE(a_session_that_has_run_out_can_no_longer_be_revoked) {
    clock.move(13h);
    BOOST_TEST((auth::revoke_session(auth, alice, other.session.tag(), {}) == SessionAct::no_such_session));
}

BOOST_AUTO_TEST_CASE(all_others_are_revoked_and_counted, *holds("SL6")) {
    sign_in("alice");
    BOOST_TEST(auth::revoke_sessions(auth, alice, &own.session, alice_herself) == 2);
    BOOST_TEST(is_live(own));
    BOOST_TEST(!is_live(other));
    BOOST_TEST(is_live(of_bob));
    BOOST_TEST(auth::revoke_sessions(auth, alice, &own.session, alice_herself) == 0);
    BOOST_TEST(auth::revoke_sessions(auth, alice, nullptr, alice_herself) == 1);
    BOOST_TEST(!is_live(own));
}

BOOST_AUTO_TEST_CASE(what_had_run_out_before_is_not_counted) {
    clock.move(13h);
    const auto fresh = sign_in("alice").fresh;
    BOOST_TEST(auth::revoke_sessions(auth, alice, &fresh->session, alice_herself) == 0);
}

BOOST_AUTO_TEST_CASE(this_was_not_me_ends_that_session_and_all_others_but_ones_own) {
    sign_in("alice");
    const auto disowned = auth::disown_session(auth, own.session, other.session.tag(), alice_herself);
    BOOST_TEST((disowned.outcome == SessionAct::done));
    BOOST_TEST(disowned.ended == 2);
    BOOST_TEST(is_live(own));
    BOOST_TEST(!is_live(other));
    BOOST_TEST(is_live(of_bob));
}

BOOST_AUTO_TEST_CASE(the_session_one_is_signed_in_by_cannot_be_disowned) {
    const auto disowned = auth::disown_session(auth, own.session, own.session.tag(), alice_herself);
    BOOST_TEST((disowned.outcome == SessionAct::no_such_session));
    for (const auto* session : {&own, &other}) BOOST_TEST(is_live(*session));
}

BOOST_AUTO_TEST_CASE(a_session_is_called_what_can_be_seen_of_its_name) {
    const auto name_of_other = [&](const std::string& name) {
        BOOST_TEST((auth::rename_session(auth, alice, other.session.tag(), name, alice_herself) == SessionAct::done));
        for (const auto& listed : auth.sessions.list(alice)) {
            if (listed.session.tag() == other.session.tag()) return listed.name;
        }
        return std::string("gone");
    };
    BOOST_TEST(name_of_other(" the <b>old</b>\u200b  laptop ") == "the <b>old</b> laptop");
    BOOST_TEST(name_of_other(std::string(60, 'x')) == std::string(40, 'x'));
    BOOST_TEST(name_of_other("\u200b").empty());
    BOOST_TEST(name_of_other("").empty());
}

BOOST_AUTO_TEST_CASE(each_act_is_in_the_audit_log_with_the_tag_of_the_session, *holds("LG1")) {
    const auto rows = [&](const std::string& event, const std::string& tag) {
        return count(("SELECT count(*) FROM audit_log WHERE event = '" + event + "' AND session_tag = '" + tag +
                      "' AND actor = 'user 1' AND user_id = 1 AND address = '192.0.2.7' AND request_id = 'r2'")
                         .c_str());
    };
    const auto third = *sign_in("alice").fresh;
    auth::rename_session(auth, alice, other.session.tag(), "x", alice_herself);
    auth::revoke_session(auth, alice, other.session.tag(), alice_herself);
    auth::disown_session(auth, own.session, third.session.tag(), alice_herself);
    auth::revoke_sessions(auth, alice, &own.session, alice_herself);
    BOOST_TEST(rows("session_renamed", other.session.tag()) == 1);
    BOOST_TEST(rows("session_revoked", other.session.tag()) == 1);
    BOOST_TEST(rows("session_disowned", third.session.tag()) == 1);
    BOOST_TEST(rows("other_sessions_revoked", alice_herself.session_tag) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(one_session_more_than_the_cap_ends_the_oldest, *holds("SL11")) {
    House house({.passwords = {}, .sessions = {.most_per_user = 2}, .limits = {}});
    house.add("alice");
    house.add("bob");
    const auto bob = house.sign_in("bob").fresh;
    std::vector<std::string> ids;
    for (int i = 0; i < 3; ++i) {
        house.clock.move(1min);
        ids.push_back(house.sign_in("alice").fresh->id);
    }
    BOOST_TEST(!house.find(ids[0]).has_value());
    BOOST_TEST(house.find(ids[1]).has_value());
    BOOST_TEST(house.find(ids[2]).has_value());
    BOOST_TEST(house.find(bob->id).has_value());
    BOOST_TEST(house.count("SELECT count(*) FROM audit_log WHERE event = 'session_superseded'") == 1);
}

BOOST_AUTO_TEST_CASE(the_cap_counts_neither_the_dead_nor_the_session_that_signing_in_anew_ends, *holds("SL11")) {
    House house({.passwords = {}, .sessions = {.most_per_user = 2}, .limits = {}});
    house.add("alice");
    const auto phone = house.sign_in("alice", cloakroom::test::good_password, true).fresh;
    house.sign_in("alice");
    house.clock.move(13h);  // the second is idle too long
    const auto desk = house.sign_in("alice").fresh;
    BOOST_TEST(house.find(phone->id).has_value());
    house.sign_in("alice", cloakroom::test::good_password, false, "192.0.2.1", desk->session);
    BOOST_TEST(house.find(phone->id).has_value());
    BOOST_TEST(!house.find(desk->id).has_value());
}
