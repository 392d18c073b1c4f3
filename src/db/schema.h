// Bringing a database to the schema that this program knows.
#pragma once

#include <span>
#include <string>

#include "db/sql.h"

namespace SQLite {
class Database;
}

namespace cloakroom::db {

// Makes or upgrades the schema in one transaction, under a lock file beside the
// database, so that processes which start together do it once. A newer schema is
// accepted if its `min_reader` says so, else refused with Unavailable.
void bring_up_to_date(SQLite::Database& connection, const std::string& path, std::span<const SchemaStep> steps);

}  // namespace cloakroom::db
