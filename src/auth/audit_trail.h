// Reading the audit log: what happened, the newest first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/users.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

// What is to be found; all that is empty lets everything through.
struct AuditFilter {
    std::string event{};                    // the word of one
    std::optional<std::int64_t> user_id{};  // whom it is about, or who did it
    std::optional<Instant> since{};
    std::optional<Instant> until{};  // the first moment that is too late
};

struct AuditRow {
    std::int64_t id = 0;
    Instant at;
    std::string event;
    std::string actor;                    // "user 7", "visitor", "command_line", "uploaded_file"
    std::string actor_name;               // of a user who is still there, or empty
    std::optional<std::int64_t> user_id;  // whom it is about
    std::string user_name;                // likewise
    std::string address;
    std::string session_tag;
    std::string request_id;
    std::string subject;
    std::string browser;      // what it said of itself; empty on the command line
    bool by_another = false;  // in list_for(): somebody who looks after the site did it
};

class AuditTrail {
   public:
    explicit AuditTrail(db::Database& database) : database_(database) {}

    // At most `limit` rows, from below the id `before`; nothing: from the newest on.
    std::vector<AuditRow> list(const AuditFilter& filter, std::optional<std::int64_t> before, int limit);

    // The newest rows about a user, for himself: of another who did something to him they do not tell who, and from
    // where.
    std::vector<AuditRow> list_for(std::int64_t user_id, int limit);

   private:
    db::Database& database_;
};

// Whom a filter means: by name, or by number, for those who are gone have no name any more.
std::optional<std::int64_t> find_number(Users& users, const std::string& name_or_number);

}  // namespace cloakroom::auth
