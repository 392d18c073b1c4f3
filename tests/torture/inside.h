// The database of an installation that is at work, for what would take a visitor too
// long: signing in costs a hash. For any thread.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <mutex>
#include <string>

#include "auth/services.h"
#include "base/clock.h"
#include "generated/schema.h"

namespace cloakroom::test {

class Inside {
   public:
    explicit Inside(const std::filesystem::path& private_folder)
        : file_(private_folder / "cloakroom.sqlite"),
          database_(file_, sql::schema_steps),
          auth_({}, database_, clock_, private_folder) {}

    void add_user(const std::string& name, const std::string& password) {
        const std::lock_guard lock(mutex_);
        auth_.users.add(name, password, false, {});
    }

    // The cookie of a new session.
    std::string begin_session(const std::string& name) {
        const std::lock_guard lock(mutex_);
        db::Transaction transaction(database_, db::Durability::full);
        const auto fresh = auth_.sessions.begin(auth_.users.find(name).value(), false, {});
        transaction.commit();
        return "cloakroom=" + fresh.value().id;
    }

    std::string password_hash(const std::string& name) {
        const std::lock_guard lock(mutex_);
        return auth_.users.find(name).value().password_hash;
    }

    bool is_password(const std::string& password, const std::string& hash) {
        return auth_.passwords.verify(password, hash);
    }

    bool is_sound() const {
        SQLite::Database own(file_, SQLite::OPEN_READWRITE, 5000);
        return own.execAndGet("PRAGMA integrity_check").getString() == "ok" &&
               own.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt() == 0;
    }

   private:
    std::string file_;
    SystemClock clock_;
    db::Database database_;
    auth::Services auth_;
    std::mutex mutex_;
};

}  // namespace cloakroom::test
