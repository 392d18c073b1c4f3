// Sessions and users on the command line: who is signed in where, and how an owner ends that.
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

constexpr int refused = 1;
constexpr int wrong_usage = 2;

const std::string firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const Variables from_firefox = {{"HTTP_USER_AGENT", firefox}};

std::vector<nlohmann::json> sessions(const Door& door, Command more = {}) {
    Command words{"session", "list", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    std::istringstream lines(door.command(words).output);
    std::vector<nlohmann::json> all;
    for (std::string line; std::getline(lines, line);) all.push_back(nlohmann::json::parse(line));
    return all;
}

bool is_signed_in(const Door& door, const std::string& cookie) {
    return door.get("/home", {{"HTTP_COOKIE", cookie}}).status == 200;
}

struct AliceAndBob : Door {
    AliceAndBob() {
        command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password);
        add_user("bob");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_commands, AliceAndBob)

BOOST_AUTO_TEST_CASE(the_list_tells_who_is_signed_in_where) {
    sign_in("alice", from_firefox);
    sign_in("bob");
    const auto all = sessions(*this);
    BOOST_TEST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0]["user"] == "alice");
    BOOST_TEST(all[0]["browser"] == firefox);
    BOOST_TEST(all[0]["address"] == "192.0.2.1");
    BOOST_TEST(all[0]["name"] == "");
    BOOST_TEST(all[0]["permanent"] == false);
    BOOST_TEST(all[0]["tag"].get<std::string>().size() == 8U);
    for (const char* time : {"started_at", "last_seen_at", "expires_at"}) {
        BOOST_TEST(all[0][time].get<std::string>().size() == 20U);
    }
    BOOST_TEST(all[1]["user"] == "bob");
    BOOST_TEST(sessions(*this, {"BOB"}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_list_for_people_has_a_line_for_each_session_and_shows_no_id, *holds("SL5")) {
    const std::string cookie = sign_in("alice", from_firefox);
    const std::string list = command({"session", "list"}).output;
    BOOST_TEST(list.find("  alice  ") != std::string::npos, list);
    BOOST_TEST(list.find("Firefox/140.0\n") != std::string::npos, list);
    BOOST_TEST(list.find(cookie.substr(cookie.find('=') + 1)) == std::string::npos, list);
    BOOST_TEST(list.find(sessions(*this)[0]["tag"].get<std::string>()) == 0U, list);
}

BOOST_AUTO_TEST_CASE(what_a_browser_calls_itself_does_not_speak_to_the_terminal) {
    sign_in("alice", {{"HTTP_USER_AGENT", "\x1B[2J\xC2\x9B evil\u202e"}});
    BOOST_TEST(command({"session", "list"}).output.ends_with("  [2J evil\n"));
}

BOOST_AUTO_TEST_CASE(a_session_is_revoked_by_its_tag_and_out_at_its_next_request, *holds("SL6")) {
    const std::string first = sign_in("alice");
    const std::string tag = sessions(*this)[0]["tag"];
    const std::string second = sign_in("alice");
    const CgiAnswer revoked = command({"session", "revoke", "alice", tag});
    BOOST_TEST(revoked.exit_code == 0);
    BOOST_TEST(revoked.output == "alice: 1 session ended\n");
    BOOST_TEST(!is_signed_in(*this, first));
    BOOST_TEST(is_signed_in(*this, second));
}

BOOST_AUTO_TEST_CASE(without_a_tag_all_sessions_of_the_user_are_revoked, *holds("SL6 LG1")) {
    const std::string cookies[] = {sign_in("alice"), sign_in("alice")};
    const std::string of_bob = sign_in("bob");
    const CgiAnswer revoked = command({"session", "revoke", "alice", "--json"});
    BOOST_TEST(nlohmann::json::parse(revoked.output)["ended"] == 2);
    for (const std::string& cookie : cookies) BOOST_TEST(!is_signed_in(*this, cookie));
    BOOST_TEST(is_signed_in(*this, of_bob));
    BOOST_TEST(command({"session", "revoke", "alice"}).output == "alice: 0 sessions ended\n");
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'other_sessions_revoked' AND user_id = 1 AND "
                     "actor = 'command_line'") == 2);
}

BOOST_AUTO_TEST_CASE(an_empty_or_wrong_tag_and_an_unknown_user_revoke_nothing, *holds("SL5")) {
    const std::string cookie = sign_in("alice");
    const std::string tag = sessions(*this)[0]["tag"];
    for (const Command& words : {Command{"session", "revoke", "alice", ""}, Command{"session", "revoke", "bob", tag},
                                 Command{"session", "revoke", "carol"}, Command{"session", "list", "carol"}}) {
        const CgiAnswer answer = command(words);
        BOOST_TEST(answer.exit_code == refused, words.back());
        BOOST_TEST(answer.errors.starts_with("cloakroom: "), answer.errors);
        BOOST_TEST(answer.output.empty());
    }
    BOOST_TEST(command({"session", "revoke"}).exit_code == wrong_usage);
    BOOST_TEST(is_signed_in(*this, cookie));
}

BOOST_AUTO_TEST_CASE(a_disabled_user_is_out_until_he_is_enabled, *holds("SL3")) {
    const std::string cookie = sign_in("bob");
    BOOST_TEST(command({"user", "disable", "bob"}).output == "bob: disabled, sessions ended\n");
    BOOST_TEST(!is_signed_in(*this, cookie));
    BOOST_TEST(post("/", sign_in_form("bob")).status == 200);
    BOOST_TEST(command({"user", "list"}).shows("bob  (disabled)"));
    BOOST_TEST(command({"user", "enable", "bob"}).output == "bob: may sign in\n");
    BOOST_TEST(!is_signed_in(*this, cookie));
    BOOST_TEST(post("/", sign_in_form("bob")).status == 303);
}

BOOST_AUTO_TEST_CASE(for_a_program_what_was_done_to_a_user_is_an_object) {
    for (const char* word : {"disable", "enable", "delete"}) {
        const auto done = nlohmann::json::parse(command({"user", word, "bob", "--json"}).output);
        BOOST_TEST(done["user"] == "bob", word);
        BOOST_TEST(done["id"] == 2, word);
    }
}

BOOST_AUTO_TEST_CASE(a_deleted_user_is_out_and_gone, *holds("SL3 DB16")) {
    const std::string cookie = sign_in("bob");
    BOOST_TEST(command({"user", "delete", "bob"}).output == "bob: deleted, sessions ended\n");
    BOOST_TEST(!is_signed_in(*this, cookie));
    BOOST_TEST(command({"user", "delete", "bob"}).exit_code == refused);
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(the_last_admin_stays) {
    const std::string cookie = sign_in("alice");
    for (const char* word : {"disable", "delete"}) {
        const CgiAnswer answer = command({"user", word, "alice"});
        BOOST_TEST(answer.exit_code == refused);
        BOOST_TEST(answer.errors.starts_with("cloakroom: nobody else in the group admin may sign in"), answer.errors);
    }
    BOOST_TEST(is_signed_in(*this, cookie));
}

BOOST_AUTO_TEST_CASE(one_browser_more_than_the_setting_says_ends_the_oldest_session, *holds("SL11")) {
    configure("sessions_per_user = 2\n");
    std::vector<std::string> cookies;
    for (int i = 0; i < 3; ++i) {
        cookies.push_back(sign_in("alice"));
        execute("UPDATE sessions SET started_at = started_at - 60");
    }
    BOOST_TEST(!is_signed_in(*this, cookies[0]));
    BOOST_TEST(is_signed_in(*this, cookies[1]));
    BOOST_TEST(is_signed_in(*this, cookies[2]));
}

BOOST_AUTO_TEST_CASE(help_names_the_words_of_each_group) {
    const CgiAnswer help = command({"--help"});
    BOOST_TEST(help.shows("add, list, password, disable, enable, delete"));
    BOOST_TEST(help.shows("list, revoke"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
