#include "auth/devices.h"

#include "base/encoding.h"
#include "base/random.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

constexpr std::size_t device_bytes = 32;
constexpr int most_per_user = 20;

}  // namespace

bool Devices::is_known(std::string_view device, std::string_view canonical_name) {
    return database_
        .query(sql::has_device,
               {{":device_hash", db::Blob{sha256(device)}}, {":canonical_name", canonical_name}, {":since", since()}})
        .next();
}

bool Devices::was_given(const std::string& device_hash) {
    return database_.query(sql::was_device_given, {{":device_hash", db::Blob{device_hash}}}).next();
}

bool Devices::is_surprise(const std::string& device_hash, std::int64_t user_id) {
    auto row = database_.query(sql::count_devices,
                               {{":device_hash", db::Blob{device_hash}}, {":user_id", user_id}, {":since", since()}});
    row.next();
    return row.integer(0) > 0 && row.integer(1) == 0;
}

Devices::Remembered Devices::remember(std::string_view device, std::int64_t user_id) {
    Remembered remembered{.device = std::string(device)};
    if (!was_given(sha256(device))) remembered.device = base64url(random_bytes(device_bytes));
    const std::string hash = sha256(remembered.device);
    remembered.is_surprise = is_surprise(hash, user_id);
    database_.run(sql::save_device, {{":device_hash", db::Blob{hash}}, {":user_id", user_id}, {":now", clock_.now()}});
    database_.run(sql::end_oldest_devices,
                  {{":device_hash", db::Blob{hash}}, {":user_id", user_id}, {":most", most_per_user}});
    return remembered;
}

std::vector<Instant> Devices::last_seen(std::int64_t user_id) {
    std::vector<Instant> moments;
    auto row = database_.query(sql::list_devices, {{":user_id", user_id}});
    while (row.next()) moments.push_back(row.instant(0));
    return moments;
}

void Devices::forget_all(std::int64_t user_id) {
    database_.run(sql::forget_devices, {{":user_id", user_id}});
}

}  // namespace cloakroom::auth
