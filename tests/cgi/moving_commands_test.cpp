// Users from elsewhere and for elsewhere, on the command line.
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/encoding.h"
#include "support/cgi.h"
#include "support/foreign_hashes.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

constexpr int refused = 1;
constexpr int wrong_usage = 2;

struct Mover : Door {
    std::string file(const std::string& content, const std::string& name = "users.txt") const {
        const auto path = folder() / name;
        std::ofstream(path, std::ios::binary) << content;
        return path.string();
    }

    int sign_in_status(const std::string& name) const { return post("/", sign_in_form(name)).status; }

    // The only file of links; empty if there is none.
    std::filesystem::path links() const {
        for (const auto& entry : std::filesystem::directory_iterator(data())) {
            if (entry.path().filename().string().starts_with("import-links-")) return entry.path();
        }
        return {};
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(moving_commands, Mover)

BOOST_AUTO_TEST_CASE(users_of_htpasswd_sign_in_with_the_passwords_they_have, *holds("PW3")) {
    const std::string path = file(std::string("ann:") + bcrypt_hash + "\r\nbob:" + sha_crypt_hash + "\r\n");
    const CgiAnswer answer = command({"user", "import", path, "--group", "members"});
    BOOST_TEST(answer.exit_code == 0, answer.errors);
    BOOST_TEST(answer.output ==
               "1: ann: added\n2: bob: added\n"
               "2 added, 0 of them with a link; 0 there already; 0 refused.\nNew group: members\n");
    BOOST_TEST(answer.errors == "");
    for (const char* name : {"ann", "bob", "ann"}) BOOST_TEST(sign_in_status(name) == 303, name);
    BOOST_TEST(count("SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$%'") == 2);
    BOOST_TEST(command({"group", "list"}).output == "admin:\nmembers: ann bob\n");
}

BOOST_AUTO_TEST_CASE(a_dry_run_tells_each_line_and_changes_nothing) {
    add_user("alice");
    const std::string path = file("Alice:x\nbob:x\nb\tb:x\ncy\n");
    const std::string before = rows();
    const CgiAnswer answer = command({"user", "import", "--dry-run", path});
    BOOST_TEST(answer.exit_code == refused);
    BOOST_TEST(answer.output.starts_with("1: Alice: NOT added: looks like alice, who is there\n"
                                         "2: bob: added; chooses a password with a link\n"
                                         "3: bb: NOT added: a name has"),
               answer.output);
    BOOST_TEST(answer.shows("\n4: NOT read: "));
    BOOST_TEST(
        answer.shows("\nDry run, nothing was changed: 1 added, 1 of them with a link; 0 there already; 3 refused.\n"));
    BOOST_TEST(rows() == before);
    BOOST_TEST(links().empty());
}

BOOST_AUTO_TEST_CASE(links_go_into_a_private_file_and_nowhere_else, *holds("PW11")) {
    configure("base_url = \"https://club.example/door\"\n");
    const CgiAnswer answer = command({"user", "import", "-"}, std::string("name\nann\n"));
    BOOST_TEST(answer.exit_code == 0, answer.errors);
    BOOST_TEST(answer.shows("The links: " + links().string() + "\n"));
    BOOST_TEST(!answer.shows("code="));
    const std::string content = read_whole(links());
    BOOST_TEST(content.starts_with("name,link\r\nann,https://club.example/door/join?code="));
    struct stat status {};
    BOOST_TEST_REQUIRE(stat(links().c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0600U);
    const std::string code = content.substr(content.find("code=") + 5, 34);
    BOOST_TEST(rows().find(code) == std::string::npos);
    BOOST_TEST(log().find(code) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_the_address_of_the_site_is_not_known_the_file_has_codes) {
    command({"user", "import", "-"}, "name\nann\n");
    const std::string content = read_whole(links());
    BOOST_TEST(content.size() == std::string("name,link\r\nann,ABCD-EFGH-ABCD-EFGH-ABCD-EFGH-ABCD\r\n").size(),
               content);
}

BOOST_AUTO_TEST_CASE(json_has_an_object_a_line_and_one_for_the_whole) {
    add_user("alice");
    std::istringstream output(
        command({"user", "import", "-", "--json"}, "name,groups,email\nAlice,,x\nbob,choir,x\n").output);
    std::string line;
    std::getline(output, line);
    BOOST_TEST((nlohmann::json::parse(line) ==
                nlohmann::json{{"line", 2}, {"name", "Alice"}, {"result", "looks_alike"}, {"other", "alice"}}));
    std::getline(output, line);
    BOOST_TEST(nlohmann::json::parse(line).at("result") == "added_with_link");
    std::getline(output, line);
    const auto whole = nlohmann::json::parse(line);
    BOOST_TEST(whole.at("added") == 1);
    BOOST_TEST(whole.at("refused") == 1);
    BOOST_TEST(whole.at("groups_made") == nlohmann::json::array({"choir"}));
    BOOST_TEST(whole.at("links_file") == links().string());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_none_of_ours_is_refused_and_says_what_is_right) {
    for (const std::string& path : {file("mail,phone\nx,y\n"), file(""), folder().string(), std::string("/nowhere")}) {
        const CgiAnswer answer = command({"user", "import", path});
        BOOST_TEST(answer.exit_code == refused, path);
        BOOST_TEST(answer.errors.starts_with("cloakroom: "), answer.errors);
        BOOST_TEST(answer.output == "");
    }
    BOOST_TEST(command({"user", "import"}).exit_code == wrong_usage);
    BOOST_TEST(command({"user", "import", "-", "--group", "The Choir"}, "ann:x\n").exit_code == refused);
    BOOST_TEST(count("SELECT count(*) FROM users") == 0);
}

BOOST_AUTO_TEST_CASE(what_one_site_exports_another_imports_and_its_users_sign_in, *holds("PW3 TP7")) {
    command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password);
    for (const char* name : {"bob", "=1+1", "'tis", "''", "-", "c, \"y\""}) add_user(name);
    command({"user", "disable", "bob"});
    command({"group", "add", "choir", "=1+1"});
    const std::string exported = command({"user", "export", "--with-hashes"}).output;
    const Mover other;
    const CgiAnswer imported = other.command({"user", "import", "-"}, exported);
    BOOST_TEST(imported.exit_code == 0, imported.output);
    BOOST_TEST(imported.errors == "");
    for (const char* name : {"alice", "=1+1", "'tis", "''", "-", "c, \"y\""}) {
        BOOST_TEST(other.post("/", "username=" + percent_encode(name) + "&password=" + percent_encode(right_password))
                           .status == 303,
                   name);
    }
    BOOST_TEST(other.sign_in_status("bob") != 303);
    BOOST_TEST(other.command({"group", "list"}).output == command({"group", "list"}).output);
}

BOOST_AUTO_TEST_CASE(an_export_has_no_hashes_and_no_formulas, *holds("TP7")) {
    add_user("=1+1");
    const std::string text = command({"user", "export"}).output;
    BOOST_TEST(text.starts_with("name,display_name,groups,disabled,created_at\r\n'=1+1,,,no,2"), text);
    BOOST_TEST(text.find("argon2") == std::string::npos);
    const auto object = nlohmann::json::parse(command({"user", "export", "--json"}).output);
    BOOST_TEST(object.at("name") == "=1+1");
    BOOST_TEST(!object.contains("password_hash"));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'users_exported'") == 2);
}

BOOST_AUTO_TEST_CASE(ten_thousand_lines_take_a_few_seconds_and_tell_how_far_they_are) {
    std::string text;
    for (int user = 0; user < 10'000; ++user) {
        text += "user" + std::to_string(user) + ":" + (user % 2 == 0 ? bcrypt_hash : apr1_hash) + "\n";
    }
    const std::string path = file(text);
    const auto start = std::chrono::steady_clock::now();
    const CgiAnswer answer = command({"user", "import", path});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    BOOST_TEST(answer.exit_code == 0, answer.errors);
    BOOST_TEST(answer.errors == "cloakroom: 10000 lines\n");
    BOOST_TEST(answer.shows("10000 added, 5000 of them with a link; 0 there already; 0 refused."));
    BOOST_TEST(taken.count() < 15);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
