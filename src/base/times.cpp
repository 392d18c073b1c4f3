#include "base/times.h"

#include <array>
#include <cstdio>

namespace cloakroom {

std::string iso_time(Instant moment) {
    const std::time_t seconds = moment.time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
    return text.data();
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
