// variable DATABASE: the least that writing one session variable costs. libfcgi, cgicc, the SHA-256 of the cookie, and
// one prepared upsert of the body under the last part of the address, committed as ours is: WAL, synchronous = NORMAL.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "bench/bare/fastcgi.h"

namespace {

constexpr const char* table = R"(
    CREATE TABLE IF NOT EXISTS session_variables (
        id_hash BLOB NOT NULL, space TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (id_hash, space, name)
    ) STRICT, WITHOUT ROWID)";

constexpr const char* upsert = R"(
    INSERT INTO session_variables (id_hash, space, name, value) VALUES (?, 'page', ?, ?)
    ON CONFLICT (id_hash, space, name) DO UPDATE SET value = excluded.value)";

// A write meets the lock of another every now and then. SQLite's own waiting sleeps up to
// 100 ms a try and would make this program the slower one, so it waits as ours does.
int wait_for_lock(void*, int tries) {
    sqlite3_sleep(1 + tries % 8);
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2 || sodium_init() < 0) return 2;
    SQLite::Database database(arguments[1], SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX);
    sqlite3_busy_handler(database.getHandle(), wait_for_lock, nullptr);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    database.exec(table);
    SQLite::Statement write(database, upsert);

    bare::serve([&](FCGX_Request& request, const cgicc::Cgicc& cgi, const bare::Key& key) {
        const std::string path = cgi.getEnvironment().getPathInfo();
        write.bindNoCopy(1, key.data(), static_cast<int>(key.size()));
        write.bind(2, path.substr(path.rfind('/') + 1));
        write.bind(3, cgi.getEnvironment().getPostData());
        write.exec();
        write.reset();
        bare::answer(request, "Status: 204 No Content\r\n", "");
        FCGX_Finish_r(&request);
    });
}
