// The examples of docs/examples/protected/, and what else runs in a protected folder.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "server/checks.h"
#include "server/documents.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* page_about_programs = "protected-programs.md";

// What an owner writes for programs, whether they are protected or not.
std::string on_lighttpd() {
    return "\n" + block_of(page_about_programs, "server.modules");
}

// (Who asks for /members/busy is told 503 by the server, once we have let him in.)
std::string on_apache() {
    return block_of(page_about_programs, "Options") + "Redirect 503 /members/busy\n";
}

std::string configuration_for_programs(const SetUp& set_up) {
    if (!is_apache(set_up)) return on_lighttpd();
    const std::string modules =
        "\nLoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so\nScriptSock cgi.sock\n"
        "LoadModule include_module /usr/lib/apache2/modules/mod_include.so\n";
    if (set_up.hosting == Hosting::htaccess_fcgid) return modules;
    return modules + "<Location \"/members\">\n" + on_apache() + "</Location>\n";
}

// Programs that show what they are given.
constexpr const char* show_environment = "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\n'\nenv | sort\n";
constexpr const char* fail = "#!/bin/sh\nexit 1\n";
constexpr const char* show_body = "#!/bin/sh\nprintf 'Content-Type: application/octet-stream\\n\\n'\ncat\n";

bool runs_programs(const SetUp& set_up) {
    return can_ask(set_up) && (is_apache(set_up) || set_up.hosting == Hosting::lighttpd_fastcgi);
}

// lighttpd's mod_ssi knows no escaping: such a page is not for it.
bool runs_includes(const SetUp& set_up) {
    return runs_programs(set_up) && is_apache(set_up);
}

const std::vector<std::string> examples = {"/members/hello.cgi", "/members/hello.pl", "/members/hello.php"};
constexpr const char* page_with_includes = "/members/hello.shtml";

void write_program(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
    fs::permissions(path, fs::perms{0755});
}

// A site whose folder /members, and /members/open, which is for anyone, hold programs.
class SiteWithPrograms : public Site {
   public:
    explicit SiteWithPrograms(const SetUp& set_up)
        : Site(set_up, {.more_configuration = configuration_for_programs(set_up)}) {
        set_up_first_user();
        must_run({"protect", "/members"});
        must_run({"protect", "/members/open", "--anyone"});
        const fs::path members = folders().documents / "members";
        if (set_up.hosting == Hosting::htaccess_fcgid) {
            std::ofstream(members / ".htaccess", std::ios::app) << on_apache();
        }
        for (const auto& entry : fs::directory_iterator(shipped_files() / "docs/examples/protected")) {
            write_program(members / entry.path().filename(), as_it_runs_here(entry.path()));
        }
        for (const fs::path& folder : {members, members / "open"}) {
            write_program(folder / "environment.cgi", show_environment);
            write_program(folder / "body.cgi", show_body);
            write_program(folder / "broken.cgi", fail);
            write_program(folder / "body.php", "<?php readfile('php://input');");
        }
    }

    void must_run(const Command& words, const std::string& input = "") {
        const Outcome outcome = command_line(words, input);
        BOOST_TEST_REQUIRE(outcome.status == 0, outcome.output);
    }

    HttpClient signed_in_as(const std::string& name) {
        User user = new_user();
        user.name = name;
        must_run({"user", "add", user.name, "--password-stdin"}, user.password + "\n");
        return signed_in(user);
    }

    void configure(const std::string& line) {
        std::ofstream(private_folder() / "cloakroom.conf", std::ios::app) << line << '\n';
    }

   private:
    std::string as_it_runs_here(const fs::path& example) {
        const std::string text = document(example);
        return replaced(replaced(text, "https://club.example", origin()), "/var/lib/cloakroom", private_folder());
    }
};

std::string page(HttpClient& browser, const std::string& path) {
    const HttpResponse response = browser.send({.path = path});
    BOOST_TEST(response.status == 200, path << ": " << response.status << response.body);
    return response.body;
}

void call_oneself(HttpClient& browser, const std::string& name) {
    BOOST_TEST(browser.post("/account", {{"display_name", name}}).status == 303);
}

void says(const std::string& page, const std::string& text) {
    BOOST_TEST(page.find(text) != std::string::npos, page << " does not say " << text);
}

// The page once it says `text`: a change of the configuration is noticed within a second.
std::string page_that_says(HttpClient& browser, const std::string& path, const std::string& text) {
    std::string shown;
    for (int tries = 0; tries < 300; ++tries) {
        shown = page(browser, path);
        if (shown.find(text) != std::string::npos) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    says(shown, text);
    return shown;
}

// The environment of a program in the folder, save what is the client's own word, or
// another one for each request.
std::set<std::string> environment(HttpClient& browser, const std::string& folder, const Headers& headers = {}) {
    const HttpResponse response = browser.send({.path = folder + "/environment.cgi", .headers = headers});
    BOOST_TEST(response.status == 200, response.body);
    std::istringstream lines(response.body);
    std::set<std::string> kept;
    for (std::string line; std::getline(lines, line);) {
        const auto is_of = [&line](const char* start) { return line.starts_with(start); };
        constexpr const char* left_out[] = {"HTTP_", "REMOTE_PORT=", "UNIQUE_ID=", "_="};
        if (std::ranges::none_of(left_out, is_of)) kept.insert(line);
    }
    return kept;
}

bool tells_of_a_user(const std::string& line) {
    return line.starts_with("REMOTE_USER=") || line.find("CLOAKROOM_") != std::string::npos ||
           line.starts_with("AUTH_TYPE=");
}

// Names that somebody may choose to be called by, and what is kept of them.
const std::vector<std::pair<std::string, std::string>> chosen_names = {
    {"Zoë & \U0001F642", "Zoë & \U0001F642"},
    {"שלום \u202Eعالم", "שלום عالم"},
    {"a\r\nVariable-REMOTE_USER: admin\r\n\r\n\x01\x7f", "aVariable-REMOTE_USER: admin"},
    {std::string(300, 'x'), std::string(64, 'x')},
    {"", "alice"}};

// What somebody might send who wishes to be the admin.
const Headers forged = {{"Remote-User", "admin"},
                        {"Remote_User", "admin"},
                        {"REMOTE_USER", "admin"},
                        {"X-Remote-User", "admin"},
                        {"X-Cloakroom-User", "admin"},
                        {"Variable-REMOTE_USER", "admin"},
                        {"Variable-CLOAKROOM_GROUPS", "admin"},
                        {"Variable-CLOAKROOM_DISPLAY_NAME", "admin"},
                        {"CLOAKROOM_DISPLAY_NAME", "admin"},
                        {"Cloakroom-Display-Name", "admin"},
                        {"Variable-CLOAKROOM_VARIABLES", R"({"paid":true})"},
                        {"CLOAKROOM_GROUPS", "admin"},
                        {"Authorization", "Basic YWRtaW46eA=="},
                        {"Cloakroom-Groups", "admin"},
                        {"Redirect-Remote-User", "admin"},
                        {"Redirect-CLOAKROOM_GROUPS", "admin"}};

}  // namespace

ON_SET_UPS_THAT(runs_programs, each_example_greets_the_user_and_counts_his_visits, *holds("AZ3")) {
    SiteWithPrograms site(set_up);
    for (const std::string& example : examples) {
        const std::string name = "alice of " + example.substr(example.find('.') + 1);
        HttpClient alice = site.signed_in_as(name);
        HttpClient bob = site.signed_in();
        for (const char* number : {"1", "2", "3"}) {
            says(page(alice, example), "Hello, " + name + "! This is visit " + number + ".");
        }
        says(page(bob, example), "This is visit 1.");
    }
}

ON_SET_UPS_THAT(runs_programs, the_examples_count_in_one_variable_of_programs, *holds("AZ3")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in_as("alice");
    int visit = 0;
    for (const std::string& example : examples) {
        says(page(alice, example), "This is visit " + std::to_string(++visit) + ".");
    }
}

ON_SET_UPS_THAT(runs_includes, a_page_with_includes_greets_the_user_and_shows_what_is_counted, *holds("AZ3")) {
    SiteWithPrograms site(set_up);
    site.configure("variables_for_programs = [\"visits\"]");
    HttpClient alice = site.signed_in_as("alice");
    page_that_says(alice, page_with_includes, "<p>Hello, alice!</p>");
    for (const char* number : {"1", "2", "3"}) {
        page(alice, examples[0]);
        page_that_says(alice, page_with_includes, std::string("<code>{&quot;visits&quot;:") + number + "}</code>");
    }
}

ON_SET_UPS_THAT(runs_programs, a_name_with_markup_is_shown_escaped, *holds("TP1")) {
    SiteWithPrograms site(set_up);
    HttpClient browser = site.signed_in_as("<b>\"Zoë\" & $HOME `id` \\n");
    std::vector<std::string> all = examples;
    if (runs_includes(set_up)) all.emplace_back(page_with_includes);
    for (const std::string& path : all) {
        says(page(browser, path), "Hello, &lt;b&gt;&quot;Zoë&quot; &amp; $HOME `id` \\n!");
    }
}

ON_SET_UPS_THAT(runs_programs, a_stranger_runs_no_protected_program, *holds("AZ1 AZ3")) {
    SiteWithPrograms site(set_up);
    HttpClient stranger = site.client();
    for (const char* name : {"hello.cgi", "hello.pl", "hello.php", "hello.shtml", "environment.cgi", "body.cgi"}) {
        for (const Headers& headers : {Headers{}, forged}) {
            const std::string path = std::string("/members/") + name;
            BOOST_TEST(stranger.send({.path = path, .headers = headers}).status == 401, path);
            const HttpResponse posted =
                stranger.send({.method = "POST", .path = path, .headers = headers, .body = "x"});
            BOOST_TEST(posted.status >= 300, path);
            BOOST_TEST(!posted.shows("#!"), path);
        }
    }
}

ON_SET_UPS_THAT(runs_programs, a_program_learns_who_it_is_his_groups_and_the_variables_that_are_named, *holds("AZ3")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in_as("alice");
    site.must_run({"group", "add", "choir", "alice"});
    site.must_run({"group", "add", "board", "alice"});
    const auto told = environment(alice, "/members");
    BOOST_TEST(told.contains("REMOTE_USER=alice"));
    BOOST_TEST(told.contains("CLOAKROOM_GROUPS=board,choir"));
    BOOST_TEST(told.contains("CLOAKROOM_DISPLAY_NAME=alice"));
    BOOST_TEST(std::ranges::count_if(told, [](const auto& line) { return line.starts_with("CLOAKROOM_"); }) == 2);
    page(alice, "/members/hello.cgi");
    alice.send({.method = "PUT",
                .path = site.at("/session/page/visits"),
                .headers = {{"Sec-Fetch-Site", "same-origin"}, {"Content-Type", "application/json"}},
                .body = "\"für 100\""});
    site.configure("variables_for_programs = [\"visits\", \"none\"]\npage_variables_for_programs = [\"visits\"]");
    const std::string page = page_that_says(alice, "/members/environment.cgi", "CLOAKROOM_PAGE_VARIABLES=");
    says(page, "CLOAKROOM_VARIABLES={\"visits\":1}\n");
    says(page, "CLOAKROOM_PAGE_VARIABLES={\"visits\":\"f\\u00fcr 100\"}\n");
}

ON_SET_UPS_THAT(runs_programs, a_program_learns_how_the_user_wishes_to_be_called, *holds("AZ3 TP1")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in_as("alice");
    for (const auto& [typed, kept] : chosen_names) {
        call_oneself(alice, typed);
        const auto told = environment(alice, "/members", forged);
        BOOST_TEST(told.contains("CLOAKROOM_DISPLAY_NAME=" + kept), kept);
        BOOST_TEST(told.contains("REMOTE_USER=alice"));
    }
    call_oneself(alice, "<b>Zoë</b>");
    for (const std::string& example : examples) says(page(alice, example), "Hello, &lt;b&gt;Zoë&lt;/b&gt;!");
}

ON_SET_UPS_THAT(runs_programs, what_is_too_much_to_be_told_is_left_out_and_shuts_nobody_out, *holds("SL9")) {
    SiteWithPrograms site(set_up);
    site.configure("page_variables_for_programs = [\"large\", \"small\"]");
    HttpClient alice = site.signed_in_as("alice");
    for (const auto& [name, value] :
         {std::pair("large", std::string(60'000, 'x')), std::pair("small", std::string(4000, 'x'))}) {
        alice.send({.method = "PUT",
                    .path = site.at(std::string("/session/page/") + name),
                    .headers = {{"Sec-Fetch-Site", "same-origin"}, {"Content-Type", "application/json"}},
                    .body = '"' + value + '"'});
    }
    const std::string told = "CLOAKROOM_PAGE_VARIABLES={\"small\":\"" + std::string(4000, 'x') + "\"}\n";
    page_that_says(alice, "/members/environment.cgi", told);
}

ON_SET_UPS_THAT(runs_programs, no_header_of_a_client_changes_what_a_program_is_told, *holds("AZ3 CG7")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in_as("alice");
    HttpClient stranger = site.client();
    const auto told = environment(alice, "/members");
    BOOST_TEST(told.contains("REMOTE_USER=alice"));
    BOOST_TEST((environment(alice, "/members", forged) == told));
    BOOST_TEST((environment(alice, "/members/open", forged) == environment(alice, "/members/open")));
    const auto of_stranger = environment(stranger, "/members/open", forged);
    BOOST_TEST((of_stranger == environment(stranger, "/members/open")));
    for (const std::string& line : of_stranger) BOOST_TEST(!tells_of_a_user(line), line);
    for (const std::string& example : examples) {
        const HttpResponse response = alice.send({.path = example, .headers = forged});
        BOOST_TEST(response.shows("Hello, alice!"), response.body);
    }
}

ON_SET_UPS_THAT(runs_programs, nothing_that_a_program_is_told_reaches_the_browser, *holds("AZ3")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in_as("alice");
    site.configure("variables_for_programs = [\"visits\"]\npage_variables_for_programs = [\"visits\"]");
    page_that_says(alice, "/members/environment.cgi", "CLOAKROOM_PAGE_VARIABLES=");
    std::vector<std::string> all = examples;
    for (const char* path : {page_with_includes, "/members/body.cgi", "/members/secret.txt", "/members/none.cgi",
                             "/members/open/environment.cgi"}) {
        all.emplace_back(path);
    }
    for (const std::string& path : all) {
        for (const auto& [name, value] : alice.send({.path = path}).headers) {
            BOOST_TEST(!name.starts_with("variable-"), path << ": " << name);
            BOOST_TEST(value.find("alice") == std::string::npos, path << ": " << name);
        }
    }
}

// Apache would tell it on pages of its own making.
ON_SET_UPS_THAT(runs_includes, nor_does_it_where_something_fails, *holds("AZ3")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in_as("alice");
    for (const char* path : {"/members/broken.cgi", "/members/busy"}) {
        const HttpResponse response = alice.send({.path = path, .headers = navigation});
        BOOST_TEST(response.status == 500, path);
        BOOST_TEST(response.shows("Something went wrong"), response.body);
        for (const auto& [name, value] : response.headers) BOOST_TEST(!name.starts_with("variable-"), path << name);
    }
    BOOST_TEST(alice.get("/failed").status == 404);
}

ON_SET_UPS_THAT(runs_programs, the_body_of_a_post_reaches_the_protected_program_whole, *holds("AZ7")) {
    SiteWithPrograms site(set_up);
    HttpClient alice = site.signed_in();
    std::string body;
    for (int i = 0; i < 100'000; ++i) body += static_cast<char>(i * 7 % 256);
    for (const char* path : {"/members/body.cgi", "/members/body.php"}) {
        for (const char* type : {"application/octet-stream", "application/x-www-form-urlencoded", "application/json"}) {
            const HttpResponse response =
                alice.send({.method = "POST", .path = path, .headers = {{"Content-Type", type}}, .body = body});
            BOOST_TEST(response.status == 200);
            BOOST_TEST((response.body == body), path << type << ": " << response.body.size() << " bytes came back");
        }
    }
}

}  // namespace cloakroom::test
