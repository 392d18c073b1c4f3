// Session variables: what pages and programs keep for a visitor, one row a key.
//
// Each write is committed when it is made. Parallel requests that set different
// keys lose nothing; to add to a number use increment(), not read and write. No
// write makes or revives a session.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "auth/sessions.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

using Json = nlohmann::json;

// These are the *program* variables: only programs on the server set them.
class Variables {
   public:
    Variables(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // The value of `name`; nothing if it was never set.
    std::optional<Json> read(const Session& session, std::string_view name);

    // Sets `name`; false if the session has ended. Throws nlohmann::json::type_error
    // for text that is not UTF-8.
    bool write(const Session& session, std::string_view name, const Json& value);

    // Adds to a whole number, which starts at 0, and returns the sum. Nothing if the
    // session has ended or the value is not a whole number.
    std::optional<std::int64_t> increment(const Session& session, std::string_view name, std::int64_t by = 1);

    // Takes `name` away and returns its value: of parallel takers one gets it.
    std::optional<Json> pop(const Session& session, std::string_view name);

    // What was kept for `old` comes along to `fresh`. Call it in the transaction that ends `old`.
    void carry(const Session& old, const Session& fresh);

   private:
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
