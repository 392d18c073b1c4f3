#include "db/replacement.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/errors.h"
#include "base/file_lock.h"
#include "db/failure.h"
#include "db/kept_copy.h"

namespace cloakroom::db {
namespace {

namespace fs = std::filesystem;

constexpr int longest_wait = 5000;  // milliseconds, for those who write just now

bool has_content(const std::string& file) {
    std::error_code failed;
    const auto size = fs::file_size(file, failed);
    return !failed && size > 0;
}

bool is_ours(const std::string& file) {
    try {
        SQLite::Database database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
        return database.execAndGet("PRAGMA user_version").getInt() > 0 && database.tableExists("properties");
    } catch (const SQLite::Exception&) {
        return false;
    }
}

// Too damaged to be read. One that is only busy throws.
bool is_damaged(const std::string& database) {
    try {
        SQLite::Database present(database, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, longest_wait);
        return present.execAndGet("PRAGMA quick_check(1)").getString() != "ok";
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_CORRUPT || error.getErrorCode() == SQLITE_NOTADB) return true;
        throw;
    }
}

std::string overwrite(const std::string& database, const std::string& fresh) {
    SQLite::Database present(database, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, longest_wait);
    present.exec("PRAGMA synchronous = EXTRA");
    SQLite::Database source(fresh, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    const std::string kept = keep_copy(present, database, "before-restore");
    SQLite::Backup all(present, source);
    all.executeStep(-1);
    return kept;
}

}  // namespace

void copy_if_ours(const std::string& file, const std::string& copy) {
    std::ifstream from(file, std::ios::binary);
    if (!from) throw Unavailable("cannot read " + file);
    if (has_content(file + "-wal")) {
        throw Unavailable(file + " is in use, or was copied while it was: its last changes stand in " + file +
                          "-wal; name a file that `backup` made");
    }
    std::ofstream to(copy, std::ios::binary);
    if (has_content(file)) to << from.rdbuf();
    if (!to.flush()) throw Unavailable("cannot write " + copy);
    if (!is_ours(copy)) throw Unavailable(file + " is no database of Cloakroom");
}

std::string replace_content(const std::string& database, const std::string& fresh) {
    const FileLock lock(database + ".lock");
    return translated([&] {
        if (fs::exists(database) && !is_damaged(database)) return overwrite(database, fresh);
        const std::string kept = keep_files(database, "damaged");
        if (std::rename(fresh.c_str(), database.c_str()) != 0) throw Unavailable("cannot write " + database);
        return kept;
    });
}

}  // namespace cloakroom::db
