#include "admin/restore_file.h"

#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "admin/backup.h"
#include "base/errors.h"
#include "base/file_lock.h"
#include "db/kept_copy.h"

namespace cloakroom::admin {
namespace {

constexpr const char* restore_file = "/restore.sqlite";
constexpr std::chrono::minutes longest_pause{10};  // of an upload

// A database tells at its beginning of how many pages it is, and how large they are.
bool is_whole(const std::string& path, std::uint64_t size) {
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    std::array<unsigned char, 32> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(head.data()), head.size());
    if (!file || std::string_view(reinterpret_cast<char*>(head.data()), magic.size()) != magic) return false;
    const auto number = [&head](std::size_t from, std::size_t to) {
        std::uint64_t value = 0;
        for (std::size_t at = from; at < to; ++at) value = value << 8U | head.at(at);
        return value;
    };
    const std::uint64_t page = number(16, 18) == 1 ? 65536 : number(16, 18);
    return size >= page * number(28, 32);
}

}  // namespace

bool is_restore_asked_for(const std::string& private_folder, const Clock& clock) {
    const std::string path = private_folder + restore_file;
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    // An upload may bring an old modification time along, but not this one.
    const Instant written{Seconds{status.st_ctim.tv_sec}};
    return is_whole(path, static_cast<std::uint64_t>(status.st_size)) || clock.now() > written + longest_pause;
}

std::optional<Restored> restore_from_file(const std::string& database, const Clock& clock) {
    const std::string folder = std::filesystem::path(database).parent_path().string();
    if (!is_restore_asked_for(folder, clock)) return std::nullopt;
    const FileLock lock = FileLock::try_to_take(folder + "/restore.lock");
    if (!lock.held() || !is_restore_asked_for(folder, clock)) return std::nullopt;
    // It is moved first, so that it is dealt with once, whatever comes of it.
    Restored restored{.file = db::keep_file(folder + restore_file, "uploaded"), .refused = "", .kept = ""};
    try {
        restored.kept = restore_backup(restored.file, database, auth::Actor::uploaded_file(), clock);
    } catch (const std::exception& error) {
        restored.refused = error.what();
    }
    return restored;
}

}  // namespace cloakroom::admin
