// Databases as programs of former releases left them: tests/unit/db/released/.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "generated/schema.h"

namespace cloakroom::test {

// A session of Alice, in all of them: her password is that of House.
inline constexpr const char* released_session = "YSBzZXNzaW9uIGJlZ3VuIGJ5IGEgZm9ybWVyIG9uZSE";

inline std::string dump_of(int number) {
    const std::string digits = std::to_string(number);
    return "tests/unit/db/released/" + std::string(3 - digits.size(), '0') + digits + ".sql";
}

// The newest schema of which there is one.
inline int newest_released() {
    int number = 0;
    while (std::filesystem::exists(dump_of(number + 1))) ++number;
    return number;
}

// Made of the dump of that schema number.
inline void make_released(const std::string& path, int number) {
    const std::string name = dump_of(number);
    std::ifstream file(name);
    const std::string dump{std::istreambuf_iterator<char>(file), {}};
    if (dump.empty()) throw std::runtime_error("cannot read " + name);
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec(dump);
}

// What of the schema SQLite itself knows.
inline std::string schema_of(const std::string& path) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    return database.execAndGet("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)");
}

inline int number_of(const std::string& path) {
    return SQLite::Database(path, SQLite::OPEN_READWRITE).execAndGet("PRAGMA user_version");
}

inline int newest_number() {
    return std::rbegin(sql::schema_steps)->number;
}

}  // namespace cloakroom::test
