#include "support/house.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace cloakroom::test {

std::int64_t House::count(const char* query) const {
    SQLite::Database connection(path(), SQLite::OPEN_READWRITE);
    return connection.execAndGet(query).getInt64();
}

void House::execute(const char* statement) const {
    SQLite::Database connection(path(), SQLite::OPEN_READWRITE);
    connection.exec(statement);
}

}  // namespace cloakroom::test
