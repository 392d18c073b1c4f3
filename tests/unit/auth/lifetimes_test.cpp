// How long a session lives, to the second: by its kind, by the configuration of its
// start and of today, and whatever the clock does.
#include <random>

#include "auth/sessions.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using std::chrono::days;
using test::holds;
using test::House;

namespace {

constexpr Instant last_second_of_32_bits{Seconds{2'147'483'647}};           // 2038-01-19T03:14:07Z
constexpr Instant last_second_of_unsigned_32_bits{Seconds{4'294'967'295}};  // 2106-02-07T06:28:15Z
constexpr Instant today{Seconds{1'800'000'000}};

// A limit that can end a session, and how to come to it.
struct Limit {
    const char* name;
    bool permanent;
    Seconds length;
    Seconds between_visits;  // so that no other limit ends it before
    Seconds auth::Sessions::Options::*option;
};

using Options = auth::Sessions::Options;

const Limit limits[] = {{"permanent", true, days{7}, days{1}, &Options::permanent_lifetime},
                        {"browser", false, 24h, 6h, &Options::browser_lifetime},
                        {"idle", false, 12h, 12h, &Options::idle_timeout}};

auth::Services::Options with(const Limit& limit, Seconds length) {
    auth::Services::Options options;
    options.sessions.*limit.option = length;
    return options;
}

// Is it still there so long after it began, when it was visited now and then?
bool is_there_after(House& house, const auth::NewSession& fresh, const Limit& limit, Seconds age) {
    const Instant start = fresh.session.started_at;
    for (Seconds visit = limit.between_visits; visit < age; visit += limit.between_visits) {
        house.clock.set(start + visit);
        const auto session = house.find(fresh.id);
        if (session) house.auth.sessions.saw(*session);
    }
    house.clock.set(start + age);
    return house.find(fresh.id).has_value();
}

bool is_there_after(House& house, const Limit& limit, Seconds age) {
    return is_there_after(house, house.auth.sessions.begin_anonymous({}, limit.permanent), limit, age);
}

// The same, when the configuration changed as soon as it had begun.
bool is_there_after_a_change(const Limit& limit, Seconds before, Seconds now, Seconds age) {
    House old(with(limit, before));
    House changed(with(limit, now), old.folder);
    return is_there_after(changed, old.auth.sessions.begin_anonymous({}, limit.permanent), limit, age);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lifetimes)

BOOST_AUTO_TEST_CASE(each_limit_holds_to_the_second_now_in_2038_and_in_2106, *holds("SL2 TM2")) {
    for (const Limit& limit : limits) {
        for (const Instant start : {today, last_second_of_32_bits, last_second_of_32_bits - limit.length,
                                    last_second_of_unsigned_32_bits, last_second_of_unsigned_32_bits - limit.length}) {
            BOOST_TEST_CONTEXT(limit.name << " from " << start.time_since_epoch().count()) {
                House house;
                const auto is_there_at = [&](Seconds age) {
                    house.clock.set(start);
                    return is_there_after(house, limit, age);
                };
                BOOST_TEST(is_there_at(limit.length - 1s));
                BOOST_TEST(!is_there_at(limit.length));
                BOOST_TEST(!is_there_at(limit.length + 1s));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_shorter_lifetime_acts_on_living_sessions_at_once, *holds("SL2")) {
    for (const Limit& limit : limits) {
        BOOST_TEST_CONTEXT(limit.name) {
            BOOST_TEST(is_there_after_a_change(limit, limit.length, 1h, 1h - 1s));
            BOOST_TEST(!is_there_after_a_change(limit, limit.length, 1h, 1h));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_longer_lifetime_does_nothing_for_living_sessions, *holds("SL2")) {
    for (const Limit& limit : limits) {
        BOOST_TEST_CONTEXT(limit.name) {
            BOOST_TEST(is_there_after_a_change(limit, limit.length, 2 * limit.length, limit.length - 1s));
            BOOST_TEST(!is_there_after_a_change(limit, limit.length, 2 * limit.length, limit.length));
        }
    }
}

BOOST_AUTO_TEST_CASE(made_permanent_it_lives_seven_days_from_its_start, *holds("SL2")) {
    House house;
    auto [id, session, device, has_news] = house.auth.sessions.begin_anonymous({});
    house.clock.move(11h);
    house.auth.sessions.set_permanent(session, true);
    house.clock.set(session.started_at + days{7} - 1s);
    BOOST_TEST(house.find(id).has_value());
    house.clock.move(1s);
    BOOST_TEST(!house.find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_session_that_has_expired_is_not_made_permanent, *holds("SL1")) {
    House house;
    auto [id, session, device, has_news] = house.auth.sessions.begin_anonymous({});
    house.clock.move(24h);
    BOOST_TEST(!house.auth.sessions.set_permanent(session, true));
    BOOST_TEST(!house.find(id).has_value());
}

BOOST_AUTO_TEST_CASE(made_to_end_with_the_browser_it_lives_a_day_from_then, *holds("SL2")) {
    for (const bool is_visited : {true, false}) {
        House house;
        auto [id, session, device, has_news] = house.auth.sessions.begin_anonymous({}, true);
        house.clock.move(days{2});
        house.auth.sessions.saw(session);
        house.auth.sessions.set_permanent(session, false);
        house.clock.move(12h - 1s);
        BOOST_TEST(house.find(id).has_value());
        if (is_visited) house.auth.sessions.saw(house.find(id).value());
        house.clock.move(12h - 1s);
        BOOST_TEST(house.find(id).has_value() == is_visited);
        house.clock.move(2s);
        BOOST_TEST(!house.find(id).has_value());
    }
}

// Whoever may change the lifetime cannot make it longer than the longest one.
BOOST_AUTO_TEST_CASE(however_often_it_changes_it_never_lives_past_seven_days, *holds("SL2")) {
    std::mt19937 dice(7);  // NOLINT: the same walk each time
    for (int walk = 0; walk < 20; ++walk) {
        House house;
        auto [id, session, device, has_news] = house.auth.sessions.begin_anonymous({}, walk % 2 == 0);
        for (;;) {
            house.clock.move(Seconds{dice() % 40'000});
            auto found = house.find(id);
            if (!found) break;
            BOOST_TEST_REQUIRE((house.clock.now() < session.started_at + days{7}));
            house.auth.sessions.saw(*found);
            house.auth.sessions.set_permanent(*found, dice() % 2 == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_revives_nothing_and_lets_nothing_live_longer, *holds("TM1")) {
    for (const Limit& limit : limits) {
        for (const Seconds jump : {Seconds{days{400}}, -Seconds{days{400}}, limit.length, -limit.length}) {
            BOOST_TEST_CONTEXT(limit.name << " " << jump.count()) {
                House house;
                const auto before = house.auth.sessions.begin_anonymous({}, limit.permanent);
                house.clock.move(jump);
                BOOST_TEST(!house.find(before.id).has_value());
                const auto meanwhile = house.auth.sessions.begin_anonymous({}, limit.permanent);
                house.clock.set(today);
                BOOST_TEST(!house.find(before.id).has_value());
                BOOST_TEST(!house.find(meanwhile.id).has_value());
                house.clock.set(today + jump);
                BOOST_TEST(!house.find(meanwhile.id).has_value());
            }
        }
    }
}

// A visit while the clock was wrong by less than would end it must not count as a later one.
BOOST_AUTO_TEST_CASE(a_visit_noted_by_a_wrong_clock_prolongs_nothing, *holds("TM1")) {
    House house;
    const auto fresh = house.auth.sessions.begin_anonymous({});
    house.clock.move(6h);
    house.auth.sessions.saw(house.find(fresh.id).value());
    house.clock.set(today + 1min);
    BOOST_TEST(!house.find(fresh.id).has_value());
}

BOOST_AUTO_TEST_CASE(a_correction_of_the_clock_by_an_hour_signs_nobody_out, *holds("TM1")) {
    for (const Limit& limit : limits) {
        House house;
        const auto fresh = house.auth.sessions.begin_anonymous({}, limit.permanent);
        for (const Seconds step : {Seconds{1h}, -Seconds{1h}, Seconds{1h}}) {
            house.clock.move(step);
            BOOST_TEST_REQUIRE(house.find(fresh.id).has_value(), limit.name);
            house.auth.sessions.saw(house.find(fresh.id).value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
