#include "auth/rate_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

using namespace std::chrono_literals;

constexpr int forget_at_once = 100;

// A user's name may be tried this often in a day before only waiting helps
// (NIST SP 800-63B section 3.2.2).
constexpr int most_tries_in_a_day = 100;

std::string key_hash(const LimitKey& key) {
    return sha256(std::string(key.rule) + '\n' + key.subject);
}

}  // namespace

std::string network_of(std::string_view address) {
    const std::string text(address);
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    std::array<char, INET6_ADDRSTRLEN> network{};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
        return inet_ntop(AF_INET, bytes.data() + mapped.size(), network.data(), network.size());
    }
    std::fill(bytes.begin() + 8, bytes.end(), 0);
    return inet_ntop(AF_INET6, bytes.data(), network.data(), network.size());
}

LimitKey RateLimits::by_address(std::string_view address) const {
    return {"address", network_of(address), options_.tries_per_address, 15min};
}

LimitKey RateLimits::by_name(std::string_view canonical_name) const {
    return {"name", std::string(canonical_name), options_.tries_per_name, 15min};
}

LimitKey RateLimits::by_name_in_a_day(std::string_view canonical_name) const {
    return {"name_in_a_day", std::string(canonical_name), most_tries_in_a_day, 24h};
}

std::optional<Limited> RateLimits::count(std::initializer_list<LimitKey> keys) {
    const Instant now = clock_.now();
    std::optional<Limited> limited;
    db::Transaction transaction(database_, db::Durability::relaxed);
    for (const LimitKey& key : keys) {
        auto row = database_.query(sql::count_try,
                                   {{":key_hash", db::Blob{key_hash(key)}}, {":now", now}, {":window", key.window}});
        row.next();
        if (row.integer(0) <= key.most_tries) continue;
        limited = {.retry_after = row.instant(1) - now, .is_first = row.integer(0) == key.most_tries + 1};
        break;
    }
    database_.run(sql::sweep_rate_limits, {{":now", now}, {":limit", forget_at_once}});
    transaction.commit();
    return limited;
}

void RateLimits::forget(const LimitKey& key) {
    database_.run(sql::forget_tries, {{":key_hash", db::Blob{key_hash(key)}}});
}

void RateLimits::give_back(const LimitKey& key) {
    database_.run(sql::give_back_try, {{":key_hash", db::Blob{key_hash(key)}}});
}

}  // namespace cloakroom::auth
