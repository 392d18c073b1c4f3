// Rows that died vanish while others work, without cron: no request is kept waiting, and
// the file does not grow.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "support/holds.h"
#include "support/house.h"
#include "torture/cycles.h"

namespace cloakroom::test {
namespace {

using namespace std::chrono_literals;
using Timer = std::chrono::steady_clock;

constexpr auto tolerated = 50ms;

struct Old : House {
    // The dead of a whole day, each with that many variables of that many bytes.
    void fill(int rows, int variables, int bytes) const {
        execute(("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows) +
                 ") INSERT INTO sessions (id_hash, permanent, secure, started_at, last_seen_at, counted_from, "
                 "expires_at, address, browser) SELECT randomblob(32), 0, 0, 1, 1, 1, 1000 + i % 86400, '192.0.2.1', "
                 "hex(zeroblob(50)) FROM n")
                    .c_str());
        if (variables == 0) return;
        execute(("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                 std::to_string(variables) +
                 ") INSERT INTO session_variables (id_hash, space, name, value) SELECT id_hash, 'page', 'v' || i, "
                 "json_quote(hex(zeroblob(" +
                 std::to_string(bytes / 2) + "))) FROM sessions, n")
                    .c_str());
    }

    struct Cost {
        Timer::duration time;
        std::clock_t work;  // of the processor, for others may keep it busy
    };

    // As a request that stores something for a visitor.
    Cost act() {
        const auto start = Timer::now();
        const auto work = std::clock();
        db::Transaction transaction(database, db::Durability::relaxed);
        const auto fresh = auth.sessions.begin_anonymous({});
        auth.variables.write(fresh.session, auth::Space::program, "key", "value");
        transaction.commit();
        return {Timer::now() - start, std::clock() - work};
    }

    std::int64_t dead() const { return count("SELECT count(*) FROM sessions WHERE expires_at < 1000000"); }
    std::int64_t pages() const { return count("PRAGMA page_count"); }
};

double milliseconds(Timer::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

Timer::duration median_time(std::vector<Old::Cost> costs) {
    std::ranges::sort(costs, {}, &Old::Cost::time);
    return costs[costs.size() / 2].time;
}

// The work of the slowest, and the time of the usual one: a busy machine makes single ones as slow as it likes.
void check_that_the_dead_vanish(const char* what, int rows, int variables, int bytes) {
    Old house;
    house.fill(rows, variables, bytes);
    const std::int64_t pages = house.pages();
    std::vector<Old::Cost> costs;
    for (std::int64_t before = house.dead(), left = before; left > 0; before = left) {
        for (int i = 0; i < 10; ++i) costs.push_back(house.act());
        left = house.dead();
        BOOST_TEST_REQUIRE(left <= std::max<std::int64_t>(0, before - 100));
    }
    const auto most_work = std::ranges::max_element(costs, {}, &Old::Cost::work)->work;
    const auto most_time = std::ranges::max_element(costs, {}, &Old::Cost::time)->time;
    BOOST_TEST(most_work * 1000 / CLOCKS_PER_SEC < tolerated / 1ms);
    BOOST_TEST((median_time(costs) < tolerated));
    BOOST_TEST(house.pages() <= pages + pages / 20 + 20);
    std::printf("%s: %d dead sessions gone after %zu acts, of %.1f ms usually, %.1f ms at most\n", what, rows,
                costs.size(), milliseconds(median_time(costs)), milliseconds(most_time));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(housekeeping)

BOOST_AUTO_TEST_CASE(expired_sessions_vanish_and_nobody_waits, *holds("SL10")) {
    check_that_the_dead_vanish("empty", std::min(1'000'000, 100 * cycles()), 0, 0);
}

BOOST_AUTO_TEST_CASE(expired_sessions_that_were_full_vanish_and_nobody_waits, *holds("SL10")) {
    check_that_the_dead_vanish("of 256 variables", std::min(10'000, cycles()), 256, 240);
    check_that_the_dead_vanish("of 64 KiB", std::min(10'000, cycles()), 1, 65'000);
}

BOOST_AUTO_TEST_CASE(what_the_dead_left_is_used_again, *holds("SL10")) {
    Old house;
    house.fill(5'000, 0, 0);
    const std::int64_t pages = house.pages();
    while (house.dead() > 0) house.act();
    BOOST_TEST(house.count("PRAGMA freelist_count") > pages / 2);
    house.fill(4'000, 0, 0);
    BOOST_TEST(house.pages() <= pages + 20);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
