// How often something may be tried.
//
// Every try is counted before anything dear is done with it, in one atomic
// statement, so that 200 parallel guesses are counted 200, over all processes and
// restarts.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

// One thing that is counted, and its bound: "tries for the name alice".
struct LimitKey {
    std::string_view rule;
    std::string subject;
    int most_tries;
    Seconds window;  // from the first try on
};

// Too many tries.
struct Limited {
    Seconds retry_after;
    bool is_first = false;  // the first refusal in this window: the one that is worth a note
};

class RateLimits {
   public:
    struct Options {
        int tries_per_name = 10;     // sign-ins for one user name in 15 minutes
        int tries_per_address = 30;  // sign-ins and set-up codes from one address in 15 minutes
    };

    RateLimits(Options options, db::Database& database, const Clock& clock)
        : options_(options), database_(database), clock_(clock) {}

    // What a sign-in for `canonical_name` from `address` counts against: address
    // first, so that a blocked address cannot use up a name's tries.
    LimitKey by_address(std::string_view address) const;
    LimitKey by_name(std::string_view canonical_name) const;
    LimitKey by_name_in_a_day(std::string_view canonical_name) const;

    // Counts one try against each key, up to the first that is used up, which is told.
    std::optional<Limited> count(std::initializer_list<LimitKey> keys);

    // After a success: all tries, or only the one that succeeded. Call them in the
    // transaction of the act.
    void forget(const LimitKey& key);
    void give_back(const LimitKey& key);

   private:
    Options options_;
    db::Database& database_;
    const Clock& clock_;
};

// The part of an IP address that one customer has: IPv4 whole, IPv6 its first 64
// bits, IPv4 inside IPv6 as IPv4. Other text stays as it is.
std::string network_of(std::string_view address);

}  // namespace cloakroom::auth
