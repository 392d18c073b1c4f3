#include "base/times.h"

#include <array>
#include <charconv>

namespace cloakroom {

std::string iso_time(Instant moment) {
    const std::time_t seconds = moment.time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::optional<Instant> start_of_day(std::string_view date, int days_later) {
    int year = 0;
    int month = 0;
    int day = 0;
    const auto number = [&](std::size_t at, std::size_t digits, int& value) {
        const char* const begin = date.data() + at;
        return *begin != '-' && std::from_chars(begin, begin + digits, value).ptr == begin + digits;
    };
    if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
    if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
    const std::chrono::year_month_day named{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                            std::chrono::day{static_cast<unsigned>(day)}};
    if (!named.ok() || year < 1970) return std::nullopt;
    std::tm local{};
    local.tm_year = year - 1900;
    local.tm_mon = month - 1;
    local.tm_mday = day + days_later;
    local.tm_isdst = -1;  // whether the clock is changed then, mktime finds out
    return Instant{Seconds{std::mktime(&local)}};
}

std::tm local_time(Instant moment) {
    const std::time_t seconds = moment.time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return local;
}

std::string zone_name(const std::tm& local) {
    return local.tm_zone != nullptr ? local.tm_zone : "UTC";
}

}  // namespace cloakroom
