// The rules' services over one database, built once and handed down by reference.
#pragma once

#include <string>

#include "auth/audit_log.h"
#include "auth/devices.h"
#include "auth/flash_messages.h"
#include "auth/groups.h"
#include "auth/passwords.h"
#include "auth/program_secret.h"
#include "auth/properties.h"
#include "auth/rate_limits.h"
#include "auth/rules.h"
#include "auth/sessions.h"
#include "auth/tokens.h"
#include "auth/users.h"
#include "auth/variables.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

struct Services {
    struct Options {
        Passwords::Options passwords;
        Sessions::Options sessions;
        RateLimits::Options limits;
        AuditLog::Options audit{};
    };

    // `private_folder` is where the locks for hashing and the programs' secret stand.
    Services(const Options& options, db::Database& database, const Clock& clock, const std::string& private_folder)
        : database(database),
          clock(clock),
          passwords(options.passwords, private_folder),
          audit(options.audit, database, clock),
          users(database, clock, passwords, audit),
          groups(database, users, audit),
          rules(database, users, audit),
          sessions(options.sessions, database, clock),
          devices(database, clock),
          variables(database, clock),
          flash_messages(database, clock),
          tokens(database, clock),
          limits(options.limits, database, clock),
          properties(database),
          program_secret(private_folder) {}
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;

    db::Database& database;
    const Clock& clock;
    Passwords passwords;
    AuditLog audit;
    Users users;
    Groups groups;
    Rules rules;
    Sessions sessions;
    Devices devices;
    Variables variables;
    FlashMessages flash_messages;
    Tokens tokens;
    RateLimits limits;
    Properties properties;
    ProgramSecret program_secret;
};

}  // namespace cloakroom::auth
