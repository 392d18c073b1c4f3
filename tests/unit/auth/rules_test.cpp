#include "auth/rules.h"

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::Decision;
using auth::Requirement;
using auth::RuleAct;
using test::holds;

namespace {

struct Fixture : test::House {
    auth::StoredUser alice = add("alice");
    auth::StoredUser bob = add("bob");

    RuleAct protect(const std::string& path, Requirement requirement = Requirement::signed_in,
                    std::vector<std::string> groups = {}, std::vector<std::string> users = {}) {
        return auth.rules.protect({path, requirement, std::move(groups), std::move(users)}, {});
    }
    Decision judge(const std::string& path) { return auth.rules.judge(path, std::nullopt).decision; }
    Decision judge(const std::string& path, const auth::StoredUser& user) {
        auth::Session session;
        session.user = user.user;
        return auth.rules.judge(path, session).decision;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rules, Fixture)

BOOST_AUTO_TEST_CASE(where_no_rule_covers_a_path_nobody_may_see_it, *holds("AZ5")) {
    protect("/club");
    BOOST_TEST((judge("/", alice) == Decision::forbid));
    BOOST_TEST((judge("/clubs", alice) == Decision::forbid));
    BOOST_TEST((judge("/clu", alice) == Decision::forbid));
}

BOOST_AUTO_TEST_CASE(a_rule_covers_its_path_and_all_below_it) {
    protect("/club/");
    for (const char* path : {"/club", "/club/", "/club/minutes.pdf", "/club/a/b/c"}) {
        BOOST_TEST((judge(path, alice) == Decision::allow), path);
        BOOST_TEST((judge(path) == Decision::sign_in), path);
    }
}

BOOST_AUTO_TEST_CASE(a_rule_for_a_file_covers_what_is_asked_of_a_program_there) {
    protect("/tool.php");
    BOOST_TEST((judge("/tool.php/more", alice) == Decision::allow));
}

BOOST_AUTO_TEST_CASE(the_longest_path_decides_alone) {
    protect("/");
    protect("/club", Requirement::listed, {}, {"alice"});
    protect("/club/open", Requirement::anyone);
    BOOST_TEST((judge("/x", bob) == Decision::allow));
    BOOST_TEST((judge("/club/x", bob) == Decision::forbid));
    BOOST_TEST((judge("/club/x", alice) == Decision::allow));
    BOOST_TEST((judge("/club/open/x") == Decision::allow));
    BOOST_TEST((judge("/club/x") == Decision::sign_in));
}

BOOST_AUTO_TEST_CASE(members_of_a_group_are_let_in_from_the_next_moment_on_and_no_longer_than_they_are, *holds("AZ9")) {
    auth.groups.add("choir", {});
    protect("/choir", Requirement::listed, {"choir"}, {"bob"});
    BOOST_TEST((judge("/choir", alice) == Decision::forbid));
    auth.groups.join("choir", "alice", {});
    BOOST_TEST((judge("/choir", alice) == Decision::allow));
    auth.groups.leave("choir", "alice", {});
    BOOST_TEST((judge("/choir", alice) == Decision::forbid));
    BOOST_TEST((judge("/choir", bob) == Decision::allow));
}

BOOST_AUTO_TEST_CASE(what_any_process_changes_counts_at_the_next_request, *holds("AZ9")) {
    const std::string id = sign_in("alice").fresh->id;
    House other({}, folder);
    const auto may_see = [&] {
        std::array<bool, 2> decisions{};
        for (bool& may : decisions) may = auth.rules.judge("/choir/x", find(id)).decision == Decision::allow;
        BOOST_TEST(decisions[0] == decisions[1]);
        return decisions[0];
    };
    for (auth::Services* process : {&auth, &other.auth}) {
        process->groups.add("choir", {});
        process->rules.protect({"/choir", Requirement::listed, {"choir"}, {}}, {});
        BOOST_TEST(!may_see());
        process->groups.join("choir", "alice", {});
        BOOST_TEST(may_see());
        process->groups.leave("choir", "alice", {});
        BOOST_TEST(!may_see());
        process->rules.protect({"/choir", Requirement::listed, {}, {"alice"}}, {});
        BOOST_TEST(may_see());
        process->rules.protect({"/choir/x", Requirement::listed, {}, {"bob"}}, {});
        BOOST_TEST(!may_see());
        process->rules.unprotect("/choir/x", {});
        BOOST_TEST(may_see());
        process->rules.unprotect("/choir", {});
        BOOST_TEST(!may_see());
    }
}

BOOST_AUTO_TEST_CASE(what_is_known_of_one_path_or_user_says_nothing_of_another, *holds("AZ2 AZ9")) {
    protect("/alice", Requirement::listed, {}, {"alice"});
    protect("/bob", Requirement::listed, {}, {"bob"});
    const std::array ids = {sign_in("alice").fresh->id, sign_in("bob").fresh->id};
    for (int round = 0; round < 2; ++round) {
        for (const std::string& id : ids) {
            for (const std::string path : {"/alice", "/bob"}) {
                const auto visitor = find(id);
                const bool may = auth.rules.judge(path, visitor).decision == Decision::allow;
                BOOST_TEST(may == (path == "/" + visitor->user->name));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_crowd_of_paths_is_judged_as_one_is) {
    protect("/");
    protect("/7", Requirement::listed);
    const std::string id = sign_in("alice").fresh->id;
    for (int i = 0; i < 1000; ++i) {
        const bool may = auth.rules.judge("/" + std::to_string(i % 250), find(id)).decision == Decision::allow;
        BOOST_TEST(may == (i % 250 != 7));
    }
}

BOOST_AUTO_TEST_CASE(a_rule_whose_group_and_users_are_gone_is_for_nobody, *holds("AZ5")) {
    auth.groups.join("choir", "alice", {});
    protect("/choir", Requirement::listed, {"choir"}, {"bob"});
    auth.groups.leave("choir", "alice", {});
    auth.groups.remove("choir", {});
    auth.groups.join("choir", "alice", {});
    auth.users.remove("bob", {});
    BOOST_TEST((judge("/choir", alice) == Decision::forbid));
    BOOST_TEST((judge("/choir", add("bob")) == Decision::forbid));
}

BOOST_AUTO_TEST_CASE(a_rule_that_cannot_be_read_denies_and_says_where, *holds("AZ5")) {
    protect("/");
    execute("PRAGMA ignore_check_constraints = ON; INSERT INTO rules (path, audience) VALUES ('/club', 'signed_im')");
    auth::Session session;
    session.user = alice.user;
    const auto verdict = auth.rules.judge("/club/x", session);
    BOOST_TEST((verdict.decision == Decision::forbid));
    BOOST_TEST(!verdict.readable);
    BOOST_TEST(verdict.rule.value() == "/club");
    BOOST_TEST((auth.rules.list().back().requirement == Requirement::nobody));
}

BOOST_AUTO_TEST_CASE(a_rule_that_names_what_is_not_there_changes_nothing) {
    protect("/club");
    BOOST_TEST((protect("/club", Requirement::listed, {"choirr"}) == RuleAct::no_such_group));
    BOOST_TEST((protect("/club", Requirement::listed, {}, {"carol"}) == RuleAct::no_such_user));
    BOOST_TEST((protect("club") == RuleAct::not_a_path));
    BOOST_TEST((judge("/club", alice) == Decision::allow));
    BOOST_TEST(auth.rules.list().size() == 1);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'rule_set'") == 1);
}

BOOST_AUTO_TEST_CASE(a_path_written_as_a_link_or_pattern_is_no_rule, *holds("AZ5")) {
    for (const char* path : {"/the%20minutes", "/%6Dembers", "/club/*", "/club?x", "/club#x"}) {
        BOOST_TEST((protect(path) == RuleAct::not_as_called), path);
    }
    BOOST_TEST((protect("/100% wool") == RuleAct::done));
    BOOST_TEST((protect("/club/index.html") == RuleAct::index_file));
}

BOOST_AUTO_TEST_CASE(a_new_rule_takes_the_place_of_the_old_one_for_the_same_path) {
    protect("/club/", Requirement::listed, {}, {"alice"});
    protect("//club", Requirement::listed, {}, {"bob"});
    BOOST_TEST((judge("/club", alice) == Decision::forbid));
    BOOST_TEST((judge("/club", bob) == Decision::allow));
    BOOST_TEST((auth.rules.unprotect("/club/.", {}) == RuleAct::done));
    BOOST_TEST((auth.rules.unprotect("/club", {}) == RuleAct::no_such_rule));
    BOOST_TEST((judge("/club", bob) == Decision::forbid));
}

BOOST_AUTO_TEST_CASE(forty_ways_to_write_one_path_have_one_decision, *holds("PA1 AZ2")) {
    protect("/club", Requirement::listed, {}, {"alice"});
    protect("/club/open", Requirement::anyone);
    for (const char* path :
         {"/club",           "/club/",      "//club",          "/./club",         "/x/../club",
          "/club/.",         "/club//",     "/club/x/..",      "/../club",        "/../../club",
          "///club///",      "/club/./.",   "/./././club",     "/x/y/../../club", "/club/x/../../club",
          "/club/open/..",   "/club//./",   "//x//..//club//", "/club/open/../x", "/club/open/./../",
          "/.//club",        "/club/x//",   "/club/..x",       "/club/...",       "/club/;x",
          "/club/%2e",       "/club/ ",     "/club/x;y=1/z",   "/club/open;x",    "/club/openx",
          "/club/Open",      "/club/open.", "/club/%6fpen",    "/club/x/open",    "/club/.open",
          "/club/.htaccess", "/club/?",     "/club/#",         "/club/*",         "/club/~"}) {
        BOOST_TEST((judge(path) == Decision::sign_in), path);
        BOOST_TEST((judge(path, bob) == Decision::forbid), path);
        BOOST_TEST((judge(path, alice) == Decision::allow), path);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_path_is_forbidden_whatever_the_rules_say, *holds("PA1")) {
    protect("/", Requirement::anyone);
    for (const std::string& path : {std::string(), std::string("club"), std::string("/a\0b", 4), std::string("/a\nb"),
                                    std::string("/a\\b"), std::string("/a\xff"), std::string("/\x7f")}) {
        BOOST_TEST((judge(path, alice) == Decision::forbid), path);
    }
}

BOOST_AUTO_TEST_SUITE_END()
