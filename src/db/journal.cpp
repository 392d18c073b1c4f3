#include "db/journal.h"

#include <SQLiteCpp/Database.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/random.h"

namespace cloakroom::db {
namespace {

bool two_connections_share(const std::string& probe) {
    try {
        SQLite::Database first(probe, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        if (first.execAndGet("PRAGMA journal_mode = WAL").getString() != "wal") return false;
        first.exec("CREATE TABLE probe (value INTEGER)");
        SQLite::Database second(probe, SQLite::OPEN_READWRITE);
        second.exec("INSERT INTO probe VALUES (7)");
        return first.execAndGet("SELECT value FROM probe").getInt() == 7;
    } catch (const SQLite::Exception&) {
        return false;
    }
}

}  // namespace

bool wal_works(const std::string& folder) {
    if (file_system_of(folder).disk == Disk::remote) return false;
    const std::string probe = folder + "/probe-" + hex(random_bytes(8)) + ".sqlite";
    const bool works = two_connections_share(probe);
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) unlink((probe + suffix).c_str());
    return works;
}

void leave_wal(SQLite::Database& connection, Disk disk) {
    if (disk == Disk::remote) connection.tryExec("PRAGMA journal_mode = DELETE");
}

}  // namespace cloakroom::db
