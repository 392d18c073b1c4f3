// Is all well? The figures of the whole site.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "auth/services.h"

namespace cloakroom::admin {

struct Overview {
    struct Day {
        std::chrono::sys_days date;  // UTC
        std::int64_t sign_ins = 0;
        std::int64_t failures = 0;  // wrong names and passwords
        std::int64_t limits = 0;    // how often somebody was told to wait
    };

    std::int64_t users = 0;
    std::int64_t signed_in = 0;
    std::int64_t database_size = 0;  // in bytes
    std::vector<Day> days;           // 30, the last one is today
    std::optional<std::chrono::sys_days> last_backup;
};

Overview look_over(auth::Services& services);

// The first user is alone, and no folder is protected yet.
bool is_fresh(auth::Services& services);

// Those who look after the site and may sign in.
std::int64_t count_admins(db::Database& database);

// In bytes.
std::int64_t database_size(db::Database& database);

}  // namespace cloakroom::admin
