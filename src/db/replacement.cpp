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

// The file beside a database in which its last changes stand; empty if there is none.
std::string changes_beside(const std::string& file) {
    for (const char* part : {"-wal", "-journal"}) {
        if (has_content(file + part)) return file + part;
    }
    return "";
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
bool is_damaged(const std::string& database, int mode = SQLite::OPEN_READONLY) {
    try {
        SQLite::Database present(database, mode | SQLite::OPEN_NOMUTEX, longest_wait);
        return present.execAndGet("PRAGMA quick_check(1)").getString() != "ok";
    } catch (const SQLite::Exception& error) {
        const int why = error.getErrorCode();
        if (why == SQLITE_CORRUPT || why == SQLITE_NOTADB) return true;
        // A change that was cut off must be undone first, which is to write.
        if (why == SQLITE_READONLY && mode == SQLite::OPEN_READONLY)
            return is_damaged(database, SQLite::OPEN_READWRITE);
        throw;
    }
}

std::string overwrite(const std::string& database, const std::string& fresh) {
    SQLite::Database present(database, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, longest_wait);
    present.exec("PRAGMA synchronous = EXTRA");
    SQLite::Database source(fresh, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    const std::string kept = keep_copy(present, database, "before-restore");
    SQLite::Backup all(present, source);
    if (all.executeStep(-1) != SQLITE_DONE) {
        throw Unavailable(
            "the database is busy, somebody else is writing all the time; nothing was changed; try again");
    }
    return kept;
}

// Those who had it open may have begun to write beside it again.
void refuse_if_in_use(const std::string& database) {
    for (const char* part : {"-wal", "-journal"}) {
        if (fs::exists(database + part)) throw Unavailable("somebody has just opened the database; try again");
    }
}

}  // namespace

void copy_if_ours(const std::string& file, const std::string& copy) {
    std::ifstream from(file, std::ios::binary);
    if (!from) throw Unavailable("cannot read " + file);
    const std::string changes = changes_beside(file);
    if (!changes.empty()) {
        throw Unavailable(file + " is in use, or was copied while it was: its last changes stand in " + changes +
                          "; name a file that `backup` made");
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
        refuse_if_in_use(database);
        if (std::rename(fresh.c_str(), database.c_str()) != 0) throw Unavailable("cannot write " + database);
        return kept;
    });
}

}  // namespace cloakroom::db
