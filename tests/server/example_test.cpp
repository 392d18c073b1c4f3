// The example of docs/cpp.md, built as its first lines say with the installed library:
// behind a real lighttpd, beside the site's Cloakroom, as FastCGI and as plain CGI.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "server/checks.h"
#include "server/database.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

bool is_beside_the_door(const SetUp& set_up) {
    return set_up.hosting == Hosting::lighttpd_fastcgi && *set_up.base != '\0';
}

std::string content(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

// The example, built twice: with shared libraries, and without any.
class Example {
   public:
    Example() {
        std::string source = content(shipped_files() / "docs/examples/visits.cpp");
        std::string command = source.substr(source.find("g++ "));
        command.resize(command.find('\n'));
        replace_all(source, "/var/lib/cloakroom", folder().string());
        std::ofstream(built_.path() / "visits.cpp") << source;
        build(command);
        replace_all(command, "visits.fcgi", "visits.cgi");
        build(command + " -static");
    }

    // Where both look for the private folder: a link, so that each test has its own.
    fs::path folder() const { return built_.path() / "private"; }
    fs::path program(const std::string& name) const { return built_.path() / name; }

   private:
    void build(const std::string& command) const {
        const std::string installed = std::getenv("CLOAKROOM_INSTALLED");
        const Outcome outcome = run({"sh", "-c",
                                     "cd " + built_.path().string() + " && export PKG_CONFIG_SYSROOT_DIR=" + installed +
                                         " PKG_CONFIG_PATH=" + installed + "/usr/lib/pkgconfig && " + command +
                                         " -Wall -Wextra -Wpedantic"});
        if (outcome.status != 0) throw std::runtime_error(command + ": " + outcome.output);
    }

    TempFolder built_;
};

const Example& example() {
    static const Example example;
    return example;
}

constexpr const char* more_configuration = R"(
server.modules += ("mod_cgi")
cgi.assign = ("/visits.cgi" => "")
fastcgi.server = ("/visits.fcgi" => ((
    "bin-path"    => var.cloakroom + "/../visits.fcgi",
    "socket"      => var.cloakroom + "/../../server/visits.socket",
    "max-procs"   => 2,
    "check-local" => "disable"
)))
)";

// A site with a door and the example beside it.
class SiteWithExample : public Site {
   public:
    explicit SiteWithExample(const SetUp& set_up)
        : Site(set_up, {.prepare = place, .more_configuration = more_configuration}) {
        set_up_first_user();
    }

    static std::string page(HttpClient& browser, const std::string& program) {
        const HttpResponse response = browser.send({.path = program});
        BOOST_TEST(response.status == 200, response.body);
        BOOST_TEST(response.header("cache-control") == "no-store");
        BOOST_TEST(response.header("vary") == "Cookie");
        return response.body;
    }
    static HttpResponse choose(HttpClient& browser, const std::string& program, const std::string& colour,
                               const std::string& origin) {
        return browser.send({.method = "POST",
                             .path = program,
                             .headers = {{"Origin", origin}, {"Content-Type", "application/x-www-form-urlencoded"}},
                             .body = "colour=" + colour});
    }
    std::string sessions() { return Database(*this).value("SELECT count(*) FROM sessions"); }

   private:
    static void place(const Folders& folders) {
        for (const char* name : {"visits.fcgi", "visits.cgi"}) {
            fs::copy_file(example().program(name), folders.documents / name);
        }
        fs::remove(example().folder());
        fs::create_symlink(folders.named, example().folder());
    }
};

const std::vector<std::string> programs = {"/visits.fcgi", "/visits.cgi"};

bool says(const std::string& page, const std::string& text) {
    BOOST_TEST(page.find(text) != std::string::npos, page << " does not say " << text);
    return page.find(text) != std::string::npos;
}

}  // namespace

ON_SET_UPS_THAT(is_beside_the_door, the_example_counts_the_visits_of_each_visitor_apart, *holds("CK1 CK4")) {
    SiteWithExample site(set_up);
    for (const std::string& program : programs) {
        HttpClient one = site.client();
        HttpClient other = site.client();
        for (int visit = 1; visit <= 5; ++visit) {
            says(site.page(one, program), "visit " + std::to_string(visit) + ". Your colour: none yet");
        }
        says(site.page(other, program), "visit 1.");
        BOOST_TEST(one.cookies.size() == 1U);
        BOOST_TEST(one.cookies != other.cookies);
    }
}

ON_SET_UPS_THAT(is_beside_the_door, as_fastcgi_and_as_cgi_the_example_has_one_session, *holds("SL8")) {
    SiteWithExample site(set_up);
    HttpClient browser = site.client();
    for (int visit = 1; visit <= 6; ++visit) {
        says(site.page(browser, programs[visit % 2]), "visit " + std::to_string(visit) + ".");
    }
    BOOST_TEST(site.sessions() == "2");  // the other is the first user's
}

ON_SET_UPS_THAT(is_beside_the_door, the_form_of_the_example_keeps_what_was_sent_and_shows_it_escaped, *holds("RD4")) {
    SiteWithExample site(set_up);
    for (const std::string& program : programs) {
        HttpClient browser = site.client();
        const HttpResponse chosen = site.choose(browser, program, "green", site.origin());
        BOOST_TEST(chosen.status == 303);
        BOOST_TEST(chosen.header("location") == program);
        says(site.page(browser, program), "Your colour: green<form");
        site.choose(browser, program, "<b>\"&", site.origin());
        says(site.page(browser, program), "Your colour: &lt;b>&quot;&amp;<form");
    }
}

ON_SET_UPS_THAT(is_beside_the_door, the_example_takes_no_form_from_another_site, *holds("RF3")) {
    SiteWithExample site(set_up);
    for (const std::string& program : programs) {
        HttpClient browser = site.client();
        const HttpResponse refused = site.choose(browser, program, "green", "https://evil.example");
        BOOST_TEST(refused.status == 403);
        BOOST_TEST(refused.all("set-cookie").empty());
    }
    BOOST_TEST(site.sessions() == "1");
}

ON_SET_UPS_THAT(is_beside_the_door, the_count_of_the_example_comes_along_at_sign_in_and_goes_at_sign_out,
                *holds("ID4 SL1")) {
    SiteWithExample site(set_up);
    const Site::User user = site.add_user();
    for (const std::string& program : programs) {
        HttpClient browser = site.client();
        for (int visit = 1; visit <= 3; ++visit) site.page(browser, program);
        const auto before = browser.cookies;
        check_redirect(browser.post("/", {{"username", user.name}, {"password", user.password}}), site.at("/home"));
        BOOST_TEST(browser.cookies != before);
        says(site.page(browser, program), "visit 4.");
        HttpClient old = site.client();
        old.cookies = before;
        says(site.page(old, program), "visit 1.");
        check_redirect(browser.post("/logout", {}), site.at("/?signed_out=0"));
        says(site.page(browser, program), "visit 1.");
    }
}

ON_SET_UPS_THAT(is_beside_the_door, without_its_data_the_example_answers_503_and_recovers, *holds("PR12")) {
    SiteWithExample site(set_up);
    HttpClient browser = site.client();
    for (const std::string& program : programs) {
        fs::rename(site.folders().named, site.folders().root / "away");
        int status = 200;  // a process that has them open notices it a second later
        for (int tries = 0; tries < 300 && status == 200; ++tries) {
            status = browser.send({.path = program}).status;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        BOOST_TEST(status == 503);
        fs::rename(site.folders().root / "away", site.folders().named);
        says(site.page(browser, program), "visit ");
    }
}

ON_SET_UPS_THAT(is_beside_the_door, the_page_about_cpp_shows_the_example_as_it_is, *holds("")) {
    const std::string example = content(shipped_files() / "docs/examples/visits.cpp");
    BOOST_TEST(std::ranges::count(example, '\n') <= 40);
    BOOST_TEST(content(shipped_files() / "docs/cpp.md").find("```cpp\n" + example + "```") != std::string::npos);
    static_cast<void>(set_up);
}

ON_SET_UPS_THAT(is_beside_the_door, uninstall_takes_away_all_that_install_put_there, *holds("")) {
    const TempFolder copy;
    const fs::path root = copy.path() / "root";
    fs::copy(std::getenv("CLOAKROOM_INSTALLED"), root, fs::copy_options::recursive);
    BOOST_TEST(fs::exists(root / "usr/lib/libcloakroom.a"));
    const Outcome outcome = run(
        {"env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "make", "uninstall", "PREFIX=/usr", "DESTDIR=" + root.string()});
    BOOST_TEST(outcome.status == 0, outcome.output);
    const auto entries = fs::recursive_directory_iterator(root);
    BOOST_TEST(std::ranges::count_if(entries, [](const auto& entry) { return !entry.is_directory(); }) == 0);
    static_cast<void>(set_up);
}

}  // namespace cloakroom::test
