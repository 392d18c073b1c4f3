// Which journal the file system under a folder can bear.
#pragma once

#include <string>

#include "base/file_system.h"

namespace SQLite {
class Database;
}

namespace cloakroom::db {

// True if a write-ahead log works in `folder`: a local file system on which two
// connections share memory. Tried on a throw-away file, since trying it on the
// real one can leave it unreadable.
bool wal_works(const std::string& folder);

// A database that was brought to a remote disk with a write-ahead log gets the journal that a
// new one has there, unless others have it open: then the next who opens it tries anew.
void leave_wal(SQLite::Database& connection, Disk disk);

}  // namespace cloakroom::db
