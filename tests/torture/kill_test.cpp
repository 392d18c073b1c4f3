// kill -9, again and again, while visitors are at work: what was answered is true ever after.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "server/site.h"
#include "support/holds.h"
#include "torture/cycles.h"
#include "torture/life.h"

namespace cloakroom::test {
namespace {

using namespace std::chrono_literals;
using Timer = std::chrono::steady_clock;

constexpr unsigned visitors = 6;
constexpr auto longest_start = 1s;

Send through_server(Site& site) {
    return [client = std::make_shared<HttpClient>(site.client())](const Call& call) -> Reply {
        HttpRequest request{.method = call.method, .path = call.path, .headers = {{"Cookie", call.cookie}}};
        if (call.method != "GET" && call.method != "DELETE") request.body = call.body;
        const bool is_form = call.path == "/logout";
        request.headers.emplace_back("Content-Type",
                                     is_form ? "application/x-www-form-urlencoded" : "application/json");
        request.headers.emplace_back("Sec-Fetch-Site", "same-origin");
        try {
            HttpResponse response = client->send(request);
            return {response.status, std::move(response.body)};
        } catch (const std::exception&) {
            return {};
        }
    };
}

Life::Ways ways_into(Site& site, Inside& inside, const std::string& name) {
    return {
        .send = through_server(site),
        .begin_session = [&inside, name] { return inside.begin_session(name); },
        .set_password =
            [&site](const std::string& user, const std::string& password) {
                return site.command_line({"user", "password", user, "--password-stdin"}, password + "\n").status == 0;
            }};
}

// One of them, and now and then all at once. How many were hit?
int kill_some(const Site& site, std::mt19937& dice) {
    auto processes = site.workers();
    std::ranges::shuffle(processes, dice);
    if (processes.size() > 1 && dice() % 10 != 0) processes.resize(1);
    int hit = 0;
    for (const pid_t process : processes) hit += kill(process, SIGKILL) == 0 ? 1 : 0;
    return hit;
}

Timer::duration time_of_start(Site& site) {
    const auto start = Timer::now();
    const Outcome outcome = site.command_line({"check-config"});
    BOOST_TEST((outcome.status == 0 || outcome.status == 137), outcome.output);
    return Timer::now() - start;
}

void check_that_nothing_is_lost(const char* set_up, int cycles, std::chrono::milliseconds between) {
    Site site(set_up_named(set_up));
    site.set_up_first_user();
    Inside inside(site.private_folder());
    Tally tally;
    std::vector<std::unique_ptr<Life>> lives;
    for (unsigned i = 1; i <= visitors; ++i) {
        const std::string name = Life::name_of(i);
        inside.add_user(name, Life::first_password);
        lives.push_back(std::make_unique<Life>(i, ways_into(site, inside, name), tally));
        lives.back()->start();
    }

    std::mt19937 dice(1);  // NOLINT: chance, but the same each time
    int killed = 0;
    for (int cycle = 1; cycle <= cycles; ++cycle) {
        std::this_thread::sleep_for(between * (1 + dice() % 10) / 5);
        killed += kill_some(site, dice);
        if (cycle % 20 != 0) continue;
        BOOST_TEST((time_of_start(site) < longest_start));
        BOOST_TEST(inside.is_sound());
    }
    while (site.client().get("/").status != 200) std::this_thread::sleep_for(20ms);
    for (const auto& life : lives) life->stop();
    for (const auto& life : lives) life->look_at_everything(inside);

    BOOST_TEST(tally.sessions.text() == "");
    BOOST_TEST(tally.variables.text() == "");
    BOOST_TEST(inside.is_sound());
    BOOST_TEST(killed >= cycles / 2);
    BOOST_TEST(tally.answered > 10 * cycles);
    BOOST_TEST(tally.unanswered > 0);
    BOOST_TEST(tally.ended > cycles / 2);
    std::printf("%s: %d processes killed in %d cycles, %d answers, %d requests without one, %d sessions ended\n",
                set_up, killed, cycles, tally.answered.load(), tally.unanswered.load(), tally.ended.load());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kill_9)

BOOST_AUTO_TEST_CASE(workers_that_are_killed_lose_nothing_that_was_answered, *holds("DB1 SL1")) {
    check_that_nothing_is_lost("lighttpd_fastcgi_at_the_root", cycles() * 3 / 4, 100ms);
}

BOOST_AUTO_TEST_CASE(cgi_processes_that_are_killed_lose_nothing_that_was_answered, *holds("DB1 SL1")) {
    check_that_nothing_is_lost("lighttpd_cgi_at_the_root", cycles() / 4, 50ms);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
