#include "db/database.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/errors.h"
#include "base/file_system.h"
#include "db/failure.h"
#include "db/journal.h"

namespace cloakroom::db {
namespace {

// SQLite's own waiting sleeps up to 100 ms a try and lets one writer starve
// another. Ours sleeps 1 to 8 ms, unevenly, and gives up before two seconds are over.
int wait_for_lock(void* since, int tries) {
    using Timer = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds longest{1800};
    auto& start = *static_cast<Timer::time_point*>(since);
    if (tries == 0) start = Timer::now();
    if (Timer::now() - start > longest) return 0;
    unsigned char dice = 0;
    sqlite3_randomness(1, &dice);
    const timespec pause{0, 1'000'000L + dice * 27'000L};
    nanosleep(&pause, nullptr);
    return 1;
}

// SQLite would obey the umask; its own -wal and -shm copy the mode of this file.
void make_privately(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0) {
        fchmod(file, 0600);
        close(file);
    } else if (errno != EEXIST) {
        throw Unavailable("cannot make " + path + ": " + std::strerror(errno));
    } else if (access(path.c_str(), R_OK | W_OK) != 0) {
        // SQLite would open it all the same, and leave a -shm that stays read-only ever after.
        throw Unavailable("cannot write " + path + ": " + std::strerror(errno));
    }
}

void bind(SQLite::Statement& statement, const Parameter& parameter) {
    if (const auto* number = std::get_if<std::int64_t>(&parameter.value)) {
        statement.bind(parameter.name, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&parameter.value)) {
        statement.bind(parameter.name, std::string(*text));
    } else if (const auto* blob = std::get_if<Blob>(&parameter.value)) {
        const char* bytes = blob->bytes.empty() ? "" : blob->bytes.data();  // a null pointer would be NULL
        statement.bind(parameter.name, bytes, static_cast<int>(blob->bytes.size()));
    } else {
        statement.bind(parameter.name);
    }
}

}  // namespace

void expect_one_thread() {
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

Rows::~Rows() {
    statement_->tryReset();
}

bool Rows::next() {
    return translated([&] { return statement_->executeStep(); });
}

std::int64_t Rows::integer(int column) const {
    return statement_->getColumn(column).getInt64();
}

std::string Rows::text(int column) const {
    return statement_->getColumn(column).getString();
}

std::vector<std::string> Rows::texts(int column) const {
    return nlohmann::json::parse(text(column)).get<std::vector<std::string>>();
}

bool Rows::is_null(int column) const {
    return statement_->getColumn(column).isNull();
}

Database::Database(std::string path, std::span<const SchemaStep> steps, std::span<const Sql> statements,
                   Former former) {
    make_privately(path);
    translated([&] {
        connection_ = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
        sqlite3_busy_handler(connection_->getHandle(), wait_for_lock, &waiting_since_);
        connection_->exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
        leave_wal(*connection_, file_system_of(path.substr(0, path.rfind('/'))).disk);
        bring_up_to_date(*connection_, path, steps, statements, former);
        wal_ = connection_->execAndGet("PRAGMA journal_mode").getString() == "wal";
        // A reader that stays long, a backup say, lets the log grow: afterwards it shrinks again.
        connection_->exec(wal_ ? "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304"
                               : "PRAGMA synchronous = EXTRA");
        roll_back_ = std::make_unique<SQLite::Statement>(*connection_, "ROLLBACK");
    });
}

Database::~Database() = default;

SQLite::Statement& Database::prepare(const Sql& sql, Parameters parameters) {
    if (statements_.size() <= sql.index) statements_.resize(sql.index + 1);
    auto& statement = statements_[sql.index];
    if (!statement) statement = std::make_unique<SQLite::Statement>(*connection_, sql.text);
    if (statement->getBindParameterCount() != static_cast<int>(parameters.size())) {
        throw std::logic_error(std::string(sql.name) + ": not all parameters are given");
    }
    statement->tryReset();  // reset() would report the failure of the run before
    for (const Parameter& parameter : parameters) bind(*statement, parameter);
    return *statement;
}

Rows Database::query(const Sql& sql, Parameters parameters) {
    return Rows(translated([&]() -> SQLite::Statement& { return prepare(sql, parameters); }));
}

int Database::run(const Sql& sql, Parameters parameters) {
    return translated([&] {
        SQLite::Statement& statement = prepare(sql, parameters);
        while (statement.executeStep()) {
        }
        statement.tryReset();
        return connection_->getChanges();
    });
}

std::uint32_t Database::version() const {
    unsigned version = 0;
    const int result = sqlite3_file_control(connection_->getHandle(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
    if (result != SQLITE_OK) throw std::runtime_error("the version of the database is not told");
    return version;
}

void Database::use_wal() {
    wal_ = translated([&] { return connection_->execAndGet("PRAGMA journal_mode = WAL").getString() == "wal"; });
}

void Database::make_durable() {
    // With a rollback journal all is durable; there is nothing to choose.
    if (!wal_ || durability_ == Durability::full) return;
    connection_->exec("PRAGMA synchronous = FULL");
    durability_ = Durability::full;
}

// It was prepared beforehand, so that it needs no memory: a transaction that stayed open
// would lock everybody out.
void Database::roll_back() noexcept {
    roll_back_->tryExecuteStep();
    roll_back_->tryReset();
}

// Single statements outside a transaction are never the ones that must last.
void Database::relax() noexcept {
    if (durability_ == Durability::relaxed) return;
    if (connection_->tryExec("PRAGMA synchronous = NORMAL") == SQLITE_OK) durability_ = Durability::relaxed;
}

Transaction::Transaction(Database& database, Durability durability) : database_(database) {
    translated([&] {
        if (durability == Durability::full) database_.make_durable();
        database_.connection_->exec("BEGIN IMMEDIATE");
    });
}

Transaction::~Transaction() {
    if (!done_) database_.roll_back();
    database_.relax();
}

void Transaction::commit() {
    translated([&] { database_.connection_->exec("COMMIT"); });
    done_ = true;
}

}  // namespace cloakroom::db
