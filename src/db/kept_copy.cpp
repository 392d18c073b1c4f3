#include "db/kept_copy.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
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

// The folder, made if need be, and the file in it.
fs::path kept_path(const std::string& database, const std::string& reason) {
    const fs::path folder = fs::path(database).parent_path() / "backups";
    ensure_private_folder(folder.string());
    const std::string today = iso_time(SystemClock().now()).substr(0, std::string_view("2026-11-23").size());
    return folder / (reason + "-" + today + ".sqlite");
}

void remove_oldest(const fs::path& folder, const std::string& kind) {
    std::vector<fs::directory_entry> copies;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(kind)) copies.push_back(entry);
    }
    std::ranges::sort(copies, std::ranges::greater{}, [](const auto& entry) { return entry.last_write_time(); });
    for (std::size_t at = most_kept; at < copies.size(); ++at) fs::remove(copies[at]);
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
        remove_oldest(kept.parent_path(), reason.substr(0, reason.find_last_not_of("0123456789") + 1));
        return kept.string();
    } catch (const std::exception& error) {
        throw Unavailable("cannot keep a copy of " + database + " in the folder backups beside it (" + error.what() +
                          "), so it is left as it is; make room there, then try again");
    }
}

std::string keep_files(const std::string& database, const std::string& reason) {
    const std::string kept = kept_path(database, reason).string();
    for (const char* part : {"-shm", "-wal", "-journal"}) {
        if (fs::exists(database + part)) fs::rename(database + part, kept + part);
    }
    // A second name, not a move: whoever opens the database now must not find none, and make a new one.
    fs::remove(kept);
    if (fs::exists(database)) fs::create_hard_link(database, kept);
    return kept;
}

}  // namespace cloakroom::db
