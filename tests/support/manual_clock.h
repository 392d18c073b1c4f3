// A clock that stands still until a test moves it.
#pragma once

#include "base/clock.h"

namespace cloakroom::test {

class ManualClock : public Clock {
   public:
    Instant now() const override { return now_; }
    void move(Seconds by) { now_ += by; }
    void set(Instant moment) { now_ = moment; }

   private:
    Instant now_{Seconds{1'800'000'000}};  // a Friday in January 2027
};

}  // namespace cloakroom::test
