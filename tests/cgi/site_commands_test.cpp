// The command words for the site as a whole: backup, log, everybody's sessions; and the page that lists all words.
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/program.h"

namespace cloakroom::test {
namespace {

constexpr int refused = 1;
constexpr int wrong_usage = 2;
constexpr int unavailable = 3;

struct Alice : Door {
    Alice() { command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password); }

    std::vector<nlohmann::json> log(Command more = {}) const {
        Command words{"log", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        std::istringstream lines(command(words).output);
        std::vector<nlohmann::json> all;
        for (std::string line; std::getline(lines, line);) all.push_back(nlohmann::json::parse(line));
        return all;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(site_commands, Alice)

BOOST_AUTO_TEST_CASE(backup_writes_a_new_private_file, *holds("DB12 LG1")) {
    const std::string file = (folder() / "backup.sqlite").string();
    const CgiAnswer answer = command({"backup", file});
    BOOST_TEST(answer.exit_code == 0);
    BOOST_TEST(answer.output == file + ": done, and checked\n");
    BOOST_TEST(read_whole(file).starts_with("SQLite format 3"));
    struct stat status {};
    BOOST_TEST(stat(file.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0600U);
    BOOST_TEST(log()[0]["event"] == "backup_made");
}

BOOST_AUTO_TEST_CASE(a_site_goes_on_from_its_backup_and_old_sessions_stay_ended, *holds("DB12 SL1")) {
    const std::string cookie = sign_in("alice");
    const std::string file = (folder() / "backup.sqlite").string();
    command({"backup", file});
    post("/logout", "", {{"HTTP_COOKIE", cookie}});
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(database().string() + part);
    std::filesystem::rename(file, database());
    BOOST_TEST(get("/home", {{"HTTP_COOKIE", cookie}}).status == 303);
    BOOST_TEST(get("/home", {{"HTTP_COOKIE", sign_in("alice")}}).status == 200);
}

BOOST_AUTO_TEST_CASE(backup_overwrites_nothing) {
    const std::string file = (folder() / "thesis.txt").string();
    std::ofstream(file) << "years of work";
    const CgiAnswer answer = command({"backup", file});
    BOOST_TEST(answer.exit_code == refused);
    BOOST_TEST(read_whole(file) == "years of work");
    BOOST_TEST(command({"backup"}).exit_code == wrong_usage);
}

BOOST_AUTO_TEST_CASE(a_backup_that_cannot_be_made_leaves_no_file) {
    BOOST_TEST(command({"backup", (folder() / "none" / "backup.sqlite").string()}).exit_code == unavailable);
    execute("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'rules'");
    const auto file = folder() / "backup.sqlite";
    BOOST_TEST(command({"backup", file.string()}).exit_code == unavailable);
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_CASE(log_lists_the_newest_first, *holds("LG1")) {
    sign_in("alice");
    const auto all = log();
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0]["event"] == "sign_in");
    BOOST_TEST(all[0]["user"] == "alice");
    BOOST_TEST(all[0]["actor"] == "visitor");
    BOOST_TEST(all[0]["address"] == "192.0.2.1");
    BOOST_TEST(all[0]["time"].get<std::string>().size() == 20U);
    BOOST_TEST(all[0]["session"].get<std::string>().size() == 8U);
    BOOST_TEST(all[0]["request"].get<std::string>().size() == 16U);
    BOOST_TEST(all[1]["event"] == "group_joined");
    BOOST_TEST(all[2]["event"] == "user_added");
    BOOST_TEST(all[2]["actor"] == "command_line");
}

BOOST_AUTO_TEST_CASE(log_finds_by_event_and_user_and_stops_at_its_limit) {
    add_user("bob");
    sign_in("alice");
    BOOST_TEST(log({"--event", "user_added"}).size() == 2U);
    BOOST_TEST(log({"--user", "ALICE"}).size() == 3U);
    BOOST_TEST(log({"--user", "2"}).size() == 1U);
    BOOST_TEST(log({"--limit", "1"}).size() == 1U);
    BOOST_TEST(command({"log", "--event", "party"}).exit_code == refused);
    BOOST_TEST(command({"log", "--user", "nobody"}).exit_code == refused);
    BOOST_TEST(command({"log", "--limit", "0"}).exit_code == wrong_usage);
}

BOOST_AUTO_TEST_CASE(log_for_people_is_a_line_a_row_that_steers_no_terminal, *holds("LG3")) {
    execute("UPDATE audit_log SET subject = '/club' || char(27) || '[2J' || char(10) || 'x'");
    const std::string output = command({"log"}).output;
    BOOST_TEST(output.find('\x1b') == std::string::npos);
    BOOST_TEST(std::count(output.begin(), output.end(), '\n') == 2);
    BOOST_TEST(output.find("  user_added  alice  by command_line  -  /club") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(revoke_all_signs_everybody_out_at_the_next_request, *holds("SL6 LG1")) {
    add_user("bob");
    const std::vector<std::string> cookies = {sign_in("alice"), sign_in("bob")};
    BOOST_TEST(command({"session", "revoke-all"}).output == "2 sessions ended\n");
    for (const auto& cookie : cookies) BOOST_TEST(get("/home", {{"HTTP_COOKIE", cookie}}).status == 303);
    BOOST_TEST(command({"session", "revoke-all", "--json"}).output == "{\"ended\":0}\n");
    BOOST_TEST(log()[0]["event"] == "all_sessions_revoked");
}

BOOST_AUTO_TEST_CASE(template_export_writes_each_built_in_page_and_needs_no_installation) {
    std::istringstream names(run({program_path(), "template", "list"}).output);
    int count = 0;
    for (std::string name; std::getline(names, name); ++count) {
        BOOST_TEST((run({program_path(), "template", "export", name}).output == read_whole("html/" + name)), name);
    }
    BOOST_TEST(count > 20);
    BOOST_TEST(run({program_path(), "template", "export", "../cloakroom.conf"}).status == refused);
}

BOOST_AUTO_TEST_CASE(the_page_of_command_words_says_what_the_program_says) {
    const Outcome made = run({"tools/cli-docs.sh", program_path()});
    BOOST_TEST(made.output == read_whole("docs/cli.md"), "run: make cli-docs");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
