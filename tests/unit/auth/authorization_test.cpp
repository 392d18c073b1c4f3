#include "auth/authorization.h"

#include "support/holds.h"

using namespace cloakroom::auth;

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

BOOST_AUTO_TEST_CASE(a_requirement_that_is_not_known_is_denied) {
    Session alice;
    alice.user = User{1, "alice"};
    const Grants all{.anonymous_are_welcome = true, .is_listed = true};
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
