#include "auth/invitations.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using auth::InvitationFlaw;
using auth::UserFlaw;
using test::holds;

namespace {

struct Office : test::House {
    auth::OneTimeCode invite(auth::NewInvitation invitation = {}) {
        return std::get<auth::OneTimeCode>(auth::make_invitation(auth, invitation, {}));
    }

    template <typename Flaw>
    static bool is(const auth::InvitationResult& result, Flaw flaw) {
        return std::holds_alternative<Flaw>(result) && std::get<Flaw>(result) == flaw;
    }

    std::int64_t events(const std::string& event) const {
        return count(("SELECT count(*) FROM audit_log WHERE event = '" + event + "'").c_str());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(invitations, Office)

BOOST_AUTO_TEST_CASE(a_code_has_140_bits_and_only_its_hash_is_stored, *holds("PW11")) {
    const auto made = invite();
    BOOST_TEST(made.code.size() == 34U);
    BOOST_TEST(count("SELECT count(*) FROM tokens WHERE length(token_hash) = 32") == 1);
    BOOST_TEST(
        count(("SELECT count(*) FROM tokens WHERE note || hex(token_hash) LIKE '%" + made.code + "%'").c_str()) == 0);
    BOOST_TEST(events("invitation_made") == 1);
}

BOOST_AUTO_TEST_CASE(an_invitation_lives_for_its_days, *holds("PW11")) {
    const auto made = invite({.days = 3});
    clock.move(std::chrono::days{3} - 1s);
    BOOST_TEST(auth.tokens.find(made.code).has_value());
    clock.move(1s);
    BOOST_TEST(!auth.tokens.find(made.code).has_value());
    BOOST_TEST(auth.tokens.invitations(9).empty());
}

BOOST_AUTO_TEST_CASE(what_is_over_is_swept_when_the_next_is_made) {
    invite({.days = 1});
    clock.move(std::chrono::days{1});
    invite();
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 1);
}

BOOST_AUTO_TEST_CASE(a_wrong_group_or_number_makes_none) {
    BOOST_TEST(is(auth::make_invitation(auth, {.group = "nobody"}, {}), InvitationFlaw::no_such_group));
    for (const int days : {0, 91}) {
        BOOST_TEST(is(auth::make_invitation(auth, {.days = days}, {}), InvitationFlaw::days_wrong));
    }
    for (const int uses : {0, 1001}) {
        BOOST_TEST(is(auth::make_invitation(auth, {.uses = uses}, {}), InvitationFlaw::uses_wrong));
    }
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 0);
}

BOOST_AUTO_TEST_CASE(the_list_tells_all_but_the_code) {
    auth.groups.add("rowers", {});
    invite({.group = "rowers", .note = " the \xE2\x80\x8B new  ones ", .uses = 3});
    clock.move(1s);
    const auto list = auth.tokens.invitations(9);
    BOOST_REQUIRE(list.size() == 1U);
    BOOST_TEST(list[0].group == "rowers");
    BOOST_TEST(list[0].note == "the new ones");
    BOOST_TEST(list[0].uses_left == 3);
    BOOST_TEST(list[0].tag().size() == 8U);
}

BOOST_AUTO_TEST_CASE(the_list_goes_on_behind_any_of_them_also_among_those_of_one_second) {
    for (int i = 0; i < 7; ++i) {
        invite({.note = std::to_string(i)});
        if (i > 3) clock.move(1s);
    }
    const auto all = auth.tokens.invitations(auth::Tokens::no_limit);
    BOOST_REQUIRE(all.size() == 7U);
    BOOST_TEST(all.front().note == "6");
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        const auto next = auth.tokens.invitations(1, all[i].tag());
        BOOST_REQUIRE(next.size() == 1U);
        BOOST_TEST(next[0].hash == all[i + 1].hash);
    }
    BOOST_TEST(auth.tokens.invitations(9, all.back().tag()).empty());
    BOOST_TEST(auth.tokens.invitations(9, "no such tag").empty());
}

BOOST_AUTO_TEST_CASE(an_invitation_that_is_withdrawn_opens_nothing) {
    const auto made = invite();
    const std::string tag = auth.tokens.find(made.code)->tag();
    BOOST_TEST(!auth::withdraw_invitation(auth, "00000000", {}));
    BOOST_TEST(auth::withdraw_invitation(auth, tag, {}));
    BOOST_TEST(!auth::withdraw_invitation(auth, tag, {}));
    BOOST_TEST(!auth.tokens.find(made.code).has_value());
    BOOST_TEST(events("invitation_withdrawn") == 1);
}

BOOST_AUTO_TEST_CASE(a_user_who_is_invited_has_no_password_that_anybody_knows, *holds("PW12")) {
    auth.groups.add("rowers", {});
    const auto made = std::get<auth::OneTimeCode>(auth::invite_user(auth, {"Alice", "Alice A.", "rowers"}, {}));
    const auto user = *auth.users.find_by_id(made.user.id);
    BOOST_TEST(!user.has_password);
    BOOST_TEST(user.display_name == "Alice A.");
    BOOST_TEST(user.groups == std::vector<std::string>{"rowers"});
    BOOST_TEST((sign_in("Alice", "").outcome == auth::SignIn::wrong));
    BOOST_TEST((sign_in("Alice", "anything at all, really").outcome == auth::SignIn::wrong));
}

BOOST_AUTO_TEST_CASE(a_name_that_looks_alike_is_not_invited_twice, *holds("SI11")) {
    add("Admin");
    BOOST_TEST(is(auth::invite_user(auth, {"ADMIN "}, {}), UserFlaw::name_taken));
    BOOST_TEST(is(auth::invite_user(auth, {"\xE2\x80\x8B"}, {}), UserFlaw::name_invalid));
    BOOST_TEST(is(auth::invite_user(auth, {.name = "bob", .group = "nobody"}, {}), InvitationFlaw::no_such_group));
    BOOST_TEST(!auth.users.find_by_name("bob"));
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 0);
}

BOOST_AUTO_TEST_CASE(a_reset_lives_an_hour_and_a_newer_one_ends_it, *holds("PW11")) {
    add("alice");
    const auto older = std::get<auth::OneTimeCode>(auth::make_reset(auth, "ALICE", {}));
    const auto newer = std::get<auth::OneTimeCode>(auth::make_reset(auth, "alice", {}));
    BOOST_TEST(!auth.tokens.find(older.code));
    BOOST_TEST(auth.tokens.find(newer.code).has_value());
    clock.move(1h);
    BOOST_TEST(!auth.tokens.find(newer.code));
}

BOOST_AUTO_TEST_CASE(a_reset_ends_with_any_other_change_of_the_password, *holds("PW11")) {
    add("alice");
    const auto made = std::get<auth::OneTimeCode>(auth::make_reset(auth, "alice", {}));
    auth.users.set_password("alice", "quite another password", {});
    BOOST_TEST(!auth.tokens.find(made.code));
}

BOOST_AUTO_TEST_CASE(a_disabled_user_gets_no_reset_and_loses_the_one_he_had, *holds("SL3 PW11")) {
    add("alice");
    add("bob");
    auth.users.disable("bob", {});
    BOOST_TEST(is(auth::make_reset(auth, "bob", {}), UserFlaw::user_disabled));
    BOOST_TEST(is(auth::make_reset(auth, "nobody", {}), UserFlaw::no_such_user));
    const auto made = std::get<auth::OneTimeCode>(auth::make_reset(auth, "alice", {}));
    auth.users.disable("alice", {});
    auth.users.enable("alice", {});
    BOOST_TEST(!auth.tokens.find(made.code));
}

BOOST_AUTO_TEST_CASE(a_deleted_user_takes_his_code_along, *holds("DB16")) {
    add("alice");
    auth::make_reset(auth, "alice", {});
    auth.users.remove("alice", {});
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 0);
}

BOOST_AUTO_TEST_CASE(the_code_of_a_user_can_be_taken_back) {
    const auto alice = add("alice").user;
    auth::make_reset(auth, "alice", {});
    BOOST_TEST(auth.tokens.of(alice.id).has_value());
    BOOST_TEST(auth::withdraw_code_of(auth, alice.id, {}));
    BOOST_TEST(!auth::withdraw_code_of(auth, alice.id, {}));
    BOOST_TEST(!auth.tokens.of(alice.id).has_value());
    BOOST_TEST(events("reset_withdrawn") == 1);
}

BOOST_AUTO_TEST_CASE(an_admin_who_has_no_password_yet_does_not_count_as_one_who_may_sign_in) {
    auth.users.add("alice", test::good_password, true, {});
    auth::invite_user(auth, {.name = "bob", .group = "admin"}, {});
    for (const auto& result : {auth.users.disable("alice", {}), auth.users.remove("alice", {})}) {
        BOOST_TEST((std::get<UserFlaw>(result) == UserFlaw::last_admin));
    }
    BOOST_TEST((auth.groups.leave("admin", "alice", {}) == auth::GroupAct::last_admin));
    BOOST_TEST(std::holds_alternative<auth::User>(auth.users.disable("bob", {})));
}

BOOST_AUTO_TEST_CASE(a_link_begins_with_the_address_of_the_site_or_is_none, *holds("PW11")) {
    BOOST_TEST(auth::link_to_join("https://club.example/door", "ABCD") == "https://club.example/door/join?code=ABCD");
    BOOST_TEST(auth::link_to_join("", "ABCD") == "");
}

BOOST_AUTO_TEST_CASE(what_an_admin_made_ends_with_his_rights, *holds("SL3 PW11")) {
    add("alice");
    add("bob");
    for (const char* name : {"alice", "bob"}) auth.groups.join("admin", name, {});
    const auth::Actor bob{.who = "user 2", .address = "", .session_tag = "", .request_id = ""};
    const auto of_bob = [&] {
        return std::get<auth::OneTimeCode>(auth::make_invitation(auth, {.group = "admin"}, bob));
    };
    const auto of_the_owner = invite();
    const auto first = of_bob();
    BOOST_TEST(auth.tokens.find(first.code).has_value());
    auth.groups.leave("admin", "bob", {});
    BOOST_TEST(!auth.tokens.find(first.code).has_value());
    const auto second = of_bob();
    auth.users.disable("bob", {});
    BOOST_TEST(!auth.tokens.find(second.code).has_value());
    const auto third = of_bob();
    auth.users.remove("bob", {});
    BOOST_TEST(!auth.tokens.find(third.code).has_value());
    BOOST_TEST(auth.tokens.find(of_the_owner.code).has_value());
}

BOOST_AUTO_TEST_CASE(the_log_says_which_link_it_was, *holds("LG1")) {
    auth.groups.add("rowers", {});
    const auto made = invite({.group = "rowers"});
    const std::string tag = auth.tokens.find(made.code)->tag();
    auth::withdraw_invitation(auth, tag, {});
    for (const char* event : {"invitation_made", "invitation_withdrawn"}) {
        BOOST_TEST(count(("SELECT count(*) FROM audit_log WHERE event = '" + std::string(event) + "' AND subject = '" +
                          tag + " rowers'")
                             .c_str()) == 1);
    }
}

BOOST_AUTO_TEST_CASE(one_made_while_the_clock_was_wrong_opens_nothing_when_it_is_right, *holds("TM1")) {
    clock.move(400 * 24h);
    const auto made = invite();
    clock.move(-400 * 24h);
    BOOST_TEST(!auth.tokens.find(made.code).has_value());
    BOOST_TEST(auth.tokens.invitations(9).empty());
}

BOOST_AUTO_TEST_SUITE_END()
