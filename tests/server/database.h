// A look into a site's database, and a hand in it for what no page can do yet.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "server/site.h"

namespace cloakroom::test {

class Database {
   public:
    explicit Database(Site& site) : Database(site.private_folder() / "cloakroom.sqlite") {}
    explicit Database(const std::filesystem::path& file) {
        if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK) fail();
        sqlite3_busy_timeout(handle_, 5000);
    }
    ~Database() { sqlite3_close(handle_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void execute(const std::string& statement) { value(statement); }

    // The first column of the first row.
    std::string value(const std::string& statement) {
        std::string result;
        const auto take = [](void* to, int, char** columns, char**) {
            *static_cast<std::string*>(to) = columns[0] != nullptr ? columns[0] : "";
            return 0;
        };
        if (sqlite3_exec(handle_, statement.c_str(), take, &result, nullptr) != SQLITE_OK) fail();
        return result;
    }

   private:
    void fail() const { throw std::runtime_error(sqlite3_errmsg(handle_)); }

    sqlite3* handle_ = nullptr;
};

}  // namespace cloakroom::test
