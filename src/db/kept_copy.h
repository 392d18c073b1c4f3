// Copies of a database that are kept before something is done to it as a whole.
#pragma once

#include <string>

namespace SQLite {
class Database;
}

namespace cloakroom::db {

// Copies all that is committed into backups/REASON-DATE.sqlite (0600) in the folder of the
// database, while others write on. Of the copies whose names begin with the same word
// ("before-schema-004" and "before-schema-005") the three newest are kept. Returns the path.
//
// Unlike a backup (admin/backup.h) it holds everything, sessions and codes too: whoever puts
// one back does it by `cloakroom restore`. Throws Unavailable.
std::string keep_copy(SQLite::Database& connection, const std::string& database, const std::string& reason);

// For a database that is too damaged to be copied: moves its files there as they are.
std::string keep_files(const std::string& database, const std::string& reason);

}  // namespace cloakroom::db
