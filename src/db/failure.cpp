#include "db/failure.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "base/errors.h"

namespace cloakroom::db {

void rethrow(const SQLite::Exception& error) {
    constexpr std::array mendable = {SQLITE_BUSY,   SQLITE_LOCKED,   SQLITE_FULL,    SQLITE_IOERR,
                                     SQLITE_NOMEM,  SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_CANTOPEN,
                                     SQLITE_NOTADB, SQLITE_PROTOCOL, SQLITE_PERM};
    const bool is_damaged = error.getErrorCode() == SQLITE_CORRUPT || error.getErrorCode() == SQLITE_NOTADB;
    const std::string why = "database: " + std::string(error.what()) +
                            (is_damaged ? " (it is damaged: put a sound backup back with cloakroom.fcgi restore FILE, "
                                          "or upload one as restore.sqlite into the private folder)"
                                        : "");
    if (std::ranges::find(mendable, error.getErrorCode()) != mendable.end()) throw Unavailable(why);
    throw std::runtime_error(why);
}

}  // namespace cloakroom::db
