#include "auth/authorization.h"

#include "support/holds.h"

using namespace cloakroom::auth;
using namespace std::chrono_literals;
using cloakroom::Instant;
using cloakroom::test::holds;

BOOST_AUTO_TEST_SUITE(authorization)

BOOST_AUTO_TEST_CASE(anyone_may_see_what_asks_for_nothing) {
    BOOST_TEST((decide(Requirement::anyone, std::nullopt) == Decision::allow));
}

BOOST_AUTO_TEST_CASE(a_page_for_users_sends_all_others_to_sign_in) {
    Session anonymous;
    Session alice;
    alice.user = User{1, "alice"};
    BOOST_TEST((decide(Requirement::signed_in, std::nullopt) == Decision::sign_in));
    BOOST_TEST((decide(Requirement::signed_in, anonymous) == Decision::sign_in));
    BOOST_TEST((decide(Requirement::signed_in, alice) == Decision::allow));
}

BOOST_AUTO_TEST_CASE(whoever_nobody_knows_is_welcome_only_where_the_configuration_says_so) {
    Session anonymous;
    Session alice;
    alice.user = User{1, "alice"};
    for (const std::optional<Session>& stranger : {std::optional<Session>(), std::optional(anonymous)}) {
        BOOST_TEST((decide(Requirement::welcome, stranger) == Decision::sign_in));
        BOOST_TEST((decide(Requirement::welcome, stranger, {.anonymous_are_welcome = true}) == Decision::allow));
        BOOST_TEST((decide(Requirement::signed_in, stranger, {.anonymous_are_welcome = true}) == Decision::sign_in));
    }
    BOOST_TEST((decide(Requirement::welcome, alice) == Decision::allow));
}

BOOST_AUTO_TEST_CASE(only_those_who_look_after_the_site_see_their_pages) {
    Session alice;
    alice.user = User{1, "alice"};
    for (const auto requirement : {Requirement::admin, Requirement::proven_admin}) {
        BOOST_TEST((decide(requirement, std::nullopt, {.is_admin = true, .is_proven = true}) == Decision::sign_in));
        BOOST_TEST((decide(requirement, alice, {.is_proven = true}) == Decision::forbid));
        BOOST_TEST((decide(requirement, alice, {.is_admin = true, .is_proven = true}) == Decision::allow));
    }
    BOOST_TEST((decide(Requirement::admin, alice, {.is_admin = true}) == Decision::allow));
}

BOOST_AUTO_TEST_CASE(what_is_of_weight_asks_for_the_password_again, *holds("SL13")) {
    Session alice;
    alice.user = User{1, "alice"};
    BOOST_TEST((decide(Requirement::proven, alice) == Decision::reauthenticate));
    BOOST_TEST((decide(Requirement::proven, alice, {.is_proven = true}) == Decision::allow));
    BOOST_TEST((decide(Requirement::proven, std::nullopt, {.is_proven = true}) == Decision::sign_in));
    BOOST_TEST((decide(Requirement::proven_admin, alice, {.is_admin = true}) == Decision::reauthenticate));
}

BOOST_AUTO_TEST_CASE(a_proof_is_recent_for_a_quarter_of_an_hour, *holds("SL13")) {
    Session alice;
    alice.proved_at = Instant{1'000'000s};
    BOOST_TEST(is_recent_proof(alice, alice.proved_at));
    BOOST_TEST(is_recent_proof(alice, alice.proved_at + 899s));
    BOOST_TEST(!is_recent_proof(alice, alice.proved_at + 900s));
    BOOST_TEST(!is_recent_proof(alice, alice.proved_at - 1s));
}

BOOST_AUTO_TEST_CASE(a_requirement_that_is_not_known_is_denied) {
    Session alice;
    alice.user = User{1, "alice"};
    const Grants all{.anonymous_are_welcome = true, .is_listed = true, .is_admin = true, .is_proven = true};
    BOOST_TEST((decide(static_cast<Requirement>(77), alice, all) == Decision::forbid));
    BOOST_TEST((decide(Requirement::nobody, alice, all) == Decision::forbid));
}

BOOST_AUTO_TEST_CASE(who_is_named_must_be_signed_in_and_who_is_not_cannot_help_it) {
    Session alice;
    alice.user = User{1, "alice"};
    const Grants listed{.is_listed = true};
    BOOST_TEST((decide(Requirement::listed, alice, listed) == Decision::allow));
    BOOST_TEST((decide(Requirement::listed, alice) == Decision::forbid));
    BOOST_TEST((decide(Requirement::listed, std::nullopt, listed) == Decision::sign_in));
    BOOST_TEST((decide(Requirement::listed, Session{}, listed) == Decision::sign_in));
}

BOOST_AUTO_TEST_SUITE_END()
