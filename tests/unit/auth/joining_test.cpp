#include "auth/joining.h"

#include "auth/invitations.h"
#include "auth/password_change.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using auth::JoinFlaw;
using auth::UserFlaw;
using test::good_password;
using test::holds;

namespace {

constexpr const char* other_password = "quite another password";

struct Guest : test::House {
    std::string invitation(const auth::NewInvitation& invitation = {}) {
        return std::get<auth::OneTimeCode>(auth::make_invitation(auth, invitation, {})).code;
    }
    std::string reset_of(const std::string& name) {
        return std::get<auth::OneTimeCode>(auth::make_reset(auth, name, {})).code;
    }

    auth::JoinResult join(const std::string& code, const std::string& name = "alice",
                          const std::string& password = other_password) {
        return join_as(
            {.code = code, .display_name = "", .password_again = password, .signer = signer(name, password)});
    }
    auth::JoinResult join_as(const auth::JoinAttempt& attempt) {
        return auth::join(auth, attempt,
                          {.who = "visitor", .address = "192.0.2.1", .session_tag = "", .request_id = ""});
    }
    static auth::SignInAttempt signer(const std::string& name, const std::string& password) {
        return {.name = name,
                .password = password,
                .permanent = false,
                .browser = {"192.0.2.1", "", false},
                .previous = {}};
    }

    static bool is_done(const auth::JoinResult& result) { return std::holds_alternative<auth::NewSession>(result); }
    template <typename Flaw>
    static bool is(const auth::JoinResult& result, Flaw flaw) {
        return std::holds_alternative<Flaw>(result) && std::get<Flaw>(result) == flaw;
    }
    static bool is_limited(const auth::JoinResult& result) { return std::holds_alternative<auth::Limited>(result); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(joining, Guest)

BOOST_AUTO_TEST_CASE(an_invitation_makes_a_user_in_its_group_and_signs_him_in, *holds("PW11 PW12")) {
    auth.groups.add("rowers", {});
    const auto result = join_as({.code = invitation({.group = "rowers"}),
                                 .display_name = " Alice  A. ",
                                 .password_again = other_password,
                                 .signer = signer("Alice", other_password)});
    const auto& fresh = std::get<auth::NewSession>(result);
    BOOST_TEST(find(fresh.id)->user->name == "Alice");
    const auto user = *auth.users.find_by_id(fresh.session.user->id);
    BOOST_TEST(user.display_name == "Alice A.");
    BOOST_TEST(user.groups == std::vector<std::string>{"rowers"});
    BOOST_TEST((sign_in("alice", other_password).outcome == auth::SignIn::done));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'invitation_used' AND user_id = 1") == 1);
}

BOOST_AUTO_TEST_CASE(an_invitation_is_gone_with_its_last_use, *holds("PW11")) {
    const std::string code = invitation({.uses = 2});
    BOOST_TEST(is_done(join(code, "alice")));
    BOOST_TEST(is_done(join(code, "bob")));
    BOOST_TEST(is(join(code, "carol"), JoinFlaw::code_wrong));
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 0);
}

BOOST_AUTO_TEST_CASE(looking_at_a_code_uses_nothing_up, *holds("PW11")) {
    const std::string code = invitation();
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(std::holds_alternative<auth::Token>(auth::look_at_code(auth, code, {})));
    }
    BOOST_TEST(is_done(join(code)));
}

BOOST_AUTO_TEST_CASE(what_is_refused_uses_nothing_up) {
    add("bob");
    const std::string code = invitation();
    BOOST_TEST(is(join(code, "BOB"), UserFlaw::name_taken));
    BOOST_TEST(is(join(code, "alice", "too short"), UserFlaw::password_short));
    BOOST_TEST(is(join(code, ""), UserFlaw::name_invalid));
    BOOST_TEST(is(join_as({.code = code,
                           .display_name = "",
                           .password_again = "something else again",
                           .signer = signer("alice", other_password)}),
                  JoinFlaw::passwords_differ));
    BOOST_TEST(is_done(join(code, "alice")));
}

BOOST_AUTO_TEST_CASE(names_that_look_alike_cannot_join_twice, *holds("SI11")) {
    const std::string code = invitation({.uses = 9});
    BOOST_TEST(is_done(join(code, "Admin")));
    for (const char* twin : {"admin ", "ADMIN", "Ａｄｍｉｎ"}) {
        BOOST_TEST(is(join(code, twin), UserFlaw::name_taken), twin);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_gives_its_user_a_new_password_and_ends_his_other_sessions, *holds("PW11 PW12 SL4")) {
    add("alice");
    const auto elsewhere = sign_in("alice").fresh;
    const std::string code = reset_of("alice");
    BOOST_TEST(find(elsewhere->id).has_value());
    const auto result = join(code, "whoever");
    BOOST_TEST(find(std::get<auth::NewSession>(result).id)->user->name == "alice");
    BOOST_TEST(!find(elsewhere->id).has_value());
    BOOST_TEST((sign_in("alice", good_password).outcome == auth::SignIn::wrong));
    BOOST_TEST((sign_in("alice", other_password).outcome == auth::SignIn::done));
    BOOST_TEST(is(join(code), JoinFlaw::code_wrong));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event IN ('reset_used', 'password_changed')") == 2);
}

BOOST_AUTO_TEST_CASE(a_user_who_was_invited_by_name_chooses_his_first_password) {
    const auto made = std::get<auth::OneTimeCode>(auth::invite_user(auth, {"Alice", "Alice A."}, {}));
    BOOST_TEST(is_done(join(made.code, "whoever")));
    BOOST_TEST(auth.users.find_by_id(made.user.id)->display_name == "Alice A.");
    BOOST_TEST((sign_in("alice", other_password).outcome == auth::SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_password_that_is_changed_meanwhile_ends_the_reset, *holds("PW11")) {
    add("alice");
    const std::string code = reset_of("alice");
    const auto own = sign_in("alice").fresh;
    auth::change_password(auth, {good_password, other_password, other_password}, own->session, {});
    BOOST_TEST(is(join(code, "alice", "a third one, long enough"), JoinFlaw::code_wrong));
}

BOOST_AUTO_TEST_CASE(a_disabled_user_is_let_in_by_an_admin_only, *holds("SL3")) {
    add("alice");
    const std::string code = reset_of("alice");
    execute("UPDATE users SET disabled_at = 1");
    BOOST_TEST(is(join(code), JoinFlaw::code_wrong));
    BOOST_TEST(count("SELECT disabled_at FROM users") == 1);
}

BOOST_AUTO_TEST_CASE(a_code_may_be_typed_in_any_way_and_opens_only_what_it_is_for) {
    std::string code = invitation();
    for (char& c : code) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    BOOST_TEST(auth.tokens.find(" " + code + " ").has_value());
    const std::string set_up = auth.tokens.make(auth::TokenKind::set_up, 1h);
    BOOST_TEST(is(join(set_up), JoinFlaw::code_wrong));
    BOOST_TEST(is(join(""), JoinFlaw::code_wrong));
}

BOOST_AUTO_TEST_CASE(codes_that_are_wrong_used_up_or_expired_are_told_apart_nowhere, *holds("PW11")) {
    const std::string used = invitation();
    join(used);
    const std::string expired = invitation({.days = 1});
    clock.move(24h);
    for (const std::string& code : {used, expired, std::string("WRONG")}) {
        BOOST_TEST(is(join(code, "bob"), JoinFlaw::code_wrong), code);
    }
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'code_refused' AND user_id IS NULL") == 3);
}

BOOST_AUTO_TEST_CASE(wrong_codes_are_limited_by_network_and_right_ones_never_refused_for_them, *holds("SI3 SI4")) {
    const std::string code = invitation();
    for (int i = 0; i < 50; ++i) join("WRONG");
    BOOST_TEST(is_limited(join("WRONG")));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'code_limited'") == 1);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'code_refused'") == 50);
    add("bob");
    BOOST_TEST((sign_in("bob").outcome == auth::SignIn::done));
    BOOST_TEST(is_done(join(code)));
}

BOOST_AUTO_TEST_CASE(whoever_has_a_code_cannot_ask_for_names_for_ever, *holds("SI3")) {
    add("bob");
    const std::string code = invitation();
    for (int i = 0; i < 50; ++i) BOOST_TEST(is(join(code, "bob"), UserFlaw::name_taken));
    BOOST_TEST(is_limited(join(code, "bob")));
    BOOST_TEST(is_done(join(invitation(), "alice")));
    clock.move(15min);
    BOOST_TEST(is_done(join(code, "carol")));
}

BOOST_AUTO_TEST_CASE(a_club_that_shares_an_invitation_is_not_limited) {
    const std::string code = invitation({.uses = 60});
    for (int i = 0; i < 60; ++i) BOOST_TEST(is_done(join(code, "member" + std::to_string(i))));
}

BOOST_AUTO_TEST_CASE(of_two_who_use_a_code_at_once_one_is_told_no, *holds("PW11")) {
    const std::string code = invitation();
    const auto first = *auth.tokens.find(code);
    const auto second = *auth.tokens.find(code);
    BOOST_TEST(auth.tokens.use(first));
    BOOST_TEST(!auth.tokens.use(second));
}

BOOST_AUTO_TEST_SUITE_END()
