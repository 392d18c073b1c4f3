// How often something may be tried.
//
// Every try is counted before anything dear is done with it, in one transaction, so
// that 200 parallel guesses are counted 200, over all processes and restarts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

using LimitKeys = std::vector<LimitKey>;

// Too many tries.
struct Limited {
    Seconds retry_after;
    bool is_first = false;  // the first refusal in this window: the one that is worth a note
};

class RateLimits {
   public:
    struct Options {
        int tries_per_name = 10;     // sign-ins for one user name in 15 minutes
        int tries_per_network = 50;  // sign-ins, and as many codes, from one network in 15 minutes
        int tries_in_all = 100;      // sign-ins in a minute, and as many codes
    };

    RateLimits(Options options, db::Database& database, const Clock& clock)
        : options_(options), database_(database), clock_(clock) {}

    // What a try counts against: of a password for this name by a browser that we do not
    // know; by one in which `device` says that he has signed in before, so that strangers
    // who guess cannot use up its tries; of a code that opens nothing; of what is chosen
    // with one that does.
    LimitKeys for_stranger(std::string_view canonical_name, std::string_view address) const;
    LimitKeys for_device(std::string_view canonical_name, std::string_view device) const;
    LimitKeys for_code(std::string_view address) const;
    LimitKeys for_use_of(std::string_view token_hash) const;

    // Counts one try against each key, or, if one of them is used up, against none: what is
    // refused uses up nothing, and leaves no rows behind.
    std::optional<Limited> count(const LimitKeys& keys);

    // After a success: it was no guess.
    void give_back(const LimitKeys& keys);

   private:
    LimitKey in_all(std::string_view rule) const;
    LimitKey by_network(std::string_view rule, std::string_view address) const;
    std::optional<Limited> find_refusal(const LimitKeys& keys);
    std::optional<LimitKey> count_each(const LimitKeys& keys);

    Options options_;
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
