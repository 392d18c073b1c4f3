// Protected folders on the command line: rules, groups, and who may see what.
#include <nlohmann/json.hpp>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

constexpr int refused = 1;
constexpr int wrong_usage = 2;

struct AliceAndBob : Door {
    AliceAndBob() {
        command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password);
        add_user("bob");
    }
    std::string output(const Command& words) { return command(words).output; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rule_commands, AliceAndBob)

BOOST_AUTO_TEST_CASE(protect_names_all_users_some_or_everybody) {
    BOOST_TEST(output({"protect", "/members/"}) == "/members  all users\n");
    command({"group", "add", "choir", "alice"});
    BOOST_TEST(output({"protect", "/choir", "--group", "choir", "--user", "bob"}) == "/choir  only group choir bob\n");
    BOOST_TEST(output({"protect", "/choir/open", "--anyone"}) == "/choir/open  anyone\n");
    BOOST_TEST(output({"rules"}) == "/choir  only group choir bob\n/choir/open  anyone\n/members  all users\n");
    BOOST_TEST(output({"unprotect", "/choir"}) == "/choir: rule removed\n");
    BOOST_TEST(output({"rules"}) == "/choir/open  anyone\n/members  all users\n");
}

BOOST_AUTO_TEST_CASE(a_rule_that_cannot_be_meant_is_refused_and_says_what_to_do) {
    for (const Command& words :
         {Command{"protect", "members"}, Command{"protect", "/the%20minutes"}, Command{"protect", "/club/*"},
          Command{"protect", "/club?x"}, Command{"protect", "/members", "--group", "choirr"},
          Command{"protect", "/members", "--user", "carol"}, Command{"unprotect", "/members"},
          Command{"protect", "/members", "--anyone", "--user", "bob"}}) {
        const CgiAnswer answer = command(words);
        BOOST_TEST(answer.exit_code == refused, words.back());
        BOOST_TEST(answer.errors.starts_with("cloakroom: "), answer.errors);
    }
    BOOST_TEST(command({"protect"}).exit_code == wrong_usage);
    BOOST_TEST(output({"rules"}) == "");
}

BOOST_AUTO_TEST_CASE(a_rule_for_what_is_not_there_is_made_and_told_of) {
    std::filesystem::create_directories(documents() / "members/Übung");
    BOOST_TEST(command({"protect", "/Members"}).errors == "");
    configure("site_folder = \"" + documents().string() + "\"\n");
    for (const auto& [path, meant] : {std::pair("/Members", "/members"), std::pair("/MEMBERS/Übung", "/members/Übung"),
                                      std::pair("/members/U\u0308bung", "/members/Übung")}) {
        const CgiAnswer answer = command({"protect", path});
        BOOST_TEST(answer.exit_code == 0);
        BOOST_TEST(answer.output == std::string(path) + "  all users\n");
        BOOST_TEST(answer.errors.find(std::string("did you mean \"") + meant + "\"?") != std::string::npos,
                   answer.errors);
    }
    const std::string errors = command({"protect", "/choir"}).errors;
    BOOST_TEST(errors.find("there is no \"/choir\"") != std::string::npos, errors);
    BOOST_TEST(errors.find("did you mean") == std::string::npos, errors);
    for (const char* path : {"/members", "/members/Übung", "/"})
        BOOST_TEST(command({"protect", path}).errors == "", path);
}

BOOST_AUTO_TEST_CASE(a_group_is_made_filled_emptied_and_taken_away) {
    BOOST_TEST(output({"group", "add", "choir", "BOB"}) == "choir: BOB added\n");
    BOOST_TEST(output({"group", "list"}) == "admin: alice\nchoir: bob\n");
    BOOST_TEST(output({"group", "remove", "choir", "bob"}) == "choir: bob removed\n");
    BOOST_TEST(output({"group", "list"}) == "admin: alice\nchoir:\n");
    BOOST_TEST(output({"group", "remove", "choir"}) == "choir: removed\n");
    for (const Command& words : {Command{"group", "add", "The Choir", "bob"}, Command{"group", "add", "choir", "carol"},
                                 Command{"group", "remove", "choir"}, Command{"group", "remove", "admin", "alice"},
                                 Command{"group", "remove", "admin"}}) {
        BOOST_TEST(command(words).exit_code == refused, words.back());
    }
}

BOOST_AUTO_TEST_CASE(explain_says_who_may_see_a_path_and_which_rule_decides) {
    command({"protect", "/club"});
    command({"protect", "/club/board", "--user", "alice"});
    BOOST_TEST(output({"explain", "bob", "/club/x"}) ==
               "bob may see /club/x\nThe rule that decides: /club  all users\n");
    BOOST_TEST(output({"explain", "bob", "/club/board/x"}) ==
               "bob may not see /club/board/x\nThe rule that decides: /club/board  only alice\n");
    BOOST_TEST(output({"explain", "-", "/club"}).starts_with("- may not see /club\n"));
    BOOST_TEST(output({"explain", "alice", "/elsewhere"}) ==
               "alice may not see /elsewhere\n"
               "No rule covers it: where the web server asks us, it is closed to everybody.\n");
    BOOST_TEST(command({"explain", "carol", "/club"}).exit_code == refused);
    command({"user", "disable", "bob"});
    BOOST_TEST(command({"explain", "bob", "/club"}).exit_code == refused);
}

BOOST_AUTO_TEST_CASE(each_word_answers_in_json) {
    using nlohmann::json;
    BOOST_TEST(json::parse(output({"group", "add", "choir", "bob", "--json"}))["done"] == "added");
    const auto rule = json::parse(output({"protect", "/choir", "--group", "choir", "--json"}));
    BOOST_TEST(
        rule ==
        json::parse(R"({"path": "/choir", "anyone": false, "all_users": false, "groups": ["choir"], "users": []})"));
    BOOST_TEST(json::parse(output({"rules", "--json"})) == rule);
    const auto verdict = json::parse(output({"explain", "bob", "/choir/x", "--json"}));
    BOOST_TEST(verdict == json::parse(R"({"user": "bob", "path": "/choir/x", "may_see": true, "rule": "/choir"})"));
    BOOST_TEST(json::parse(output({"unprotect", "/choir", "--json"}))["done"] == "removed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
