// docs/tutorial.md, typed line by line with the package of today.
#include <pwd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <memory>
#include <thread>

#include "hosts/package.h"
#include "server/checks.h"
#include "server/documents.h"
#include "server/locks.h"
#include "server/site.h"
#include "support/pages.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// Somebody who has the zip, and follows the page.
class Reader {
   public:
    Reader() {
        const passwd* user = getpwnam(server_user);
        fs::create_directory(club_);
        fs::copy(package().zip, club_);
        if (is_root()) BOOST_TEST_REQUIRE(chown(club_.c_str(), user->pw_uid, user->pw_gid) == 0);
    }

    void follow(const std::string& heading) {
        int count = 0;
        for (const Block& block : blocks_of("docs/tutorial.md")) {
            if (!block.heading.starts_with(heading)) continue;
            ++count;
            type(block.kind, as_it_is_here(block.text));
        }
        BOOST_TEST(count > 0, heading);
    }

    HttpClient browser() const {
        return HttpClient({.origin = origin(), .base = "/door", .address = "", .trusted = ""});
    }
    std::string code() const {
        std::ifstream file(club_ / "private/setup-code.txt");
        std::string line;
        std::getline(file, line);
        return line;
    }

   private:
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::string as_it_is_here(const std::string& text) const {
        return replaced(replaced(text, "/home/me/club", club_), "8080", std::to_string(port_));
    }

    void type(const std::string& kind, const std::string& text) {
        if (kind == "lighttpd") return save("lighttpd.conf", text);
        if (kind == "toml") return save("private/cloakroom.conf", text);
        if (text.starts_with("lighttpd ")) return start(text);
        const Outcome outcome = run(as_server_user({"bash", "-ec", text}));
        BOOST_TEST(outcome.status == 0, text << outcome.output);
    }
    void save(const std::string& name, const std::string& text) const {
        const Outcome outcome = run(as_server_user({"tee", club_ / name}), text);
        BOOST_TEST(outcome.status == 0, outcome.output);
    }
    void start(const std::string& command) {
        server_ = std::make_unique<Process>(as_server_user({"sh", "-c", "exec " + command}), Process::Options{});
        for (int tries = 0; tries < 1000; ++tries) {
            try {
                browser().send({.path = "/"});
                return;
            } catch (const std::exception&) {
                std::this_thread::sleep_for(std::chrono::milliseconds{10});
            }
        }
        BOOST_FAIL("lighttpd does not start");
    }

    TempFolder temp_;
    fs::path club_ = temp_.path() / "club";
    int port_ = free_port();
    std::unique_ptr<Process> server_;
};

constexpr const char* password = "four plain words together";
const FormFields right = {{"username", "ann"}, {"password", password}};
const FormFields kept = {{"username", "ann"}, {"password", password}, {"permanent", "1"}};

void says(const HttpResponse& page, const std::string& text) {
    BOOST_TEST(page.shows(text), page.status << page.body << " does not say " << text);
}

HttpResponse page_for_members(HttpClient& browser) {
    return browser.send({.path = "/members/hello.cgi", .headers = navigation});
}

// Asks until it is so: a change of the configuration is noticed within a second.
template <typename Condition>
bool soon(const Condition& condition) {
    for (int tries = 0; tries < 50; ++tries) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return false;
}

bool lives(const HttpResponse& response, int days) {
    const std::string age = "Max-Age=" + std::to_string(days * 24 * 60 * 60);
    return response.status == 303 && response.header("set-cookie").find(age) != std::string::npos;
}

// The page at the end of the redirects, as a browser follows them.
HttpResponse where_it_leads(HttpClient& browser, std::string path) {
    for (int most = 5; most > 0; --most) {
        HttpResponse response = browser.send({.path = path});
        if (response.status != 303) return response;
        path = response.header("location");
    }
    throw std::runtime_error("too many redirects");
}

void set_up(HttpClient& ann, const std::string& code) {
    check_redirect(ann.post("/setup", {{"code", code},
                                       {"username", "ann"},
                                       {"password", password},
                                       {"password_again", password},
                                       {"folder", ""}}),
                   "/door/home");
    says(ann.get("/home"), "<h1>Hello, <bdi>ann</bdi></h1>");
}

void sign_out_and_in(HttpClient& ann, const Reader& reader) {
    HttpClient copied = reader.browser();
    copied.cookies = ann.cookies;
    ann.post("/logout", {});
    check_redirect(ann.get("/home"), "/door/?next=%2Fdoor%2Fhome");
    BOOST_TEST(copied.get("/home").status == 303);
    for (const char* name : {"ann", "nobody"}) {
        says(ann.post("/", {{"username", name}, {"password", "guessed"}}), "Invalid username or password.");
    }
    const HttpResponse response = ann.post("/", right);
    check_redirect(response, "/door/home");
    BOOST_TEST(response.header("set-cookie").find("Max-Age") == std::string::npos);
    says(ann.get("/home"), "<h1>Hello, <bdi>ann</bdi></h1>");
}

void visit(HttpClient& ann, const Reader& reader) {
    for (const char* number : {"1", "2", "3"}) {
        says(page_for_members(ann), std::string("Hello, ann! This is visit ") + number + ".");
    }
    HttpClient stranger = reader.browser();
    BOOST_TEST(page_for_members(stranger).header("location") == "/door/?next=%2Fmembers%2Fhello.cgi");
    stranger.post("/", right);
    says(page_for_members(stranger), "Hello, ann! This is visit 1.");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tutorial)

BOOST_AUTO_TEST_CASE(who_types_its_lines_sees_what_it_says) {
    Reader reader;
    reader.follow("1. ");
    HttpClient ann = reader.browser();
    says(where_it_leads(ann, "/door/"), "setup-code.txt");
    reader.follow("2. ");
    set_up(ann, reader.code());
    sign_out_and_in(ann, reader);
    BOOST_TEST(lives(reader.browser().post("/", kept), 7));
    reader.follow("4. ");
    BOOST_TEST(soon([&] { return lives(reader.browser().post("/", kept), 30); }));
    says(reader.browser().send({.path = "/"}), "/members/hello.cgi");
    BOOST_TEST(page_for_members(ann).status == 403);
    reader.follow("5. ");
    visit(ann, reader);
    reader.follow("6. ");
    BOOST_TEST(soon([&] { return ann.get("/home").shows("<h1>Welcome to the club, <bdi>ann</bdi></h1>"); }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
