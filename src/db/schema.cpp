#include "db/schema.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/errors.h"
#include "base/file_lock.h"
#include "base/version.h"
#include "db/journal.h"
#include "db/kept_copy.h"

namespace cloakroom::db {
namespace {

int schema_number(SQLite::Database& connection) {
    return connection.execAndGet("PRAGMA user_version").getInt();
}

// Empty: never set.
std::string property(SQLite::Database& connection, const char* name) {
    SQLite::Statement row(connection, "SELECT value FROM properties WHERE name = ?");
    row.bind(1, name);
    return row.executeStep() ? row.getColumn(0).getString() : "";
}

void refuse_unless_readable(SQLite::Database& connection, const std::string& path, int found, int known) {
    const std::string min_reader = property(connection, "min_reader");
    if (!min_reader.empty() && known >= std::stoi(min_reader)) return;
    const std::string made_by = property(connection, "made_by");
    throw Unavailable(path + " was written by a newer Cloakroom" + (made_by.empty() ? "" : ", " + made_by) +
                      ": its schema is number " + std::to_string(found) + " and needs a program that knows " +
                      min_reader + " at least; this one, " + version + ", knows " + std::to_string(known) +
                      ". Put the newer program back (or link with its libcloakroom), or restore a copy from the "
                      "folder backups beside the database");
}

// What a database must show before its new schema counts.
void check(SQLite::Database& connection, std::span<const Sql> statements) {
    SQLite::Statement lost(connection, "PRAGMA foreign_key_check");
    if (lost.executeStep()) throw std::runtime_error("a row of " + lost.getColumn(0).getString() + " leads nowhere");
    const std::string damage = connection.execAndGet("PRAGMA quick_check(1)").getString();
    if (damage != "ok") throw std::runtime_error(damage);
    for (const Sql& sql : statements) const SQLite::Statement prepared(connection, sql.text);
}

// Within a transaction.
void take(std::span<const SchemaStep> steps, SQLite::Database& connection, std::span<const Sql> statements, int done) {
    for (const SchemaStep& step : steps) {
        if (step.number > done) connection.exec(step.text);
    }
    SQLite::Statement made_by(connection, "INSERT OR REPLACE INTO properties VALUES ('made_by', ?)");
    made_by.bind(1, version);
    made_by.exec();
    connection.exec("PRAGMA user_version = " + std::to_string(steps.back().number));
    check(connection, statements);
}

void apply(std::span<const SchemaStep> steps, SQLite::Database& connection, std::span<const Sql> statements, int done) {
    SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
    take(steps, connection, statements, done);
    transaction.commit();
}

void keep_before(int number, SQLite::Database& connection, const std::string& path) {
    std::array<char, 40> reason{};
    std::snprintf(reason.data(), reason.size(), "before-schema-%03d", number);
    keep_copy(connection, path, reason.data());
}

void upgrade(SQLite::Database& connection, const std::string& path, std::span<const SchemaStep> steps,
             std::span<const Sql> statements, int found, Former former) {
    const std::string made_by = property(connection, "made_by");
    const auto explained = [&](const auto& work) {
        try {
            work();
        } catch (const std::exception& error) {
            throw Unavailable(path + " stays at schema " + std::to_string(found) + ": Cloakroom " + version +
                              " could not bring it to " + std::to_string(steps.back().number) + " (" + error.what() +
                              "). Nothing is lost: put the program back that served before" +
                              (made_by.empty() ? "" : ", Cloakroom " + made_by) +
                              ", or mend the cause and load the page again");
        }
    };
    if (former == Former::kept) {
        explained([&] {
            const SQLite::Transaction trial(connection, SQLite::TransactionBehavior::IMMEDIATE);
            take(steps, connection, statements, found);
        });
        keep_before(steps.back().number, connection, path);
    }
    explained([&] { apply(steps, connection, statements, found); });
}

}  // namespace

void bring_up_to_date(SQLite::Database& connection, const std::string& path, std::span<const SchemaStep> steps,
                      std::span<const Sql> statements, Former former) {
    const int known = steps.back().number;
    if (schema_number(connection) == known) return;
    const FileLock lock(path + ".lock");
    const int found = schema_number(connection);
    if (found > known) return refuse_unless_readable(connection, path, found, known);
    if (found == 0 && wal_works(path.substr(0, path.rfind('/')))) connection.exec("PRAGMA journal_mode = WAL");
    if (found == 0) return apply(steps, connection, statements, found);
    if (found < known) upgrade(connection, path, steps, statements, found, former);
}

}  // namespace cloakroom::db
