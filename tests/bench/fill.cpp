// fill DATABASE ROWS COOKIES: gives an empty installation that many living sessions, each under an id of its own, of
// half as many users, and writes the ids of at most 100,000 of them to COOKIES, one a line. Prints the bytes of file a
// session.
//
// The rows come in random order, as they do in life, so that the pages of the file are not quite full.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "base/encoding.h"
#include "base/random.h"

namespace {

constexpr long most_cookies = 100'000;
constexpr const char* browser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
constexpr const char* insert_session = R"(
    INSERT INTO sessions (id_hash, user_id, permanent, secure, started_at, last_seen_at, counted_from, expires_at,
                          address, browser)
    VALUES (:id_hash, :user, 1, 0, :now, :now + 86400, :now, :now + :lifetime, '192.0.2.' || (:now % 256), :browser))";

constexpr const char* insert_user = R"(
    INSERT INTO users (name, canonical_name, password_hash, created_at) VALUES ('user-' || :n, 'user-' || :n, '', 0))";

std::int64_t bytes_of(SQLite::Database& database) {
    return database.execAndGet("PRAGMA page_count").getInt64() * database.execAndGet("PRAGMA page_size").getInt64();
}

void add_users(SQLite::Database& database, long count) {
    SQLite::Statement insert(database, insert_user);
    for (long user = 0; user < count; ++user) {
        insert.bind(":n", static_cast<std::int64_t>(user));
        insert.exec();
        insert.reset();
    }
}

// Seen in the future: so that no visit is noted, and a page is a reader only.
void add_session(SQLite::Statement& insert, const std::string& id, std::int64_t user) {
    const std::string hash = cloakroom::sha256(id);
    insert.bind(":id_hash", hash.data(), static_cast<int>(hash.size()));
    insert.bind(":user", user);
    insert.bind(":lifetime", 86400 + static_cast<int>(randombytes_uniform(6 * 86400)));
    insert.exec();
    insert.reset();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4 || sodium_init() < 0) return 2;
    const long rows = std::atol(arguments[2]);
    const long stride = std::max(1L, rows / most_cookies);
    SQLite::Database database(arguments[1], SQLite::OPEN_READWRITE);
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000000");
    SQLite::Transaction transaction(database);
    const long users = std::max(1L, rows / 2);
    const std::int64_t first_user = database.execAndGet("SELECT max(id) + 1 FROM users").getInt64();
    add_users(database, users);
    const std::int64_t empty = bytes_of(database);

    SQLite::Statement insert(database, insert_session);
    insert.bind(":now", static_cast<std::int64_t>(std::time(nullptr)));
    insert.bind(":browser", browser);
    std::ofstream cookies(arguments[3]);
    for (long row = 0; row < rows; ++row) {
        const std::string id = cloakroom::base64url(cloakroom::random_bytes(32));
        add_session(insert, id, first_user + row % users);
        if (row % stride == 0) cookies << id << '\n';
    }
    transaction.commit();
    database.exec("PRAGMA journal_mode = WAL");
    std::printf("%ld\n", static_cast<long>(bytes_of(database) - empty) / rows);
    return cookies ? EXIT_SUCCESS : EXIT_FAILURE;
}
