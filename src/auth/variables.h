// Session variables: what pages and programs keep for a visitor, one row a key.
//
// Each write is committed when it is made, in one statement. Parallel requests
// that set different keys lose nothing; to add to a number use increment(), not
// read and write. No write makes or revives a session.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "auth/sessions.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

using Json = nlohmann::json;

enum class Space {
    program,  // only programs on the server set them, and may trust them
    page      // the visitor's browser may set them: nobody may trust them
};

// What came of a write. Only `done` changed anything.
enum class Written {
    done,
    ended,           // the session is no more
    full,            // the quota of its space would be passed
    changed,         // by somebody else meanwhile (compare_and_set)
    not_a_number,    // increment: it is no whole number, or would pass the largest
    not_a_variable,  // such a name or value cannot be kept; see below
};

class Variables {
   public:
    // Of each space of a session: names and values (as JSON) together, in bytes.
    static constexpr int most_bytes = 64 * 1024;
    static constexpr int most_names = 256;

    // Names are 1 to 128 bytes of UTF-8 without control characters. Values are JSON,
    // nested at most 32 deep, of UTF-8 text, numbers that are finite, and whole
    // numbers of 64 bits with sign.
    static bool is_name(std::string_view name);
    static bool is_value(const Json& value);

    Variables(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // The value of `name`; nothing if there is none.
    std::optional<Json> read(const Session& session, Space space, std::string_view name);
    std::map<std::string, Json> read_all(const Session& session, Space space);

    // Sets `name`. What is equal already is not written again.
    Written write(const Session& session, Space space, std::string_view name, const Json& value);

    // Sets `name` if it still is `expected`, or, if that is null, if it is not there
    // yet. Values are compared as JSON text: 1 is not 1.0.
    Written compare_and_set(const Session& session, Space space, std::string_view name, const Json* expected,
                            const Json& value);

    // Adds to a whole number, which starts at 0, and returns the sum.
    std::variant<std::int64_t, Written> increment(const Session& session, Space space, std::string_view name,
                                                  std::int64_t by = 1);

    // Takes `name` away and returns its value: of parallel takers one gets it.
    std::optional<Json> pop(const Session& session, Space space, std::string_view name);

    // Takes all away, in both spaces.
    void clear(const Session& session);

   private:
    Written put(const Session& session, Space space, std::string_view name, const Json& value, bool whatever,
                const std::optional<std::string>& expected);
    bool has_ended(const Session& session);
    bool has_room(const Session& session, Space space, std::string_view name, int bytes);

    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
