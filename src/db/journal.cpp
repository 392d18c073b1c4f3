#include "db/journal.h"

#include <SQLiteCpp/Database.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/random.h"

namespace cloakroom::db {
namespace {

// File systems that live on another machine or in another process, where shared
// memory is not shared (statfs(2), "Filesystem types").
constexpr std::array<unsigned long, 11> remote = {
    0x6969,      // NFS
    0x517B,      // SMB
    0xFF534D42,  // CIFS
    0xFE534D42,  // SMB2
    0x5346414F,  // AFS
    0x6B414653,  // kAFS
    0x0BD00BD0,  // Lustre
    0x65735546,  // FUSE
    0x01021997,  // 9P
    0x00C36400,  // Ceph
    0x73757245   // Coda
};

bool is_remote(const std::string& folder) {
    struct statfs status {};
    if (statfs(folder.c_str(), &status) != 0) return true;
    const auto type = static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL;
    return std::ranges::find(remote, type) != remote.end();
}

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
    if (is_remote(folder)) return false;
    const std::string probe = folder + "/probe-" + hex(random_bytes(8)) + ".sqlite";
    const bool works = two_connections_share(probe);
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) unlink((probe + suffix).c_str());
    return works;
}

}  // namespace cloakroom::db
