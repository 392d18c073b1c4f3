// Moments as text. All functions are pure but local_time, which reads the
// machine's time zone.
#pragma once

#include <ctime>
#include <string>

#include "base/clock.h"

namespace cloakroom {

// "2026-11-23T13:05:00Z" (RFC 3339), whatever TZ and the locale say.
std::string iso_time(Instant moment);

// The calendar fields of `moment` where the machine stands.
std::tm local_time(Instant moment);

// The name of the zone that local_time() used: "CET", "UTC".
std::string zone_name(const std::tm& local);

}  // namespace cloakroom
