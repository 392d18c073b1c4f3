// Bringing a database to the schema that this program knows.
#pragma once

#include <span>
#include <string>

#include "db/sql.h"

namespace SQLite {
class Database;
}

namespace cloakroom::db {

// What an upgrade does with what was there before: of a temporary file nobody wants a copy.
enum class Former { kept, not_kept };

// Makes or upgrades the schema, under a lock file beside the database, so that
// processes which start together do it once. A newer schema is accepted if its
// `min_reader` says so, else refused with Unavailable.
//
// In an upgrade all steps are taken, the file is checked and each of `statements` prepared,
// in one transaction: what fails or is killed half-way leaves the old schema, which the
// program of before can use. That is tried first, then the database is copied
// (kept_copy.h), then it is done: an upgrade that fails again and again makes no copies.
void bring_up_to_date(SQLite::Database& connection, const std::string& path, std::span<const SchemaStep> steps,
                      std::span<const Sql> statements, Former former);

}  // namespace cloakroom::db
