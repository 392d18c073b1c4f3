// A later release takes the place of the program, and back again, while the site is in use.
#include <chrono>
#include <cstdlib>
#include <thread>

#include "server/checks.h"
#include "server/database.h"
#include "server/load.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// This program with one more step of the schema, whose number is 99.
fs::path next_release() {
    const char* named = std::getenv("CLOAKROOM_NEXT");
    return named != nullptr ? named : "build/tests/next-cloakroom";
}

// A browser that counts in a session variable until it is stopped; `told` is how often it was told that it had.
void count(const std::stop_token& stop, HttpClient& browser, int& told) {
    while (!stop.stop_requested()) {
        const HttpResponse response = browser.send({.method = "POST",
                                                    .path = browser.place().base + "/session/page/n/increment",
                                                    .headers = {{"Content-Type", "application/json"}},
                                                    .body = "1"});
        if (response.status == 200) ++told;
    }
}

std::size_t copies_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

ON_EACH_SET_UP(an_upgrade_with_another_schema_fails_no_request_nor_does_the_way_back, *holds("DB11 PR4")) {
    Site site(set_up);
    site.set_up_first_user();
    const std::string before = Database(site).value("PRAGMA user_version");
    const fs::path former = site.folders().root / "former.fcgi";
    fs::copy_file(site.program(), former);

    int told = 0;
    HttpClient browser = site.signed_in();
    std::jthread counting([&](const std::stop_token& stop) { count(stop, browser, told); });
    Load load(site, 16, "/home");
    std::this_thread::sleep_for(500ms);
    put_in_place(next_release(), site.program());
    std::this_thread::sleep_for(1s);
    BOOST_TEST(Database(site).value("PRAGMA user_version") == "99");
    put_in_place(former, site.program());
    std::this_thread::sleep_for(500ms);
    load.stop();
    counting.request_stop();
    counting.join();

    BOOST_TEST(load.failed() == 0, load.failed() << " failed, first: " << load.first_failure());
    BOOST_TEST(load.answered() > 100);
    const std::string kept = Database(site).value("SELECT value FROM session_variables WHERE name = 'n'");
    BOOST_TEST(kept == std::to_string(told));
    BOOST_TEST(before != "99");
    BOOST_TEST(copies_in(site.private_folder() / "backups") == 1U);
    BOOST_TEST_MESSAGE(set_up.name << ": " << load.answered() << " pages and " << kept << " changes over the upgrade");
}

}  // namespace cloakroom::test
