// What nginx and Caddy tell programs in protected folders, and what they make of answers
// that no Cloakroom gives. Who sees what stands in protected_test.cpp, as for all servers.
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <thread>

#include "server/documents.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool asks_over_http(const SetUp& set_up) {
    return can_ask(set_up) && needs_workers(set_up);
}

constexpr const char* page = R"(<?php header('Content-Type: text/plain');
foreach ($_SERVER as $name => $value) if (is_string($value)) echo "$name=$value\n";
echo 'BODY=' . file_get_contents('php://input') . "\n";
)";

// PHP behind a site, with a page that shows what it is told.
class Php {
   public:
    explicit Php(const Site& site)
        : socket_(php_socket(site.folders())),
          process_({"spawn-fcgi", "-n", "-s", socket_, "-M", "0666", "--", "/usr/bin/php-cgi"}, {}) {
        for (const char* folder : {"members", "members/open"}) {
            std::ofstream(site.folders().documents / folder / "page.php") << page;
        }
        while (!fs::exists(socket_)) std::this_thread::sleep_for(10ms);
    }

    ~Php() { fs::remove(socket_); }
    Php(const Php&) = delete;
    Php& operator=(const Php&) = delete;

   private:
    fs::path socket_;
    Process process_;
};

using Told = std::map<std::string, std::string>;

// The lines of the page; what is told of the client's own headers (HTTP_...) among them.
Told told(const HttpResponse& response) {
    BOOST_TEST(response.status == 200);
    Told all;
    std::istringstream lines(response.body);
    for (std::string line; std::getline(lines, line);) {
        const auto end = line.find('=');
        if (end != std::string::npos) all[line.substr(0, end)] = line.substr(end + 1);
    }
    return all;
}

const Headers forged = {{"Remote-User", "mallory"},
                        {"Remote_User", "mallory"},
                        {"X-Remote-User", "mallory"},
                        {"Variable-REMOTE_USER", "mallory"},
                        {"Variable-Remote-User", "mallory"},
                        {"REMOTE_USER", "mallory"},
                        {"CLOAKROOM_GROUPS", "mallory"},
                        {"Cloakroom-User", "mallory"},
                        {"Cloakroom_User", "mallory"},
                        {"Cloakroom-Display-Name", "mallory"},
                        {"CLOAKROOM_DISPLAY_NAME", "mallory"},
                        {"Cloakroom-Groups", "mallory"},
                        {"Cloakroom-Variables", "mallory"},
                        {"Authorization", "Basic bWFsbG9yeTp4"}};

constexpr const char* identity[] = {"REMOTE_USER", "CLOAKROOM_DISPLAY_NAME", "CLOAKROOM_GROUPS", "CLOAKROOM_VARIABLES",
                                    "CLOAKROOM_PAGE_VARIABLES"};

void protect(Site& site) {
    must_run(site, {"protect", "/members"});
    must_run(site, {"protect", "/members/open", "--anyone"});
}

// The workers run `answers` in the place of Cloakroom as long as this object lives.
class Impostor {
   public:
    explicit Impostor(Site& site) : site_(site), away_(site.program().string() + ".away") {
        fs::rename(site.program(), away_);
        fs::copy_file(std::getenv("CLOAKROOM_ANSWERS"), site.program());
        restart();
    }
    ~Impostor() {
        fs::rename(away_, site_.program());
        fs::remove(answer());
        restart();
    }
    Impostor(const Impostor&) = delete;
    Impostor& operator=(const Impostor&) = delete;

    void say(const std::string& text) const {
        std::ofstream(answer().string() + ".new") << text;
        fs::rename(answer().string() + ".new", answer());
    }

   private:
    fs::path answer() const { return site_.program().parent_path() / "answer"; }
    void restart() const {
        for (const pid_t worker : site_.workers()) kill(worker, SIGKILL);
    }

    Site& site_;
    fs::path away_;
};

}  // namespace

ON_SERVERS_THAT(asks_over_http, a_program_is_told_who_is_signed_in_whatever_the_client_says, *holds("AZ3 AZ7")) {
    protect(site);
    const Site::User user = site.add_user();
    must_run(site, {"group", "add", "choir", user.name});
    const Php php(site);
    HttpClient browser = site.signed_in(user);
    for (const Headers& headers : {Headers{}, forged}) {
        const Told about = told(browser.send(
            {.method = "POST", .path = "/members/page.php?a=b", .headers = headers, .body = "colour=green"}));
        BOOST_TEST(about.at("REMOTE_USER") == user.name);
        BOOST_TEST(about.at("CLOAKROOM_DISPLAY_NAME") == user.name);
        BOOST_TEST(about.at("CLOAKROOM_GROUPS") == "choir");
        BOOST_TEST(about.at("REQUEST_METHOD") == "POST");
        BOOST_TEST(about.at("QUERY_STRING") == "a=b");
        BOOST_TEST(about.at("BODY") == "colour=green");
        const Told in_the_open = told(browser.send({.path = "/members/open/page.php", .headers = headers}));
        BOOST_TEST(in_the_open.at("REMOTE_USER") == user.name);
    }
}

ON_SERVERS_THAT(asks_over_http, a_program_is_told_how_the_user_wishes_to_be_called, *holds("AZ3")) {
    protect(site);
    const Site::User user = site.add_user();
    const Php php(site);
    HttpClient browser = site.signed_in(user);
    const std::string name = "Zoë \U0001F642 שלום {env.HOME} $remote_addr";
    browser.post("/account", {{"display_name", name + "\r\n\x01"}});
    const Told about = told(browser.send({.path = "/members/page.php", .headers = forged}));
    BOOST_TEST(about.at("CLOAKROOM_DISPLAY_NAME") == name);
    BOOST_TEST(about.at("REMOTE_USER") == user.name);
}

ON_SERVERS_THAT(asks_over_http, the_php_example_greets_the_user_and_counts_his_visits, *holds("AZ3")) {
    protect(site);
    const Php php(site);
    const std::string example = document("examples/protected/hello.php");
    std::ofstream(site.folders().documents / "members/hello.php") << replaced(
        replaced(example, "https://club.example", site.origin()), "/var/lib/cloakroom", site.private_folder());
    const Site::User alice = site.add_user();
    HttpClient browser = site.signed_in(alice);
    for (const char* number : {"1", "2", "3"}) {
        const HttpResponse shown = browser.send({.path = "/members/hello.php", .headers = forged});
        BOOST_TEST(shown.shows("Hello, " + alice.name + "! This is visit " + number + "."), shown.body);
        for (const auto& [name, value] : shown.headers) BOOST_TEST(!name.starts_with("variable-"), name);
    }
    HttpClient stranger = site.client();
    for (const Headers& headers : {Headers{}, forged}) {
        BOOST_TEST(stranger.send({.path = "/members/hello.php", .headers = headers}).status == 401);
    }
}

ON_SERVERS_THAT(asks_over_http, of_strangers_a_program_is_told_nothing_whatever_they_say, *holds("AZ3 CG7")) {
    protect(site);
    const Php php(site);
    HttpClient stranger = site.client();
    for (const Headers& headers : {Headers{}, forged}) {
        const Told about = told(stranger.send({.path = "/members/open/page.php", .headers = headers}));
        for (const char* name : identity) {
            const auto found = about.find(name);
            BOOST_TEST((found == about.end() || found->second.empty()), name << "=" << found->second);
        }
        // Behind Caddy these are what other servers are told by, to which it passes requests on.
        if (site.set_up().hosting != Hosting::caddy_fastcgi) continue;
        for (const auto& [name, value] : about) {
            BOOST_TEST((!name.starts_with("HTTP_CLOAKROOM") || value.empty()), name << "=" << value);
        }
    }
}

// What a visitor writes into his page variables is text, also where it looks like a variable of the server.
ON_SET_UPS_THAT(asks_over_http, a_program_is_told_variables_as_they_are, *holds("AZ3")) {
    Site site(set_up);
    site.set_up_first_user();
    std::ofstream(site.private_folder() / "cloakroom.conf") << "page_variables_for_programs = [\"cart\"]\n";
    fs::permissions(site.private_folder() / "cloakroom.conf", fs::perms{0644});
    for (const pid_t worker : site.workers()) kill(worker, SIGKILL);
    protect(site);
    const Php php(site);
    HttpClient browser = site.signed_in();
    const std::string cart = R"(["{http.request.host} {env.HOME} $remote_addr"])";
    const HttpResponse kept = browser.send({.method = "PUT",
                                            .path = site.at("/session/page/cart"),
                                            .headers = {{"Content-Type", "application/json"}},
                                            .body = cart});
    BOOST_TEST(kept.status == 204);
    const Told about = told(browser.send({.path = "/members/page.php", .headers = {}}));
    BOOST_TEST(about.at("CLOAKROOM_PAGE_VARIABLES") == R"({"cart":)" + cart + "}");
    BOOST_TEST(about.at("CLOAKROOM_VARIABLES") == "");
}

ON_SERVERS_THAT(asks_over_http, the_text_of_a_program_is_never_shown, *holds("AZ6")) {
    protect(site);
    std::ofstream(site.folders().documents / "members/page.php") << page;
    HttpClient browser = site.signed_in();
    for (const char* path : {"/members/page.php", "/members/page.php/x", "/members//page.php", "/members/page%2ephp"}) {
        const HttpResponse response = browser.send({.path = path});
        BOOST_TEST(response.status >= 400, path);
        BOOST_TEST(!response.shows("<?php"), path);
    }
}

// (A whole answer without a status is 200 to all servers: so ours begin with theirs.)
ON_SERVERS_THAT(asks_over_http, an_answer_that_makes_no_sense_opens_nothing, *holds("AZ1")) {
    protect(site);
    HttpClient browser = site.signed_in();
    const HttpRequest request{.path = "/members/secret.txt", .headers = {{"Accept", "text/html"}}};
    {
        const Impostor impostor(site);
        for (const std::string& text :
             {std::string(), std::string("garbage"), std::string("Location"), std::string("Status: 500\r\n\r\n"),
              std::string("Status: 302\r\nLocation: /members/secret.txt\r\n\r\n"),
              std::string("Status: nonsense\r\n\r\n"), std::string(100'000, 'x'), std::string("\0\0\0\0", 4)}) {
            impostor.say(text);
            for (int i = 0; i < 3; ++i) {
                const HttpResponse response = browser.send(request);
                BOOST_TEST(!response.shows("SECRET"), text.substr(0, 40));
                BOOST_TEST(response.status >= 300, text.substr(0, 40));
            }
        }
    }
    HttpResponse response;
    for (int tries = 0; tries < 100 && response.status != 200; ++tries) {
        if (tries > 0) std::this_thread::sleep_for(100ms);
        response = browser.send(request);
    }
    BOOST_TEST(response.body == locked_text);
}

}  // namespace cloakroom::test
