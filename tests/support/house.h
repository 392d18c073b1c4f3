// All of auth's services over a real database in a folder of its own, and a clock
// moved by hand:
//
//     House house;
//     const auto user = house.add("alice");
//     house.clock.move(days{8});
//
// Two houses in one folder stand for two processes.
#pragma once

#include <memory>
#include <string>

#include "auth/services.h"
#include "auth/sign_in.h"
#include "db/database.h"
#include "generated/schema.h"
#include "support/manual_clock.h"
#include "support/temp_folder.h"

namespace cloakroom::test {

inline constexpr const char* good_password = "correct horse battery";

struct House {
    explicit House(const auth::Services::Options& options = {}, std::shared_ptr<TempFolder> in = nullptr)
        : folder(in ? std::move(in) : std::make_shared<TempFolder>()),
          database(path(), sql::schema_steps),
          auth(options, database, clock, folder->path().string()) {}

    std::string path() const { return (folder->path() / "cloakroom.sqlite").string(); }

    auth::StoredUser add(const std::string& name, const std::string& password = good_password) {
        auth.users.add(name, password, false, {});
        return *auth.users.find(auth::parse_user_name(name)->canonical);
    }

    auth::SignInResult sign_in(const std::string& name, const std::string& password = good_password,
                               bool permanent = false, const std::string& address = "192.0.2.1",
                               std::optional<auth::Session> previous = std::nullopt) {
        return auth::sign_in(auth,
                             {.name = name,
                              .password = password,
                              .permanent = permanent,
                              .browser = {address, "a browser", false},
                              .previous = std::move(previous)},
                             {.who = "visitor", .address = address, .session_tag = "", .request_id = "r1"});
    }

    std::optional<auth::Session> find(const std::string& id) { return auth.sessions.find(id, false); }

    // One number from the database, asked by a connection of its own.
    std::int64_t count(const char* query) const;
    void execute(const char* statement) const;

    std::shared_ptr<TempFolder> folder;
    ManualClock clock;
    db::Database database;
    auth::Services auth;
};

}  // namespace cloakroom::test
