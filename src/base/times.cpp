#include "base/times.h"

#include <array>

namespace cloakroom {

std::string iso_time(Instant moment) {
    const std::time_t seconds = moment.time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
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
