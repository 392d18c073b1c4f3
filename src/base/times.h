// Moments as text. All functions are pure but local_time, which reads the
// machine's time zone.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace cloakroom {

// "2026-11-23T13:05:00Z" (RFC 3339), whatever TZ and the locale say.
std::string iso_time(Instant moment);

// The first moment of a day ("2026-11-23") where the machine stands, or of one that is
// later by so many days; nothing for what is no day.
std::optional<Instant> start_of_day(std::string_view date, int days_later = 0);

// The calendar fields of `moment` where the machine stands.
std::tm local_time(Instant moment);

// The name of the zone that local_time() used: "CET", "UTC".
std::string zone_name(const std::tm& local);

}  // namespace cloakroom
