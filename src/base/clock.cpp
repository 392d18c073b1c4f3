#include "base/clock.h"

namespace cloakroom {

Instant SystemClock::now() const {
    return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

}  // namespace cloakroom
