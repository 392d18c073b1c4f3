// The first minutes of an installation.
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "server/checks.h"
#include "server/on_each_server.h"
#include "server/owner.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// What a browser found, where the private folder lies inside the site.
constexpr const char* folder_refused = "refused";

FormFields set_up_form(const std::string& code, const Site::User& user) {
    return {{"code", code},
            {"folder", folder_refused},
            {"username", user.name},
            {"password", user.password},
            {"password_again", user.password}};
}

// Sends `count` requests at the same time, each from a browser of its own.
std::vector<HttpResponse> all_at_once(Site& site, int count,
                                      const std::function<HttpResponse(HttpClient&, int)>& send) {
    std::vector<HttpResponse> responses(static_cast<std::size_t>(count));
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            HttpClient browser = site.client();
            try {
                responses[static_cast<std::size_t>(i)] = send(browser, i);
            } catch (const std::exception& error) {
                responses[static_cast<std::size_t>(i)].body = error.what();
            }
        });
    }
    threads.clear();
    return responses;
}

mode_t mode_of(const fs::path& path) {
    struct stat status {};
    BOOST_TEST_REQUIRE(stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

// Elsewhere the private folder lies inside the site, no code is written, and set_up_as_owner() uploads a file.
bool takes_a_code(const SetUp& set_up) {
    return std::string_view(set_up.name) != "lighttpd_cgi_in_a_folder";
}

}  // namespace

ON_SET_UPS_THAT(takes_a_code, the_code_from_the_file_makes_the_first_user_and_closes_set_up, *holds("PW10")) {
    Site site(set_up);
    HttpClient browser = site.client();
    check_redirect(browser.get("/"), site.at("/setup"));
    check_page(browser.get("/setup"), 200);
    const Site::User owner = site.new_user();
    check_redirect(browser.post("/setup", set_up_form(site.set_up_code(), owner)), site.at("/home"));
    const HttpResponse home = browser.get("/home");
    check_page(home, 200);
    BOOST_TEST(home.shows(owner.name));
    check_page(browser.get("/setup"), 404);
    check_page(browser.post("/setup", set_up_form("", site.new_user())), 404);
    BOOST_TEST(!fs::exists(site.private_folder() / "setup-code.txt"));
    BOOST_TEST(is_signed_in(browser));
    BOOST_TEST(site.command_line({"user", "list", "--json"}).output.find("\"admin\"") != std::string::npos);
}

ON_SET_UPS_THAT(takes_a_code, a_wrong_code_makes_nobody, *holds("PW10")) {
    Site site(set_up);
    HttpClient browser = site.client();
    const Site::User thief = site.new_user();
    for (const char* code : {"", "0000000000", "../setup-code.txt"}) {
        const HttpResponse response = browser.post("/setup", set_up_form(code, thief));
        check_page(response, 422);
        BOOST_TEST(response.shows(thief.name));
        BOOST_TEST(!is_signed_in(browser));
    }
    BOOST_TEST(site.command_line({"user", "list"}).output == "");
    check_redirect(browser.get("/"), site.at("/setup"));
}

ON_SET_UPS_THAT(takes_a_code, an_uploaded_file_of_the_named_kind_opens_set_up_too, *holds("PW10")) {
    Site site(set_up);
    HttpClient browser = site.client();
    browser.get("/setup");
    const std::string file = file_to_upload(browser.get("/setup"));
    BOOST_TEST_REQUIRE(!file.empty());
    const Site::User owner = site.new_user();
    check_page(browser.post("/setup", set_up_form("", owner)), 422);
    std::ofstream(site.folders().program / file).close();
    HttpClient stranger = site.client();
    check_page(stranger.post("/setup", set_up_form("", site.new_user())), 422);
    check_redirect(browser.post("/setup", set_up_form("", owner)), site.at("/home"));
    BOOST_TEST(is_signed_in(browser));
}

ON_SET_UPS_THAT(takes_a_code, of_two_who_race_for_set_up_one_wins, *holds("PW10")) {
    Site site(set_up);
    const std::string code = site.set_up_code();
    const std::vector<Site::User> users = {site.new_user(), site.new_user()};
    const auto responses = all_at_once(site, 2, [&](HttpClient& browser, int i) {
        return browser.post("/setup", set_up_form(code, users[static_cast<std::size_t>(i)]));
    });
    const auto winners = std::ranges::count(responses, 303, &HttpResponse::status);
    BOOST_TEST(winners == 1);
    for (const HttpResponse& response : responses) {
        BOOST_TEST((response.status == 303 || response.status == 422 || response.status == 404), response.status);
    }
    const std::string list = site.command_line({"user", "list", "--json"}).output;
    BOOST_TEST(std::ranges::count(list, '\n') == 1);
}

ON_EACH_SET_UP(eight_first_requests_at_once_make_one_schema, *holds("PR11")) {
    Site site(set_up);
    const auto responses =
        all_at_once(site, 8, [](HttpClient& browser, int) { return browser.get("/setup?cookies=tried"); });
    for (const HttpResponse& response : responses) BOOST_TEST(response.status == 200, response.status << response.body);
    site.set_up_first_user();
    BOOST_TEST(site.command_line({"check-config"}).status == 0);
    HttpClient browser = site.signed_in();
    BOOST_TEST(is_signed_in(browser));
}

ON_EACH_SET_UP(files_are_private_whatever_the_umask_says, *holds("CF1")) {
    Site site(set_up, {.umask = 0});
    site.set_up_first_user();
    HttpClient browser = site.signed_in();
    site.client().post("/", {{"username", "nobody"}, {"password", "wrong"}});
    BOOST_TEST(mode_of(site.private_folder()) == mode_t{0700});
    for (const auto& entry : fs::recursive_directory_iterator(site.private_folder())) {
        const mode_t allowed = entry.is_directory() ? 0700 : 0600;
        BOOST_TEST((mode_of(entry.path()) & ~allowed) == 0U, entry.path() << " is open to others");
    }
}

ON_EACH_SET_UP(without_a_writable_folder_there_is_a_page_and_it_heals, *holds("PR12 CA1 HD1")) {
    const auto writable = [](const Folders& folders, bool yes) {
        for (const fs::path& folder : {folders.root, folders.documents, folders.program}) {
            fs::permissions(folder, fs::perms{yes ? 0755U : 0555U});
        }
        if (fs::exists(folders.named)) fs::permissions(folders.named, fs::perms{yes ? 0700U : 0500U});
    };
    Site site(set_up, {.prepare = [&](const Folders& folders) { writable(folders, false); }});
    HttpClient browser = site.client();
    for (const char* path : {"/", "/home", "/setup"}) {
        const HttpResponse response = browser.get(path);
        check_page(response, 503);
        BOOST_TEST(!response.header("retry-after").empty());
        BOOST_TEST(!response.shows(site.folders().root.string()));
    }
    writable(site.folders(), true);
    check_redirect(browser.get("/"), site.at("/setup"));
    site.set_up_first_user();
    browser = site.signed_in();
    BOOST_TEST(is_signed_in(browser));
}

ON_EACH_SET_UP(a_wrong_configuration_is_a_page_that_tells_visitors_nothing_and_heals, *holds("CF3 LG6")) {
    Site site(set_up);
    site.set_up_first_user();
    HttpClient browser = site.signed_in();
    const fs::path file = site.private_folder() / "cloakroom.conf";
    const auto write = [&](const std::string& text) {
        std::ofstream(file) << text;
        fs::copy_file(site.private_folder() / "cloakroom.conf", site.folders().server / "copy.conf",
                      fs::copy_options::overwrite_existing);
    };
    write("nonsense = 1\n");
    const Outcome check = site.command_line({"check-config"});
    BOOST_TEST(check.status != 0);
    BOOST_TEST(check.output.find("cloakroom.conf:1:") != std::string::npos, check.output);
    BOOST_TEST(check.output.find("nonsense") != std::string::npos, check.output);
    // A process looks at its configuration once a second.
    HttpResponse response;
    const auto look_until = [&](const auto& is_there) {
        for (int tries = 0; tries < 500 && !is_there(); ++tries) {
            if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds{10});
            response = browser.get("/home");
        }
    };
    look_until([&] { return response.status == 503; });
    check_page(response, 503);
    BOOST_TEST(!response.shows("nonsense"));
    BOOST_TEST(!response.shows("cloakroom.conf"));
    write("site_name = \"Healed\"\n");
    look_until([&] { return response.shows("Healed"); });
    check_page(response, 200);
    BOOST_TEST(response.shows("Healed"));
}

}  // namespace cloakroom::test
