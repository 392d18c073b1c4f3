// The configuration's own mistakes, and what must not be told to anybody.
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <regex>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

struct Mistake {
    const char* text;
    const char* where;  // "file:line" ends so
    const char* word;   // stands in the reason
};

const Mistake mistakes[] = {
    {"site_name = \"Club\"\nsitename = \"Club\"\n", ":2: ", "sitename"},
    {"# first\n\nidle_timeout_hours = 0\n", ":3: ", "idle_timeout_hours"},
    {"site_name = \"A\"\nsite_name = \"B\"\n", ":2: ", "site_name"},
    {"permanent_lifetime_days = \"7\"\n", ":1: ", "permanent_lifetime_days"},
    {"base_url = \"club.example\"\n", ":1: ", "base_url"},
    {"\nsite_name = \n", ":2: ", ""},
    {"[sessions]\nidle_timeout_hours = 3\n", ":1: ", "sessions"},
};

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_AUTO_TEST_CASE(check_config_names_file_and_line_of_a_mistake, *holds("CF3")) {
    for (const auto& [text, where, word] : mistakes) {
        Door door;
        door.configure(text);
        const CgiAnswer answer = door.command({"check-config"});
        BOOST_TEST(answer.exit_code == 3, text);
        BOOST_TEST(contains(answer.errors, door.configuration().string() + where), answer.errors);
        BOOST_TEST(contains(answer.errors, word), answer.errors);
        BOOST_TEST(answer.output.empty(), answer.output);
    }
}

BOOST_AUTO_TEST_CASE(a_visitor_is_not_told_what_is_wrong_with_the_configuration, *holds("CF3 LG6")) {
    for (const auto& [text, where, word] : mistakes) {
        Door door;
        door.configure(text);
        const CgiAnswer answer = door.get("/");
        BOOST_TEST(answer.status == 503, text);
        BOOST_TEST(!answer.header("Retry-After").empty(), text);
        BOOST_TEST(!answer.shows(".conf"), answer.output);
        BOOST_TEST((*word == '\0' || !answer.shows(word)), answer.output);
        BOOST_TEST(contains(answer.errors, door.configuration().string() + where), answer.errors);
    }
}

BOOST_AUTO_TEST_CASE(the_reason_stands_in_the_log_under_the_number_on_the_page, *holds("LG6")) {
    Door door;
    door.configure("nonsense = 1\n");
    const CgiAnswer answer = door.get("/");
    std::smatch number;
    BOOST_TEST_REQUIRE(std::regex_search(answer.body, number, std::regex("<code>([0-9a-f]{16})</code>")));
    const std::string id = number[1];
    BOOST_TEST(contains(door.log(), id), door.log());
    BOOST_TEST(contains(door.log(), "nonsense"), door.log());
}

BOOST_AUTO_TEST_CASE(a_configuration_put_right_counts_at_once, *holds("CF3")) {
    Door door;
    door.configure("nonsense = 1\n");
    BOOST_TEST(door.get("/").status == 503);
    door.configure("site_name = \"The Club\"\n");
    BOOST_TEST(door.get("/setup?cookies=tried").shows("The Club"));
    BOOST_TEST(door.command({"check-config"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_folder_of_own_pages_that_is_gone_shuts_nothing) {
    Door door;
    door.configure("templates = \"html\"\n");
    BOOST_TEST(door.get("/setup?cookies=tried").status == 200);
    fs::create_directory(door.data() / "html");
    std::ofstream(door.data() / "html/sign-in.html") << "My own page";
    door.add_user("alice");
    BOOST_TEST(door.get("/").shows("My own page"));
}

BOOST_AUTO_TEST_CASE(each_file_is_private_whatever_the_umask, *holds("CF1 CF2")) {
    Door door;
    const Command open_to_all = {"sh", "-c", "umask 000; exec \"$@\"", "sh"};
    door.send({.target = "/setup", .through = open_to_all});
    door.send({.target = "/setup?a=%00", .through = open_to_all});
    BOOST_TEST_REQUIRE(fs::exists(door.data() / "setup-code.txt"));
    BOOST_TEST((fs::status(door.data()).permissions() == fs::perms{0700}));
    for (const auto& entry : fs::directory_iterator(door.data())) {
        BOOST_TEST((fs::status(entry).permissions() == fs::perms{0600}), entry.path());
    }
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_made_outside_the_document_root_data_lies_beside_the_program, *holds("PA4")) {
    Door door;
    fs::remove_all(door.data());
    if (geteuid() == 0) {
        BOOST_TEST_REQUIRE(chown(door.documents().c_str(), ordinary_user, ordinary_user) == 0);
    } else {
        fs::permissions(door.folder(), fs::perms{0555});
    }
    const CgiAnswer answer = door.send({.target = "/setup?cookies=tried", .through = as_ordinary_user()});
    if (geteuid() != 0) fs::permissions(door.folder(), fs::perms{0755});
    BOOST_TEST(answer.status == 200, answer.errors);
    BOOST_TEST(fs::exists(door.documents() / "data" / "cloakroom.sqlite"));
    BOOST_TEST(!fs::exists(door.documents() / "data" / "setup-code.txt"));
    BOOST_TEST(!fs::exists(door.data()));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(secrets)

// Everything secret that passes through an installation, from set-up to a broken database.
BOOST_AUTO_TEST_CASE(no_password_code_or_cookie_stands_in_a_page_log_or_file, *holds("LG2 LG5 ID2")) {
    Door door;
    std::string told;
    const auto tell = [&told](CgiAnswer answer) {
        told += answer.body + answer.errors + answer.header("Location");
        return answer;
    };
    std::vector<std::string> secrets = {"canary-one-of-the-owner",   "canary-two-a-wrong-one",
                                        "canary-three-as-a-name",    "canary-four-by-command",
                                        "canary-five-authorization", "canary-six-planted-cookie-aaaaaaaaaaaaaaaaa"};
    tell(door.get("/setup"));
    const std::string code = read_whole(door.data() / "setup-code.txt").substr(0, 34);
    BOOST_TEST_REQUIRE(code.size() == 34U);
    const std::string user = "username=owner&password=canary-one-of-the-owner&password_again=";
    tell(door.post("/setup", user + "canary-two-a-wrong-one&code=" + code));
    const CgiAnswer made = tell(door.post("/setup", user + "canary-one-of-the-owner&code=" + code));
    BOOST_TEST_REQUIRE(made.status == 303);
    tell(door.post("/setup", user + "canary-one-of-the-owner&code=" + code));
    tell(door.post("/", "username=owner&password=canary-two-a-wrong-one"));
    tell(door.post("/", "username=nobody&password=canary-two-a-wrong-one", {{"HTTP_ORIGIN", "http://evil.example"}}));
    tell(door.post("/", "username=owner&password=canary-one-of-the-owner&password=b"));
    tell(door.get("/home", {{"HTTP_AUTHORIZATION", "Basic canary-five-authorization"}}));
    tell(door.get("/", {{"HTTP_COOKIE", "cloakroom=canary-six-planted-cookie-aaaaaaaaaaaaaaaaa"}}));
    tell(door.command({"user", "password", "owner", "--password-stdin"}, "canary-four-by-command\n"));
    const CgiAnswer again = tell(door.post("/", "username=owner&password=canary-four-by-command&permanent=1"));
    BOOST_TEST_REQUIRE(again.status == 303);
    for (const CgiAnswer& answer : {made, again})
        secrets.push_back(answer.cookie().substr(answer.cookie().find('=') + 1));
    tell(door.get("/home", {{"HTTP_COOKIE", again.cookie()}}));
    door.post("/", "username=canary-three-as-a-name&password=x");  // this page rightly keeps the name
    door.configure("nonsense = 1\n");
    tell(door.post("/", "username=owner&password=canary-one-of-the-owner", {{"HTTP_COOKIE", again.cookie()}}));
    secrets.push_back(code);
    for (const auto& entry : fs::directory_iterator(door.data())) told += read_whole(entry.path());
    for (const std::string& secret : secrets) BOOST_TEST(!contains(told, secret), secret << " was told");
}

BOOST_AUTO_TEST_CASE(a_password_cannot_be_given_as_an_argument, *holds("CF5")) {
    Door door;
    BOOST_TEST(door.command({"user", "add", "alice", right_password}).exit_code == 2);
    BOOST_TEST(door.command({"user", "add", "alice", "--password", right_password}).exit_code == 2);
    BOOST_TEST(!fs::exists(door.database()));
}

// The kernel gives the entries in /proc of a program that may not be looked into to root.
BOOST_AUTO_TEST_CASE(the_running_program_cannot_be_looked_into, *holds("CF5")) {
    Door door;
    if (geteuid() == 0) fs::permissions(door.folder(), fs::perms{0777});
    const HalfSentRequest half(door, {.method = "POST",
                                      .body = "username=alice",
                                      .variables = {{"CONTENT_LENGTH", "100"}},
                                      .through = as_ordinary_user()});
    const std::string entry = "/proc/" + std::to_string(half.pid());
    struct stat status {};
    BOOST_TEST_REQUIRE(stat((entry + "/environ").c_str(), &status) == 0);
    BOOST_TEST(status.st_uid == 0U);
    BOOST_TEST(contains(read_whole(entry + "/limits"), "Max core file size        0                    0"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
