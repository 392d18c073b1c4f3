// Loss of power while visitors are at work. What is promised: the end of a session, a
// password and a session that began are there afterwards, in each journal mode; with a
// rollback journal everything is. With a write-ahead log the variables of the last
// moments may be lost.
#include <signal.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <random>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/worker.h"
#include "torture/cycles.h"
#include "torture/life.h"
#include "torture/mount.h"

namespace cloakroom::test {
namespace {

namespace ut = boost::unit_test;
using namespace std::chrono_literals;

constexpr unsigned visitors = 3;

// Folders of tests are made on the mount as long as this lives.
class TemporaryPlace {
   public:
    explicit TemporaryPlace(const std::string& path) { setenv("TMPDIR", path.c_str(), 1); }
    ~TemporaryPlace() { unsetenv("TMPDIR"); }
    TemporaryPlace(const TemporaryPlace&) = delete;
    TemporaryPlace& operator=(const TemporaryPlace&) = delete;
};

Send to(const Worker& worker) {
    return [&worker](const Call& call) -> Reply {
        const bool is_form = call.path == "/logout";
        try {
            const std::string document =
                worker.ask(call.method, call.path, call.body,
                           {{"HTTP_COOKIE", call.cookie},
                            {"HTTP_SEC_FETCH_SITE", "same-origin"},
                            {"CONTENT_TYPE", is_form ? "application/x-www-form-urlencoded" : "application/json"}});
            const auto end = document.find("\r\n\r\n");
            if (end == std::string::npos || !document.starts_with("Status: ")) return {};
            return {std::stoi(document.substr(8, 3)), document.substr(end + 4)};
        } catch (const std::exception&) {
            return {};
        }
    };
}

struct Power {
    explicit Power(const char* journal) : place(mount.path()), door(std::make_unique<Door>()) {
        door->add_user("owner");
        door->execute("PRAGMA journal_mode = " + std::string(journal));
        inside = std::make_unique<Inside>(door->data());
        for (unsigned i = 1; i <= visitors; ++i) {
            inside->add_user(Life::name_of(i), Life::first_password);
            lives.push_back(std::make_unique<Life>(i, ways(Life::name_of(i)), tally));
        }
        run({"sync", "--file-system", mount.path()});  // the program file itself was just copied
    }

    Life::Ways ways(const std::string& name) {
        return {.send = [this](const Call& call) { return heard(to(*worker)(call)); },
                .begin_session = [this, name] { return inside->begin_session(name); },
                .set_password =
                    [this](const std::string& user, const std::string& password) {
                        const bool is_done =
                            door->command({"user", "password", user, "--password-stdin"}, password + "\n").exit_code ==
                            0;
                        return is_done && has_power;
                    },
                .acts_a_password = 100};
    }

    // Nobody hears an answer after the power went. The simulated cut takes a moment, in which the kernel may still
    // call a file safe that is not.
    Reply heard(Reply reply) const { return has_power ? std::move(reply) : Reply{}; }

    void start() { worker = std::make_unique<Worker>(*door, 3); }

    // Visitors come, the power goes, and comes back.
    void live_through_a_cut(std::chrono::milliseconds after) {
        start();
        for (const auto& life : lives) life->start();
        std::this_thread::sleep_for(after);
        has_power = false;
        mount.cut_power();
        for (const auto& life : lives) life->stop();
        worker->end(SIGKILL);
        inside.reset();
        mount.unmount();
        mount.mount();
        has_power = true;
        inside = std::make_unique<Inside>(door->data());
    }

    void look_at_everything() {
        start();
        for (const auto& life : lives) life->look_at_everything(*inside);
        worker->end(SIGTERM);
    }

    std::atomic<bool> has_power = true;
    Mount mount;
    TemporaryPlace place;
    std::unique_ptr<Door> door;
    std::unique_ptr<Inside> inside;
    std::unique_ptr<Worker> worker;
    Tally tally;
    std::vector<std::unique_ptr<Life>> lives;
};

// Returns how many variables were not what had been answered.
int lost_in_power_cuts(const char* journal) {
    std::mt19937 dice(1);  // NOLINT: chance, but the same each time
    Power power(journal);
    const int cuts = std::max(1, cycles() / 10);
    for (int cut = 1; cut <= cuts; ++cut) {
        power.live_through_a_cut(std::chrono::milliseconds(50 + dice() % 200));
        BOOST_TEST(power.inside->is_sound());
        power.look_at_everything();
    }
    const Tally& tally = power.tally;
    BOOST_TEST(tally.sessions.text() == "");
    BOOST_TEST(tally.ended > cuts / 4);
    BOOST_TEST(tally.unanswered > 0);
    std::printf("%s: %d power cuts, %d answers, %d sessions ended, %d variables older than answered\n", journal, cuts,
                tally.answered.load(), tally.ended.load(), tally.variables.count());
    return tally.variables.count();
}

boost::test_tools::assertion_result power_can_be_cut(ut::test_unit_id /*test*/) {
    boost::test_tools::assertion_result possible(Mount::is_possible());
    possible.message() << "needs root, a loop device and xfs_io";
    return possible;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(power_cut)

BOOST_AUTO_TEST_CASE(with_a_write_ahead_log_no_end_and_no_password_is_lost,
                     *holds("DB2") * ut::precondition(power_can_be_cut)) {
    lost_in_power_cuts("WAL");
}

BOOST_AUTO_TEST_CASE(with_a_rollback_journal_nothing_is_lost, *holds("DB2") * ut::precondition(power_can_be_cut)) {
    BOOST_TEST(lost_in_power_cuts("DELETE") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
