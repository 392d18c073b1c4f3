// Copies of a database that are kept before something is done to it as a whole.
#pragma once

#include <string>

namespace SQLite {
class Database;
}

namespace cloakroom::db {

// Copies all that is committed into backups/REASON-DATE-TIME.sqlite (0600) in the folder of
// the database, while others write on; never over a file that is there. Of the copies whose names
// begin with the same word ("before-schema-004" and "before-schema-005") the three newest are
// kept. Returns the path.
//
// Unlike a backup (admin/backup.h) it holds everything, sessions and codes too: whoever puts
// one back does it by `cloakroom restore`. Throws Unavailable.
std::string keep_copy(SQLite::Database& connection, const std::string& database, const std::string& reason);

// For a database that is too damaged to be copied: its file gets a second name there, and what
// SQLite had written beside it is moved. The caller puts another in its place. The three newest
// are kept of these, too. Returns the path, empty if there was no database.
std::string keep_files(const std::string& database, const std::string& reason);

// Moves another database of that folder there, with what stands beside it, and makes it private.
// Returns its path. Throws Unavailable.
std::string keep_file(const std::string& file, const std::string& reason);

}  // namespace cloakroom::db
