#include "auth/reauthentication.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom::auth;
using namespace std::chrono_literals;
using cloakroom::test::good_password;
using cloakroom::test::holds;

namespace {

struct SignedIn : cloakroom::test::House {
    SignedIn() {
        add("alice");
        own = *sign_in("alice").fresh;
        clock.move(16min);
    }

    Reauthentication prove(const char* password) {
        return reauthenticate(auth, own.session, password, cloakroom::auth::Actor::command_line());
    }

    NewSession own;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reauthentication, SignedIn)

BOOST_AUTO_TEST_CASE(the_right_password_makes_the_proof_recent_under_a_new_id, *holds("SL13 ID4")) {
    BOOST_TEST(!is_recent_proof(find(own.id).value(), clock.now()));
    const auto result = prove(good_password);
    const auto& fresh = std::get<NewSession>(result);
    BOOST_TEST(!find(own.id));
    BOOST_TEST(is_recent_proof(find(fresh.id).value(), clock.now()));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'reauthenticated'") == 1);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_changes_nothing_and_is_counted, *holds("SL13 SI3")) {
    for (int i = 0; i < 10; ++i)
        BOOST_TEST((std::get<ReauthenticationFlaw>(prove("wrong")) == ReauthenticationFlaw::wrong));
    BOOST_TEST(std::holds_alternative<cloakroom::auth::Limited>(prove(good_password)));
    BOOST_TEST(!is_recent_proof(find(own.id).value(), clock.now()));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'reauthentication_failed'") == 10);
}

BOOST_AUTO_TEST_CASE(a_session_that_ended_meanwhile_is_not_revived, *holds("SL1")) {
    auth.sessions.end(own.session);
    BOOST_TEST((std::get<ReauthenticationFlaw>(prove(good_password)) == ReauthenticationFlaw::session_ended));
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(signing_in_and_a_new_id_keep_the_proof_of_their_time) {
    const auto fresh = sign_in("alice").fresh;
    BOOST_TEST(is_recent_proof(find(fresh->id).value(), clock.now()));
    clock.move(5min);
    const auto renewed = auth.sessions.renew(fresh->session);
    BOOST_TEST((find(renewed->id)->proved_at == fresh->session.started_at));
}

BOOST_AUTO_TEST_SUITE_END()
