// The database: prepared statements, transactions, schema. SQLite stands behind
// it, and nothing above this folder knows that.
//
// A database that is locked, full, read-only or broken throws Unavailable (a 503
// page); anything else that goes wrong is a fault of ours and throws std::runtime_error.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "db/schema.h"
#include "db/sql.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace cloakroom::db {

// Bytes that are no text, such as a hash.
struct Blob {
    std::string_view bytes;
};

// A named parameter, colon included: {":now", clock.now()}.
struct Parameter {
    using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view, Blob>;

    Parameter(const char* name, std::int64_t number) : name(name), value(number) {}
    Parameter(const char* name, int number) : name(name), value(std::int64_t{number}) {}
    Parameter(const char* name, bool flag) : name(name), value(std::int64_t{flag}) {}
    Parameter(const char* name, std::string_view text) : name(name), value(text) {}
    Parameter(const char* name, const std::string& text) : name(name), value(std::string_view{text}) {}
    Parameter(const char* name, const char* text) : name(name), value(std::string_view{text}) {}
    Parameter(const char* name, Blob blob) : name(name), value(blob) {}
    Parameter(const char* name, Instant moment) : name(name), value(std::int64_t{moment.time_since_epoch().count()}) {}
    Parameter(const char* name, std::optional<std::int64_t> number) : name(name) {
        if (number) value = *number;
    }
    Parameter(const char* name, const std::optional<std::string>& text) : name(name) {
        if (text) value = std::string_view{*text};
    }
    Parameter(const char* name, Seconds span) : name(name), value(std::int64_t{span.count()}) {}

    const char* name;
    Value value = nullptr;
};

using Parameters = std::initializer_list<Parameter>;

// The rows of one statement, read one after the other. Lives shorter than its
// Database, and is gone before the same statement runs again.
class Rows {
   public:
    explicit Rows(SQLite::Statement& statement) : statement_(&statement) {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    // Steps to the next row; false behind the last. What a statement with rows has
    // changed is committed when this has said so, unless a transaction is open.
    bool next();

    // The columns of the row, counted from 0. NULL reads as 0 or as empty.
    std::int64_t integer(int column) const;
    std::string text(int column) const;                // also a BLOB's bytes
    std::vector<std::string> texts(int column) const;  // a JSON array of texts
    Instant instant(int column) const { return Instant{Seconds{integer(column)}}; }
    bool is_null(int column) const;

   private:
    SQLite::Statement* statement_;
};

// How much of a committed transaction survives a loss of power.
enum class Durability {
    relaxed,  // perhaps not the last moments: a new session, a page's last visit
    full      // all of it: users, passwords, tokens, the end of a session
};

// SQLite guards itself against other threads at each step and counts what memory it uses. A
// program that has one thread says so, before it opens its first database, and is spared both.
void expect_one_thread();

class Database {
   public:
    // Opens `path`; makes it (0600) and brings it to the newest of `steps` if need
    // be, once, however many processes start together; schema.h says how. All of
    // `statements` must be possible then, or nothing is changed. Refuses a file whose
    // schema is newer and says which program it needs.
    Database(std::string path, std::span<const SchemaStep> steps, std::span<const Sql> statements = {},
             Former former = Former::kept);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Runs a statement that gives rows. All its parameters must be named.
    Rows query(const Sql& sql, Parameters parameters = {});

    // Runs a statement to its end; returns how many rows it changed.
    int run(const Sql& sql, Parameters parameters = {});

    // Another number whenever anything in the database has changed, by whomever: as of what
    // was last read or written here. SQLite trusts it with its own copies of pages.
    std::uint32_t version() const;

    // Writers and readers of it do not wait for each other. Written into the file.
    bool uses_wal() const { return wal_; }
    void use_wal();

   private:
    friend class Transaction;

    SQLite::Statement& prepare(const Sql& sql, Parameters parameters);
    void make_durable();
    void roll_back() noexcept;
    void relax() noexcept;

    std::unique_ptr<SQLite::Database> connection_;
    std::vector<std::unique_ptr<SQLite::Statement>> statements_;  // by Sql::index
    std::unique_ptr<SQLite::Statement> roll_back_;
    std::chrono::steady_clock::time_point waiting_since_;  // for another process's lock
    bool wal_ = false;
    Durability durability_ = Durability::relaxed;
};

// All or nothing: what is not committed is undone at the end of the scope. Takes
// the write lock at once. Keep it short; none is open while a password is hashed.
class Transaction {
   public:
    Transaction(Database& database, Durability durability);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

   private:
    Database& database_;
    bool done_ = false;
};

}  // namespace cloakroom::db
