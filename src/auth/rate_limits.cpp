#include "auth/rate_limits.h"

#include "base/encoding.h"
#include "base/ip_address.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

using namespace std::chrono_literals;

constexpr int forget_at_once = 100;

// So often may be tried in a day before only waiting helps (NIST SP 800-63B section 3.2.2).
constexpr int most_tries_in_a_day = 100;

std::string key_hash(const LimitKey& key) {
    return sha256(std::string(key.rule) + '\n' + key.subject);
}

}  // namespace

LimitKey RateLimits::in_all(std::string_view rule) const {
    return {rule, "", options_.tries_in_all, 1min};
}

LimitKey RateLimits::by_network(std::string_view rule, std::string_view address) const {
    return {rule, customer_network(address), options_.tries_per_network, 15min};
}

LimitKeys RateLimits::for_stranger(std::string_view canonical_name, std::string_view address) const {
    const std::string name(canonical_name);
    return {in_all("passwords"),
            by_network("network", address),
            {"name", name, options_.tries_per_name, 15min},
            {"name_in_a_day", name, most_tries_in_a_day, 24h}};
}

LimitKeys RateLimits::for_device(std::string_view canonical_name, std::string_view device) const {
    const std::string both = std::string(device) + '\n' + std::string(canonical_name);
    return {{"device", both, options_.tries_per_name, 15min}, {"device_in_a_day", both, most_tries_in_a_day, 24h}};
}

LimitKeys RateLimits::for_code(std::string_view address) const {
    return {in_all("codes"), by_network("codes_of_network", address)};
}

LimitKeys RateLimits::for_use_of(std::string_view token_hash) const {
    return {{"token", std::string(token_hash), options_.tries_per_network, 15min}};
}

std::optional<Limited> RateLimits::count(const LimitKeys& keys) {
    if (const auto refusal = find_refusal(keys)) return refusal;
    const auto used_up = count_each(keys);
    if (!used_up) return std::nullopt;
    const Instant now = clock_.now();
    auto row = database_.query(
        sql::count_try, {{":key_hash", db::Blob{key_hash(*used_up)}}, {":now", now}, {":window", used_up->window}});
    row.next();
    const Limited limited{.retry_after = row.instant(1) - now, .is_first = row.integer(0) == used_up->most_tries + 1};
    row.next();
    return limited;
}

// Quick, for a flood comes here: it writes nothing and waits for nobody.
std::optional<Limited> RateLimits::find_refusal(const LimitKeys& keys) {
    const Instant now = clock_.now();
    for (const LimitKey& key : keys) {
        auto row = database_.query(sql::find_refusal, {{":key_hash", db::Blob{key_hash(key)}},
                                                       {":most_tries", key.most_tries},
                                                       {":now", now},
                                                       {":window", key.window}});
        if (row.next()) return Limited{.retry_after = row.instant(0) - now};
    }
    return std::nullopt;
}

// Returns the key that is used up, if there is one; then nothing was counted.
std::optional<LimitKey> RateLimits::count_each(const LimitKeys& keys) {
    const Instant now = clock_.now();
    db::Transaction transaction(database_, db::Durability::relaxed);
    for (const LimitKey& key : keys) {
        auto row = database_.query(sql::count_try,
                                   {{":key_hash", db::Blob{key_hash(key)}}, {":now", now}, {":window", key.window}});
        row.next();
        if (row.integer(0) > key.most_tries) return key;
    }
    database_.run(sql::sweep_rate_limits, {{":now", now}, {":limit", forget_at_once}});
    transaction.commit();
    return std::nullopt;
}

void RateLimits::give_back(const LimitKeys& keys) {
    db::Transaction transaction(database_, db::Durability::relaxed);
    for (const LimitKey& key : keys) database_.run(sql::give_back_try, {{":key_hash", db::Blob{key_hash(key)}}});
    transaction.commit();
}

}  // namespace cloakroom::auth
