// Notices whether anybody else wrote to a database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <utility>

namespace cloakroom::test {

class WriteWatch {
   public:
    explicit WriteWatch(const std::string& path) : connection_(path, SQLite::OPEN_READWRITE) { saw_a_write(); }

    // Since the object was made, or since it was asked last. (Only on one and the same
    // connection this number means anything.)
    bool saw_a_write() {
        const int now = connection_.execAndGet("PRAGMA data_version").getInt();
        return now != std::exchange(before_, now);
    }

   private:
    SQLite::Database connection_;
    int before_ = 0;
};

}  // namespace cloakroom::test
