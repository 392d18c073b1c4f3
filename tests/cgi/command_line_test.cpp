// The command line, for those who have a shell: what it does, and the exit codes that scripts rely on.
#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

constexpr int refused = 1;
constexpr int wrong_usage = 2;
constexpr int out_of_order = 3;

CgiAnswer add(const Door& door, const std::string& name, const std::string& with_password = right_password) {
    return door.command({"user", "add", name, "--password-stdin"}, with_password + "\n");
}

int sign_in_status(const Door& door, const std::string& name, const std::string& with_password = right_password) {
    return door.post("/", sign_in_form(name, with_password)).status;
}

// Types each line when its question has come; returns all that the terminal showed.
std::string type_into(const Door& door, const Command& arguments, const std::vector<std::string>& lines, int& status) {
    int terminal = -1;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        Command all{door.program().string(), "--config", door.configuration().string()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (std::string& text : all) pointers.push_back(text.data());
        pointers.push_back(nullptr);
        execv(pointers[0], pointers.data());
        _exit(127);
    }
    std::string shown;
    std::array<char, 256> buffer{};
    std::size_t typed = 0;
    for (ssize_t got = 0; (got = read(terminal, buffer.data(), buffer.size())) > 0;) {
        shown.append(buffer.data(), static_cast<std::size_t>(got));
        if (!shown.ends_with(": ") || typed == lines.size()) continue;
        usleep(50'000);  // the program throws away what came before it made the terminal silent
        const std::string line = lines[typed++] + "\n";
        BOOST_TEST_REQUIRE(write(terminal, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    }
    close(terminal);
    waitpid(child, &status, 0);
    status = WEXITSTATUS(status);
    return shown;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(command_line)

BOOST_AUTO_TEST_CASE(an_added_user_can_sign_in) {
    Door door;
    const CgiAnswer added = add(door, "alice");
    BOOST_TEST(added.exit_code == 0);
    BOOST_TEST(added.output == "alice: added\n");
    BOOST_TEST(added.errors.empty());
    BOOST_TEST(sign_in_status(door, "alice") == 303);
}

BOOST_AUTO_TEST_CASE(a_name_that_exists_or_looks_alike_is_refused, *holds("SI11")) {
    Door door;
    door.add_user("alice");
    for (const char* name : {"alice", "Alice", " alice ", "\uFF41lice", "ALICE"}) {
        const CgiAnswer added = add(door, name);
        BOOST_TEST(added.exit_code == refused, name);
        BOOST_TEST(added.errors.starts_with("cloakroom: there is a user of that name"), added.errors);
    }
    BOOST_TEST(door.count("SELECT count(*) FROM users") == 1);
}

BOOST_AUTO_TEST_CASE(a_name_or_password_that_breaks_a_rule_is_refused, *holds("PW4 PW6")) {
    Door door;
    for (const std::string& name : {std::string(), std::string("  "), std::string("a\x1B[2J"), std::string("a\nb"),
                                    std::string(65, 'a'), std::string("\xFF")}) {
        BOOST_TEST(add(door, name).exit_code == refused, name);
    }
    for (const std::string& weak :
         {std::string(), std::string("fourteen chars"), std::string(1025, 'x'), std::string("alice the first user")}) {
        BOOST_TEST(add(door, "alice the first user", weak).exit_code == refused, weak);
    }
    BOOST_TEST(door.count("SELECT count(*) FROM users") == 0);
}

BOOST_AUTO_TEST_CASE(an_admin_is_a_member_of_the_group_admin) {
    Door door;
    BOOST_TEST(door.command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password).exit_code == 0);
    door.add_user("bob");
    const std::string list = door.command({"user", "list"}).output;
    BOOST_TEST(list.find("alice admin\n") != std::string::npos, list);
    BOOST_TEST(list.find("bob\n") != std::string::npos, list);
}

BOOST_AUTO_TEST_CASE(the_list_for_programs_is_one_json_object_a_line) {
    Door door;
    door.add_user("Zo\u00EB \"the\" <b>");
    door.command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password);
    std::istringstream lines(door.command({"user", "list", "--json"}).output);
    std::vector<nlohmann::json> users;
    for (std::string line; std::getline(lines, line);) users.push_back(nlohmann::json::parse(line));
    BOOST_TEST_REQUIRE(users.size() == 2U);
    BOOST_TEST(users[0]["name"] == "alice");
    BOOST_TEST(users[0]["groups"] == nlohmann::json({"admin"}));
    BOOST_TEST(users[0]["disabled"] == false);
    BOOST_TEST(users[0]["created_at"].get<std::string>().size() == 20U);
    BOOST_TEST(users[1]["name"] == "Zo\u00EB \"the\" <b>");
    BOOST_TEST(users[1]["groups"].empty());
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_empty) {
    Door door;
    const CgiAnswer list = door.command({"user", "list"});
    BOOST_TEST(list.exit_code == 0);
    BOOST_TEST(list.output.empty());
}

BOOST_AUTO_TEST_CASE(a_new_password_counts_at_once_and_ends_all_sessions, *holds("SL4 ID4")) {
    Door door;
    door.add_user("alice");
    const Variables signed_in = {{"HTTP_COOKIE", door.sign_in("alice")}};
    BOOST_TEST(door.command({"user", "password", "Alice", "--password-stdin"}, "another good one\n").exit_code == 0);
    BOOST_TEST(door.get("/home", signed_in).status == 303);
    BOOST_TEST(sign_in_status(door, "alice") == 200);
    BOOST_TEST(sign_in_status(door, "alice", "another good one") == 303);
}

BOOST_AUTO_TEST_CASE(a_password_for_nobody_is_refused) {
    Door door;
    door.add_user("alice");
    const CgiAnswer answer = door.command({"user", "password", "bob", "--password-stdin"}, "another good one\n");
    BOOST_TEST(answer.exit_code == refused);
    BOOST_TEST(answer.errors == "cloakroom: there is no user of that name\n");
}

BOOST_AUTO_TEST_CASE(only_the_first_line_of_standard_input_is_the_password, *holds("PW5")) {
    Door door;
    BOOST_TEST(add(door, "alice", " with blanks at both ends \nand a second line").exit_code == 0);
    BOOST_TEST(sign_in_status(door, "alice", " with blanks at both ends ") == 303);
    BOOST_TEST(sign_in_status(door, "alice", "with blanks at both ends") == 200);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_and_without_input_there_is_no_password) {
    Door door;
    const CgiAnswer no_terminal = door.command({"user", "add", "alice"}, right_password);
    BOOST_TEST(no_terminal.exit_code == refused);
    BOOST_TEST(no_terminal.errors.find("--password-stdin") != std::string::npos);
    const CgiAnswer no_input = door.command({"user", "add", "alice", "--password-stdin"});
    BOOST_TEST(no_input.exit_code == refused);
    BOOST_TEST(no_input.errors == "cloakroom: no password on standard input\n");
    BOOST_TEST(door.count("SELECT count(*) FROM users") == 0);
}

BOOST_AUTO_TEST_CASE(a_terminal_is_asked_twice_and_shows_nothing_of_the_password, *holds("CF5")) {
    Door door;
    int status = -1;
    const std::string shown = type_into(door, {"user", "add", "alice"}, {right_password, right_password}, status);
    BOOST_TEST(status == 0, shown);
    BOOST_TEST(shown.find("correct") == std::string::npos, shown);
    BOOST_TEST(sign_in_status(door, "alice") == 303);
}

BOOST_AUTO_TEST_CASE(two_passwords_that_differ_add_nobody) {
    Door door;
    int status = -1;
    const std::string shown = type_into(door, {"user", "add", "alice"}, {right_password, "correct horse"}, status);
    BOOST_TEST(status == refused);
    BOOST_TEST(shown.find("the two passwords differ") != std::string::npos, shown);
    BOOST_TEST(door.count("SELECT count(*) FROM users") == 0);
}

BOOST_AUTO_TEST_CASE(help_explains_the_words_and_the_exit_codes) {
    Door door;
    const CgiAnswer help = door.command({"--help"});
    BOOST_TEST(help.exit_code == 0);
    for (const char* part : {"user", "check-config", "setup", "--config", "--version", "Exit codes"}) {
        BOOST_TEST(help.shows(part), part);
    }
    BOOST_TEST(door.command({"user", "add", "--help"}).shows("--password-stdin"));
}

BOOST_AUTO_TEST_CASE(version_is_one_line) {
    const CgiAnswer version = Door().command({"--version"});
    BOOST_TEST(version.exit_code == 0);
    BOOST_TEST(version.output.starts_with("Cloakroom "));
    BOOST_TEST(version.output.find('\n') == version.output.size() - 1);
}

BOOST_AUTO_TEST_CASE(wrong_usage_is_told_from_a_refusal) {
    Door door;
    const Command wrong[] = {{},
                             {"user"},
                             {"user", "add"},
                             {"user", "add", "a", "b"},
                             {"user", "remove", "a"},
                             {"users", "list"},
                             {"check-config", "now"},
                             {"user", "list", "--admin"},
                             {"--nonsense"},
                             {"user", "list", "check-config"}};
    for (const Command& arguments : wrong) {
        const CgiAnswer answer = door.command(arguments);
        BOOST_TEST(answer.exit_code == wrong_usage, (arguments.empty() ? "nothing" : arguments.back()));
        BOOST_TEST(answer.output.empty(), answer.output);
        BOOST_TEST(!answer.errors.empty());
    }
    BOOST_TEST(!fs::exists(door.database()));
}

BOOST_AUTO_TEST_CASE(data_out_of_order_has_an_exit_code_of_its_own, *holds("CF1 CF3 DB10")) {
    Door open_to_others;
    open_to_others.add_user("alice");
    fs::permissions(open_to_others.data(), fs::perms{0755});
    Door broken;
    broken.add_user("alice");
    fs::resize_file(broken.database(), 1000);
    Door misspelt;
    misspelt.configure("nonsense = 1\n");
    for (const Door* door : {&open_to_others, &broken, &misspelt}) {
        for (const char* word : {"check-config", "setup"}) {
            const CgiAnswer answer = door->command({word});
            BOOST_TEST(answer.exit_code == out_of_order, word);
            BOOST_TEST(answer.errors.starts_with("cloakroom: "), answer.errors);
        }
    }
}

BOOST_AUTO_TEST_CASE(check_config_says_when_all_is_right) {
    Door door;
    door.configure("site_name = \"The Club\"\n");
    const CgiAnswer answer = door.command({"check-config"});
    BOOST_TEST(answer.exit_code == 0);
    BOOST_TEST(answer.shows("The configuration is right"));
    BOOST_TEST(answer.errors.empty());
}

BOOST_AUTO_TEST_CASE(a_slip_in_the_name_of_the_folder_makes_none, *holds("CF3")) {
    Door door;
    fs::remove_all(door.data());
    const CgiAnswer answer = door.command({"user", "list"});
    BOOST_TEST(answer.exit_code == out_of_order);
    BOOST_TEST(answer.errors.find("there is no folder") != std::string::npos);
    BOOST_TEST(!fs::exists(door.data()));
}

BOOST_AUTO_TEST_CASE(the_folder_that_the_web_program_uses_is_found) {
    Door door;
    fs::remove_all(door.data());
    BOOST_TEST(run({door.program().string(), "user", "list"}).status == out_of_order);
    door.get("/");
    BOOST_TEST(run({door.program().string(), "user", "add", "alice", "--password-stdin"}, right_password).status == 0);
    BOOST_TEST(sign_in_status(door, "alice") == 303);
}

BOOST_AUTO_TEST_CASE(setup_shows_the_code_that_stands_in_the_file, *holds("PW10")) {
    Door door;
    const CgiAnswer shown = door.command({"setup"});
    BOOST_TEST(shown.exit_code == 0);
    const std::string code = read_whole(door.data() / "setup-code.txt");
    BOOST_TEST(code.size() == 35U);
    BOOST_TEST(shown.output.ends_with(code));
    BOOST_TEST(door.command({"setup"}).output == shown.output);
    door.get("/setup");
    BOOST_TEST(read_whole(door.data() / "setup-code.txt") == code);
}

BOOST_AUTO_TEST_CASE(a_code_left_over_opens_nothing_once_a_user_was_added, *holds("PW10")) {
    Door door;
    door.get("/setup");
    const std::string code = read_whole(door.data() / "setup-code.txt").substr(0, 34);
    door.add_user("alice");
    const std::string fields = "username=mallory&password=mallory+was+here+too&password_again=mallory+was+here+too";
    BOOST_TEST(door.post("/setup", fields + "&code=" + code).status == 404);
    BOOST_TEST(door.get("/setup").status == 404);
    BOOST_TEST(door.command({"setup"}).exit_code == refused);
    BOOST_TEST(door.count("SELECT count(*) FROM users") == 1);
}

BOOST_AUTO_TEST_CASE(what_root_makes_belongs_to_the_owner_of_the_folder, *holds("CF1")) {
    if (geteuid() != 0) return;  // only root can become somebody else
    Door door;
    door.configure("site_name = \"The Club\"\n");
    constexpr unsigned owner = ordinary_user;
    BOOST_TEST_REQUIRE(chown(door.data().c_str(), owner, owner) == 0);
    BOOST_TEST_REQUIRE(chown(door.configuration().c_str(), owner, owner) == 0);
    door.add_user("alice");
    BOOST_TEST(door.command({"setup"}).exit_code == refused);
    for (const auto& entry : fs::directory_iterator(door.data())) {
        struct stat status {};
        BOOST_TEST_REQUIRE(stat(entry.path().c_str(), &status) == 0);
        BOOST_TEST(status.st_uid == owner, entry.path());
        BOOST_TEST(status.st_gid == owner, entry.path());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
