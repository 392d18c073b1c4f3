// `doctor`: what the command line finds about the host.
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

constexpr int good = 0;
constexpr int bad = 1;
constexpr int out_of_order = 3;

struct Doctor : Door {
    Doctor() {
        get("/setup");  // makes the private folder
        configure("base_url = \"https://door.example\"\nsite_folder = \"" + documents().string() + "\"\n");
    }

    void configure(const std::string& text) const {
        Door::configure(text);
        fs::permissions(configuration(), fs::perms{0600});
    }

    nlohmann::json find(const std::string& check) const {
        std::istringstream lines(command({"doctor", "--json"}).output);
        for (std::string line; std::getline(lines, line);) {
            auto finding = nlohmann::json::parse(line);
            if (finding["check"] == check) return finding;
        }
        return {};
    }
};

ino_t inode_of(const fs::path& path) {
    struct stat status {};
    BOOST_TEST_REQUIRE(stat(path.c_str(), &status) == 0);
    return status.st_ino;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(doctor, Doctor)

BOOST_AUTO_TEST_CASE(on_a_good_host_it_ends_well_and_says_what_it_looked_at) {
    const CgiAnswer answer = command({"doctor"});
    BOOST_TEST(answer.exit_code == good, answer.output);
    BOOST_TEST(answer.output.starts_with("good    The configuration is right"), answer.output);
    BOOST_TEST(answer.shows("good    To verify a password takes "));
    BOOST_TEST(answer.output.find('<') == std::string::npos);
    BOOST_TEST(answer.errors == "");
}

BOOST_AUTO_TEST_CASE(in_json_each_finding_is_an_object_a_line) {
    const auto disk = find("disk");
    BOOST_TEST(disk["finding"] == "disk_local");
    BOOST_TEST(disk["level"] == "good");
    BOOST_TEST(disk["words"].get<std::string>().starts_with("The private folder lies on a local disk"));
    BOOST_TEST(std::stoi(find("hashing")["figures"]["milliseconds"].get<std::string>()) >= 0);
}

BOOST_AUTO_TEST_CASE(plain_http_is_an_error, *holds("CF7")) {
    configure("base_url = \"http://door.example\"\n");
    const CgiAnswer answer = command({"doctor"});
    BOOST_TEST(answer.exit_code == bad);
    BOOST_TEST(answer.output.starts_with("bad     The site is reached over plain HTTP"), answer.output);
}

BOOST_AUTO_TEST_CASE(files_that_others_may_read_are_an_error_and_a_folder_is_one_for_every_word, *holds("CF7 CF1")) {
    std::ofstream(data() / "notes.txt") << "";
    fs::permissions(data() / "notes.txt", fs::perms{0644});
    BOOST_TEST(command({"doctor"}).exit_code == bad);
    BOOST_TEST(find("rights")["figures"]["file"] == "notes.txt");
    fs::permissions(data(), fs::perms{0755});
    const CgiAnswer answer = command({"doctor"});
    BOOST_TEST(answer.exit_code == out_of_order);
    BOOST_TEST(answer.errors.find("chmod 700") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_the_sites_folder_it_does_not_know_whether_the_private_one_is_outside) {
    BOOST_TEST(find("private_folder")["finding"] == "folder_outside");
    configure("base_url = \"https://door.example\"\n");
    BOOST_TEST(find("private_folder")["finding"] == "folder_unknown");
    BOOST_TEST(find("private_folder")["level"] == "advice");
}

BOOST_AUTO_TEST_CASE(a_folder_inside_the_site_that_nobody_tested_is_an_error, *holds("CF7")) {
    configure("base_url = \"https://door.example\"\nsite_folder = \"" + folder().string() + "\"\n");
    BOOST_TEST(command({"doctor"}).exit_code == bad);
    BOOST_TEST(find("private_folder")["finding"] == "folder_untested");
    execute("INSERT INTO properties (name, value) VALUES ('shut_folder', '" + data().string() + " " +
            std::to_string(inode_of(data())) + "')");
    BOOST_TEST(find("private_folder")["finding"] == "folder_shut");
    BOOST_TEST(command({"doctor"}).exit_code == good);
}

BOOST_AUTO_TEST_CASE(a_folder_of_templates_that_is_not_there_is_told) {
    BOOST_TEST(find("templates").is_null());
    configure("base_url = \"https://door.example\"\ntemplates = \"/no/such/folder\"\n");
    BOOST_TEST(find("templates")["finding"] == "templates_missing");
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_is_told_as_check_config_tells_it, *holds("CF3")) {
    configure("nonsense = 1\n");
    const CgiAnswer answer = command({"doctor"});
    BOOST_TEST(answer.exit_code == out_of_order);
    BOOST_TEST(answer.errors == command({"check-config"}).errors);
}

#ifndef __SANITIZE_ADDRESS__  // whose shadow memory alone is far more
BOOST_AUTO_TEST_CASE(limits_of_the_host_are_seen) {
    const CgiAnswer answer = command({"doctor"}, "", {"prlimit", "--as=46137344", "--nofile=20"});  // 44 MiB
    BOOST_TEST(answer.shows("advice  The program may use 44 MB of memory only"), answer.output << answer.errors);
    BOOST_TEST(answer.shows("advice  The host allows 20 open files"), answer.output);
}

BOOST_AUTO_TEST_CASE(no_memory_to_hash_is_an_error) {
    const CgiAnswer answer = command({"doctor"}, "", {"prlimit", "--as=25165824"});  // 24 MiB
    BOOST_TEST(answer.exit_code == bad, answer.errors);
    BOOST_TEST(answer.shows("bad     There is no memory to verify a password"), answer.output);
}
#endif

BOOST_AUTO_TEST_CASE(it_knows_its_libfcgi, *holds("BH4")) {
    BOOST_TEST(find("fcgi_library")["finding"] == "fcgi_mended");
    BOOST_TEST(find("fcgi_library")["figures"]["version"].get<std::string>().starts_with("2."));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
