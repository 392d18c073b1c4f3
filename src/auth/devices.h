// Devices: browsers in which a user has signed in before, known by a cookie of their own.
//
// It opens nothing. It only says that who tries a password here is no stranger: his tries
// and his turns at hashing are his own, and nobody who guesses elsewhere can use them up.
// The cookie holds 32 random bytes in base64url; only their SHA-256 is stored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

class Devices {
   public:
    static constexpr Seconds lifetime = std::chrono::days{365};  // since the last sign-in there

    Devices(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // Has the user of this name signed in in the browser whose cookie says `device`?
    // Nobody has where it says anything that we never gave.
    bool is_known(std::string_view device, std::string_view canonical_name);

    struct Remembered {
        std::string device;        // what its cookie is to say from now on
        bool is_surprise = false;  // he has used others only
    };

    // He has signed in there. A browser that several people use has one cookie. Of a
    // user's browsers the 20 seen last are kept. Call it in the transaction of the act.
    Remembered remember(std::string_view device, std::int64_t user_id);

    // When he last signed in in each of them, the newest first.
    std::vector<Instant> last_seen(std::int64_t user_id);

    // None is known to be his any more: a thief may have been among them. Call it in the
    // transaction of the act.
    void forget_all(std::int64_t user_id);

   private:
    bool was_given(const std::string& device_hash);
    bool is_surprise(const std::string& device_hash, std::int64_t user_id);
    Instant since() const { return clock_.now() - lifetime; }

    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
