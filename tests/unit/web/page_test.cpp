#include "web/page.h"

#include <cstdlib>
#include <ctime>

#include "support/holds.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using view::Data;

namespace {

// The time zone of one test.
class Zone {
   public:
    explicit Zone(const char* name) {
        const char* now = std::getenv("TZ");
        if (now != nullptr) before_ = now;
        set(name);
    }
    ~Zone() { set(before_ ? before_->c_str() : nullptr); }
    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;

   private:
    static void set(const char* name) {
        name != nullptr ? setenv("TZ", name, 1) : unsetenv("TZ");
        tzset();
    }
    std::optional<std::string> before_;
};

constexpr const char* central_europe = "CET-1CEST,M3.5.0,M10.5.0/3";

constexpr Instant noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h;  // a Monday

std::string text(const Data& values, const std::string& name) {
    const Data* value = values.get(name);
    return value != nullptr && value->is_string() ? value->string_value() : "";
}

// "just_now", "1 minute", "3 hours": the section and its values.
std::string ago_in_words(Seconds passed) {
    const Data values = web::ago(noon - passed, noon);
    std::string words;
    for (const char* unit : {"just_now", "minutes", "hours", "days"}) {
        const Data* section = values.get(unit);
        if (section == nullptr) continue;
        if (!words.empty()) words += " and ";
        words += unit;
        if (section->is_object()) words += " " + text(*section, "n") + (section->get("one")->is_true() ? " one" : "");
    }
    return words;
}

// The day's section: "today", "monday" or "date 2026-12-01"; then clock and zone.
std::string upcoming_in_words(Instant moment, Instant now) {
    const Data values = web::upcoming(moment, now);
    std::string words;
    for (const char* day :
         {"today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) {
        if (values.get(day) != nullptr) words += std::string(day) + " ";
    }
    if (values.get("date") != nullptr) words += "date " + text(values, "date") + " ";
    return words + text(values, "clock") + " " + text(values, "zone");
}

std::string minutes_in_words(Seconds span) {
    const Data values = web::minutes(span);
    return text(values, "minutes") + (values.get("one")->is_true() ? " one" : "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page_)

BOOST_AUTO_TEST_CASE(ago_counts_whole_units_of_the_largest_kind) {
    BOOST_TEST(ago_in_words(0s) == "just_now");
    BOOST_TEST(ago_in_words(59s) == "just_now");
    BOOST_TEST(ago_in_words(60s) == "minutes 1 one");
    BOOST_TEST(ago_in_words(119s) == "minutes 1 one");
    BOOST_TEST(ago_in_words(120s) == "minutes 2");
    BOOST_TEST(ago_in_words(59min + 59s) == "minutes 59");
    BOOST_TEST(ago_in_words(1h) == "hours 1 one");
    BOOST_TEST(ago_in_words(23h + 59min) == "hours 23");
    BOOST_TEST(ago_in_words(24h) == "days 1 one");
    BOOST_TEST(ago_in_words(24h * 400) == "days 400");
}

BOOST_AUTO_TEST_CASE(a_clock_set_back_makes_no_negative_time, *test::holds("TM1")) {
    BOOST_TEST(ago_in_words(-1s) == "just_now");
    BOOST_TEST(ago_in_words(-24h * 400) == "just_now");
}

BOOST_AUTO_TEST_CASE(upcoming_names_the_day_as_people_do) {
    const Zone utc("UTC0");
    BOOST_TEST(upcoming_in_words(noon, noon) == "today 12:00 UTC");
    BOOST_TEST(upcoming_in_words(noon + 11h + 59min, noon) == "today 23:59 UTC");
    BOOST_TEST(upcoming_in_words(noon + 12h, noon) == "tomorrow 00:00 UTC");
    BOOST_TEST(upcoming_in_words(noon + 35h + 59min, noon) == "tomorrow 23:59 UTC");
    BOOST_TEST(upcoming_in_words(noon + 36h, noon) == "wednesday 00:00 UTC");
    BOOST_TEST(upcoming_in_words(noon + 6 * 24h, noon) == "sunday 12:00 UTC");
    BOOST_TEST(upcoming_in_words(noon + 7 * 24h - 1s, noon) == "monday 11:59 UTC");
}

BOOST_AUTO_TEST_CASE(upcoming_names_the_date_from_a_week_on) {
    const Zone utc("UTC0");
    BOOST_TEST(upcoming_in_words(noon + 7 * 24h, noon) == "monday 12:00 UTC");
    BOOST_TEST(upcoming_in_words(noon + 7 * 24h + 1s, noon) == "date 2026-11-30 12:00 UTC");
    BOOST_TEST(upcoming_in_words(noon + 400 * 24h, noon) == "date 2027-12-28 12:00 UTC");
}

BOOST_AUTO_TEST_CASE(upcoming_tells_day_and_clock_where_the_machine_stands) {
    const Zone here(central_europe);
    BOOST_TEST(upcoming_in_words(noon, noon) == "today 13:00 CET");
    BOOST_TEST(upcoming_in_words(noon + 11h + 30min, noon) == "tomorrow 00:30 CET");
    BOOST_TEST(text(web::upcoming(noon, noon), "iso") == "2026-11-23T12:00:00Z");
}

BOOST_AUTO_TEST_CASE(the_date_is_of_the_same_day_as_the_clock_beside_it) {
    const Zone here(central_europe);
    BOOST_TEST(upcoming_in_words(noon + 7 * 24h + 11h + 30min, noon) == "date 2026-12-01 00:30 CET");
}

BOOST_AUTO_TEST_CASE(tomorrow_is_the_next_day_also_when_it_is_an_hour_short) {
    const Zone here(central_europe);
    const Instant late = std::chrono::sys_days{std::chrono::year{2026} / 3 / 28} + 22h + 30min;  // Saturday 23:30
    BOOST_TEST(upcoming_in_words(late + 10h, late) == "tomorrow 10:30 CEST");
    BOOST_TEST(upcoming_in_words(late + 30h, late) == "monday 06:30 CEST");
}

BOOST_AUTO_TEST_CASE(the_same_day_of_another_year_is_not_today) {
    const Zone utc("UTC0");
    BOOST_TEST(upcoming_in_words(noon + 365 * 24h, noon) == "date 2027-11-23 12:00 UTC");
}

BOOST_AUTO_TEST_CASE(waiting_is_told_in_whole_minutes_and_never_none) {
    BOOST_TEST(minutes_in_words(0s) == "1 one");
    BOOST_TEST(minutes_in_words(-5s) == "1 one");
    BOOST_TEST(minutes_in_words(60s) == "1 one");
    BOOST_TEST(minutes_in_words(61s) == "2");
    BOOST_TEST(minutes_in_words(15min) == "15");
}

BOOST_AUTO_TEST_SUITE_END()
