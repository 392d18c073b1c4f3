// page DATABASE PAGE COOKIES: the least that a signed-in page costs. libfcgi, cgicc, the SHA-256 of the cookie, one
// prepared SELECT by it, and the user's name put into PAGE in place of {{name}}. COOKIES are the sessions, one a line.
#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <iterator>

#include "bench/bare/fastcgi.h"

namespace {

void make_sessions(SQLite::Database& database, const char* cookies) {
    database.setBusyTimeout(10000);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("CREATE TABLE IF NOT EXISTS sessions (id_hash BLOB PRIMARY KEY, name TEXT) STRICT, WITHOUT ROWID");
    SQLite::Transaction transaction(database);
    SQLite::Statement insert(database, "INSERT OR IGNORE INTO sessions VALUES (?, 'reader-1')");
    std::ifstream lines(cookies);
    for (std::string line; std::getline(lines, line);) {
        const auto key = bare::key_of(line.substr(line.find('=') + 1));
        insert.bind(1, key.data(), static_cast<int>(key.size()));
        insert.exec();
        insert.reset();
    }
    transaction.commit();
}

std::string file(const char* name) {
    std::ifstream in(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4 || sodium_init() < 0) return 2;
    SQLite::Database database(arguments[1], SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX);
    make_sessions(database, arguments[3]);
    SQLite::Statement find(database, "SELECT name FROM sessions WHERE id_hash = ?");
    const std::string page = file(arguments[2]);
    const std::string mark = "{{name}}";
    const std::size_t place = page.find(mark);
    if (place == std::string::npos) return 2;

    bare::serve([&](FCGX_Request& request, const cgicc::Cgicc& /*cgi*/, const bare::Key& key) {
        find.bindNoCopy(1, key.data(), static_cast<int>(key.size()));
        if (find.executeStep()) {
            std::string body = page;
            body.replace(place, mark.size(), find.getColumn(0).getString());
            bare::answer(request, "Content-Type: text/html; charset=utf-8\r\n", body);
        } else {
            bare::answer(request, "Status: 303 See Other\r\nLocation: /\r\n", "");
        }
        find.reset();
        FCGX_Finish_r(&request);
    });
}
