// Which journal the file system under a folder can bear.
#pragma once

#include <string>

namespace cloakroom::db {

// True if a write-ahead log works in `folder`: a local file system on which two
// connections share memory. Tried on a throw-away file, since trying it on the
// real one can leave it unreadable.
bool wal_works(const std::string& folder);

}  // namespace cloakroom::db
