// Whatever breaks, a protected folder stays shut, and opens by itself when it is whole again.
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>

#include "server/checks.h"
#include "server/database.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const std::string path = "/members/secret.txt";

// The answer, or nothing if there was none: a server may also hang up, or say nothing for long.
std::optional<HttpResponse> ask(HttpClient& browser, long seconds = 2) {
    try {
        return browser.send({.path = path, .headers = {{"Accept", "text/html"}}, .seconds = seconds});
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void signal_workers(const Site& site, int number) {
    for (const pid_t worker : site.workers()) kill(worker, number);
}

// All of them: one that was just being started is seen a moment later.
void end_workers(const Site& site) {
    for (int round = 0; round < 3; ++round) {
        if (round > 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
        signal_workers(site, SIGKILL);
    }
}

// What stands at a place is away as long as this object lives.
class Away {
   public:
    explicit Away(fs::path place) : place_(std::move(place)), away_(place_.string() + ".away") {
        fs::rename(place_, away_);
    }
    ~Away() {
        std::error_code ignored;
        fs::remove_all(place_, ignored);
        fs::rename(away_, place_, ignored);
    }
    Away(const Away&) = delete;
    Away& operator=(const Away&) = delete;
    const fs::path& now() const { return away_; }

   private:
    fs::path place_;
    fs::path away_;
};

using Look = std::function<void()>;

void without_program(Site& site, const Look& look) {
    const Away program(site.program());
    signal_workers(site, SIGKILL);
    look();
}

void with_something_else_for_a_program(Site& site, const Look& look) {
    const Away program(site.program());
    std::ofstream(site.program()) << "not a program";
    fs::permissions(site.program(), fs::perms{0755});
    end_workers(site);
    look();
}

void without_private_folder(Site& site, const Look& look) {
    const Away folder(site.private_folder());
    signal_workers(site, SIGKILL);
    look();
}

void with_damaged_database(Site& site, const Look& look) {
    const fs::path folder = site.private_folder();
    const Away whole(folder);
    BOOST_TEST_REQUIRE(run({"cp", "-a", whole.now(), folder}).status == 0);
    for (const char* name : {"cloakroom.sqlite-wal", "cloakroom.sqlite-shm"}) fs::remove(folder / name);
    std::fstream(folder / "cloakroom.sqlite", std::ios::in | std::ios::out) << std::string(100'000, 'x');
    signal_workers(site, SIGKILL);
    look();
}

void with_wrong_configuration(Site& site, const Look& look) {
    const fs::path file = site.private_folder() / "cloakroom.conf";
    std::ofstream(file, std::ios::app).close();
    const Away right(file);
    std::ofstream(file) << "no_such_setting = 1\n";
    fs::permissions(file, fs::perms{0644});
    signal_workers(site, SIGKILL);
    look();
}

// By somebody who never lets go of it.
void with_locked_database(Site& site, const Look& look) {
    signal_workers(site, SIGKILL);
    Database other(site);
    for (int tries = 0; tries < 50; ++tries) {
        try {
            other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
            break;
        } catch (const std::exception&) {
            signal_workers(site, SIGKILL);  // one that had begun anew held it
        }
    }
    look();
}

bool stays_shut(const std::optional<HttpResponse>& response) {
    return !response || (!response->shows("SECRET") && response->status >= 300);
}

struct Fault {
    const char* name;
    void (*run)(Site& site, const Look& look);  // breaks something, looks, and mends it
};

const Fault faults[] = {{"no program", without_program},
                        {"something else for a program", with_something_else_for_a_program},
                        {"no private folder", without_private_folder},
                        {"a damaged database", with_damaged_database},
                        {"a locked database", with_locked_database},
                        {"a wrong configuration", with_wrong_configuration}};

}  // namespace

ON_SET_UPS_THAT(can_lock, whatever_is_broken_a_protected_folder_is_shut_and_opens_again_by_itself, *holds("AZ1")) {
    Site site(set_up);
    configure_locks(site);
    site.set_up_first_user();
    must_run(site, {"protect", "/members"});
    HttpClient alice = site.signed_in();
    for (const Fault& fault : faults) {
        BOOST_TEST_CONTEXT(fault.name) {
            fault.run(site, [&alice] {
                for (int i = 0; i < 2; ++i) {
                    const auto response = ask(alice);
                    BOOST_TEST(stays_shut(response));
                }
            });
            signal_workers(site, SIGKILL);
            std::optional<HttpResponse> again;
            for (int tries = 0; tries < 100 && !(again && again->status == 200); ++tries) {
                if (tries > 0) std::this_thread::sleep_for(100ms);  // the server starts the program anew when it likes
                again = ask(alice);
            }
            BOOST_TEST((again && again->body == locked_text));
        }
    }
}

ON_SET_UPS_THAT(can_ask, killed_workers_open_nothing, *holds("AZ1")) {
    Site site(set_up);
    site.set_up_first_user();
    must_run(site, {"protect", "/members"});
    std::atomic<bool> done = false;
    std::thread killer([&] {
        while (!done) {
            signal_workers(site, SIGKILL);
            std::this_thread::sleep_for(20ms);
        }
    });
    HttpClient stranger = site.client();
    int answers = 0;
    for (int i = 0; i < 60; ++i) {
        const auto response = ask(stranger);
        BOOST_TEST(stays_shut(response));
        answers += response ? 1 : 0;
    }
    done = true;
    killer.join();
    BOOST_TEST(answers > 0);
}

// lighttpd waits for ever, and Apache for as long as FcgidIOTimeout says: there the visitor loses patience.
ON_SET_UPS_THAT(can_ask, workers_that_hang_open_nothing, *holds("AZ1")) {
    Site site(set_up);
    site.set_up_first_user();
    must_run(site, {"protect", "/members"});
    HttpClient stranger = site.client();
    BOOST_TEST_REQUIRE(ask(stranger).has_value());
    signal_workers(site, SIGSTOP);
    const bool gives_up = !is_apache(set_up) && set_up.hosting != Hosting::lighttpd_fastcgi;
    const auto response = ask(stranger, gives_up ? 20 : 2);
    signal_workers(site, SIGCONT);
    BOOST_TEST(stays_shut(response));
    BOOST_TEST(response.has_value() == gives_up);
}

}  // namespace cloakroom::test
