#include "db/kept_copy.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "base/clock.h"
#include "base/errors.h"
#include "base/private_file.h"
#include "base/temporary_file.h"
#include "base/times.h"

namespace cloakroom::db {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_kept = 3;

// What SQLite writes beside a database.
constexpr std::array parts = {"-shm", "-wal", "-journal"};

// "2026-11-23-140509": any file system can bear it.
std::string moment() {
    std::string text = iso_time(SystemClock().now());
    std::erase(text, ':');
    std::ranges::replace(text, 'T', '-');
    return text.substr(0, text.find('Z'));
}

// The folder, made if need be, and a file in it that is not there yet. Whoever calls this holds the lock.
fs::path kept_path(const std::string& database, const std::string& reason) {
    const fs::path folder = fs::path(database).parent_path() / "backups";
    ensure_private_folder(folder.string());
    const std::string name = reason + "-" + moment();
    fs::path path = folder / (name + ".sqlite");
    for (int n = 2; fs::exists(path); ++n) path = folder / (name + "-" + std::to_string(n) + ".sqlite");
    return path;
}

// Beyond the three newest of the kind to which `kept` belongs.
void remove_oldest(const fs::path& kept, const std::string& reason) {
    const std::string kind = reason.substr(0, reason.find_last_not_of("0123456789") + 1);
    std::vector<fs::directory_entry> copies;
    for (const auto& entry : fs::directory_iterator(kept.parent_path())) {
        const fs::path& path = entry.path();
        if (path.filename().string().starts_with(kind) && path.extension() == ".sqlite") copies.push_back(entry);
    }
    std::ranges::sort(copies, std::ranges::greater{}, [](const auto& entry) { return entry.last_write_time(); });
    for (std::size_t at = most_kept; at < copies.size(); ++at) {
        for (const char* part : parts) fs::remove(copies[at].path().string() + part);
        fs::remove(copies[at]);
    }
}

}  // namespace

std::string keep_copy(SQLite::Database& connection, const std::string& database, const std::string& reason) {
    try {
        const fs::path kept = kept_path(database, reason);
        TemporaryFile copy(kept.parent_path().string());
        SQLite::Statement statement(connection, "VACUUM INTO ?");
        statement.bind(1, copy.path());
        statement.exec();
        copy.keep_as(kept.string());
        remove_oldest(kept, reason);
        return kept.string();
    } catch (const std::exception& error) {
        throw Unavailable("cannot keep a copy of " + database + " in the folder backups beside it (" + error.what() +
                          "), so it is left as it is; make room there, then try again");
    }
}

std::string keep_files(const std::string& database, const std::string& reason) {
    const std::string kept = kept_path(database, reason).string();
    // A second name, not a move: whoever opens the database now must not find none, and make a new one. It comes
    // first: where it fails, the parts are still where they belong.
    if (fs::exists(database)) {
        std::error_code without_links;
        fs::create_hard_link(database, kept, without_links);
        if (without_links) fs::copy_file(database, kept);
        fs::last_write_time(kept, fs::file_time_type::clock::now());  // the newest of its kind
    }
    for (const char* part : parts) {
        if (fs::exists(database + part)) fs::rename(database + part, kept + part);
    }
    remove_oldest(kept, reason);
    return fs::exists(kept) ? kept : "";
}

std::string keep_file(const std::string& file, const std::string& reason) {
    const fs::path kept = kept_path(file, reason);
    std::error_code failed;
    fs::rename(file, kept, failed);
    if (failed) throw Unavailable("cannot move " + file + " to " + kept.string() + ": " + failed.message());
    for (const char* part : parts) {
        if (fs::exists(file + part)) fs::rename(file + part, kept.string() + part);
    }
    // Somebody else's file may be moved, but neither of these done to it.
    fs::permissions(kept, fs::perms::owner_read | fs::perms::owner_write, failed);
    fs::last_write_time(kept, fs::file_time_type::clock::now(), failed);
    remove_oldest(kept, reason);
    return kept.string();
}

}  // namespace cloakroom::db
