// Workers that are replaced, stopped and crowded: no visitor notices.
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <optional>
#include <stdexcept>
#include <thread>

#include "base/descriptor.h"
#include "server/checks.h"
#include "server/load.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

using namespace std::chrono_literals;

bool is_fcgid(const SetUp& set_up) {
    return is_apache(set_up) && is_fastcgi(set_up);
}

bool waits_for_forms(const SetUp& set_up) {
    return set_up.hosting != Hosting::caddy_fastcgi;
}

bool is_computing(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string id;
    std::string name;
    char state = '?';
    file >> id >> name >> state;
    return state == 'R';
}

// The one of them that computes, as soon as one does.
std::optional<pid_t> find_busy(const std::vector<pid_t>& workers) {
    const auto until = std::chrono::steady_clock::now() + 200ms;
    while (std::chrono::steady_clock::now() < until) {
        const auto busy = std::ranges::find_if(workers, is_computing);
        if (busy != workers.end()) return *busy;
    }
    return std::nullopt;
}

// A worker that is only starting is no worker at work.
void wait_until_all_rest(Site& site) {
    HttpClient browser = site.client();
    while (browser.get("/").status != 200) std::this_thread::sleep_for(20ms);
    for (int quiet = 0; quiet < 5; std::this_thread::sleep_for(10ms)) {
        quiet = std::ranges::any_of(site.workers(), is_computing) ? 0 : quiet + 1;
    }
}

// Clients that send the half of a form and then nothing, as long as this object lives.
class Dawdlers {
   public:
    Dawdlers(const Site& site, int number) {
        const sockaddr_in server{.sin_family = AF_INET,
                                 .sin_port = htons(static_cast<std::uint16_t>(site.port())),
                                 .sin_addr = {htonl(INADDR_LOOPBACK)},
                                 .sin_zero = {}};
        const std::string head = "POST " + site.at("/") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        const std::string body =
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nusername=al";
        for (int i = 0; i < number; ++i) {
            const Descriptor& connection = connections_.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            const std::string text = i % 2 == 0 ? head : head + body;
            const auto* const address = reinterpret_cast<const sockaddr*>(&server);
            const bool is_sent = connect(connection.get(), address, sizeof server) == 0 &&
                                 write(connection.get(), text.data(), text.size()) > 0;
            if (!is_sent) throw std::runtime_error("the server takes no more clients");
        }
    }

   private:
    std::vector<Descriptor> connections_;
};

}  // namespace

ON_EACH_SERVER(a_program_file_can_be_replaced_under_load, *holds("PR4")) {
    Load load(site, 16, "/home");
    for (int i = 0; i < 20; ++i) {
        std::this_thread::sleep_for(100ms);
        put_in_place(site.program(), site.program());
    }
    std::this_thread::sleep_for(200ms);
    load.stop();
    BOOST_TEST(load.failed() == 0, load.failed() << " failed, first: " << load.first_failure());
    BOOST_TEST(load.answered() > 100);
    BOOST_TEST_MESSAGE(site.set_up().name << ": " << load.answered() << " answered over 20 replacements");
}

ON_SERVERS_THAT(is_fcgid, sixteen_busy_browsers_are_all_served, *holds("PR4")) {
    Load load(site, 16, "/home");
    std::this_thread::sleep_for(2s);
    load.stop();
    BOOST_TEST(load.failed() == 0, load.failed() << " failed, first: " << load.first_failure());
    BOOST_TEST(load.answered() > 100);
}

// It is the server that waits for them, and none of our processes; but see docs/protect/caddy.md.
ON_SERVERS_THAT(waits_for_forms, two_hundred_clients_that_dawdle_keep_nobody_out, *holds("PR2")) {
    const Site::User user = site.add_user();
    const Dawdlers crowd(site, 200);
    for (int i = 0; i < 5; ++i) {
        HttpClient browser = site.client();
        BOOST_TEST(browser.post("/", {{"username", user.name}, {"password", user.password}}).status == 303);
        BOOST_TEST(browser.get("/home").status == 200);
    }
}

// The slow part of a sign-in is its hash: the signal comes while a worker is at it.
ON_SERVERS_THAT(is_fastcgi, a_signal_to_a_busy_worker_cuts_no_request_short, *holds("PR4")) {
    const Site::User user = site.add_user();
    int hits = 0;
    for (int round = 0; round < 10; ++round) {
        HttpClient browser = site.client();
        wait_until_all_rest(site);
        auto response = std::async(std::launch::async, [&] {
            return browser.post("/", {{"username", user.name}, {"password", user.password}});
        });
        const auto busy = find_busy(site.workers());
        if (busy) kill(*busy, round % 2 == 0 ? SIGTERM : SIGUSR1);
        if (busy) ++hits;
        BOOST_TEST(response.get().status == 303);
    }
    BOOST_TEST(hits >= 5);
}

ON_SERVERS_THAT(is_fastcgi, a_worker_that_gets_a_signal_ends_within_a_second, *holds("PR4")) {
    HttpClient browser = site.client();
    while (browser.get("/").status != 200) std::this_thread::sleep_for(20ms);
    const auto workers = site.workers();
    BOOST_TEST_REQUIRE(!workers.empty());
    kill(workers.front(), SIGTERM);
    const auto is_there = [&] { return std::ranges::count(site.workers(), workers.front()) > 0; };
    for (int waited = 0; waited < 100 && is_there(); ++waited) std::this_thread::sleep_for(10ms);
    BOOST_TEST(!is_there());
    while (browser.get("/").status != 200) std::this_thread::sleep_for(20ms);
}

}  // namespace cloakroom::test
