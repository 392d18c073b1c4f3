// The time, as an interface so that tests can move it by hand.
#pragma once

#include <chrono>

namespace cloakroom {

using Seconds = std::chrono::seconds;

// A moment, in whole seconds since 1970-01-01 UTC (64 bits: good past 2038).
using Instant = std::chrono::sys_seconds;

class Clock {
   public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// The machine's clock.
class SystemClock : public Clock {
   public:
    Instant now() const override;
};

}  // namespace cloakroom
