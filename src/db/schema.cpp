#include "db/schema.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

#include "base/errors.h"
#include "base/file_lock.h"
#include "db/journal.h"

namespace cloakroom::db {
namespace {

int schema_number(SQLite::Database& connection) {
    return connection.execAndGet("PRAGMA user_version").getInt();
}

void refuse_unless_readable(SQLite::Database& connection, const std::string& path, int found, int known) {
    const int min_reader =
        connection.execAndGet("SELECT CAST(value AS INTEGER) FROM properties WHERE name = 'min_reader'").getInt();
    if (known >= min_reader) return;
    throw Unavailable(path + " was written by a newer Cloakroom: its schema is number " + std::to_string(found) +
                      " and needs a program that knows " + std::to_string(min_reader) + " at least; this one knows " +
                      std::to_string(known) + ". Install the newer one again, or link with its libcloakroom");
}

void apply(SQLite::Database& connection, std::span<const SchemaStep> steps, int done) {
    SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
    for (const SchemaStep& step : steps) {
        if (step.number > done) connection.exec(step.text);
    }
    connection.exec("PRAGMA user_version = " + std::to_string(steps.back().number));
    transaction.commit();
}

}  // namespace

void bring_up_to_date(SQLite::Database& connection, const std::string& path, std::span<const SchemaStep> steps) {
    const int known = steps.back().number;
    if (schema_number(connection) == known) return;
    const FileLock lock(path + ".lock");
    const int found = schema_number(connection);
    if (found > known) return refuse_unless_readable(connection, path, found, known);
    if (found == 0 && wal_works(path.substr(0, path.rfind('/')))) connection.exec("PRAGMA journal_mode = WAL");
    if (found < known) apply(connection, steps, found);
}

}  // namespace cloakroom::db
