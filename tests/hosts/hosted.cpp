#include "hosts/hosted.h"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "hosts/package.h"
#include "server/checks.h"
#include "server/locks.h"
#include "server/owner.h"
#include "support/program.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

void check_set_up(Site& site, HttpClient& browser, const Site::User& owner) {
    check_redirect(browser.get("/"), site.at("/setup"));
    check_redirect(set_up_as_owner(site, browser, owner), site.at("/home"));
    const HttpResponse home = browser.get("/home");
    check_page(home, 200);
    BOOST_TEST(home.shows(owner.name));
}

void check_sign_out_and_in(Site& site, HttpClient& browser, const Site::User& owner) {
    browser.post("/logout", {});
    BOOST_TEST(!is_signed_in(browser));
    BOOST_TEST(is_sign_in_form(browser.get("/")));
    check_redirect(browser.post("/", {{"username", owner.name}, {"password", owner.password}}), site.at("/home"));
    BOOST_TEST(is_signed_in(browser));
}

void check_lock(Site& site, HttpClient& browser, HttpClient stranger, const std::string& folder) {
    command(site, {"protect", folder});
    const HttpRequest secret{.path = folder + "/secret.txt", .headers = navigation};
    BOOST_TEST(browser.send(secret).body == locked_text);
    const HttpResponse refused = stranger.send(secret);
    BOOST_TEST(refused.status == 303);
    BOOST_TEST(!refused.shows("SECRET"));
}

}  // namespace

void upload_as_folder(const fs::path& unpacked, const Folders& folders) {
    for (const auto& entry : fs::directory_iterator(unpacked)) {
        fs::rename(entry.path(), folders.program / entry.path().filename());
    }
}

Site::Options on(const Host& host) {
    Site::Options options;
    options.prepare = [&host](const Folders& folders) {
        for (const char* file : {"cloakroom.fcgi", ".htaccess"}) fs::remove(folders.program / file);
        (host.upload != nullptr ? host.upload : upload_as_folder)(unpack(folders.root / "download"), folders);
        if (host.htaccess != nullptr) {
            fs::copy_file(folders.program / "htaccess" / host.htaccess, folders.program / ".htaccess",
                          fs::copy_options::overwrite_existing);
        }
        if (host.configuration != nullptr) std::ofstream(folders.server / "host.conf") << host.configuration(folders);
    };
    if (host.configuration != nullptr) options.more_configuration = "Include host.conf\n";
    return options;
}

void check_that_it_works(Site& site, const Browser& new_browser, const std::string& locked) {
    HttpClient browser = new_browser();
    const Site::User owner = site.new_user();
    check_set_up(site, browser, owner);
    check_sign_out_and_in(site, browser, owner);
    if (can_lock(site.set_up())) check_lock(site, browser, new_browser(), locked);
    for (const char* path : {"/data/cloakroom.sqlite", "/cloakroom.conf.sample", "/README.txt"}) {
        BOOST_TEST(new_browser().get(path).status != 200, path);
    }
}

void command(Site& site, Command words) {
    const Command head = {program_path(), "--config", site.private_folder() / "cloakroom.conf"};
    words.insert(words.begin(), head.begin(), head.end());
    const Outcome outcome = run(words);
    BOOST_TEST(outcome.status == 0, outcome.output);
}

}  // namespace cloakroom::test
