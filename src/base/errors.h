// Failures that dispatch turns into a page of their own.
//
// Everything else that is thrown becomes a 500 page with an id. Outcomes that
// a user can cause (a wrong password, a used code) are values, never exceptions.
#pragma once

#include <stdexcept>

namespace cloakroom {

// The request cannot be answered now, but later perhaps: the data folder is
// missing, the disk is full, another process holds the lock. Becomes a 503
// page with Retry-After. `what()` goes to the log only.
class Unavailable : public std::runtime_error {
   public:
    using std::runtime_error::runtime_error;
};

}  // namespace cloakroom
