#include "admin/overview.h"

#include <array>

#include "generated/statements.h"

namespace cloakroom::admin {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int days_shown = 30;

struct Counted {
    auth::Event event;
    std::int64_t Overview::Day::*as;
};

constexpr auto counted = std::to_array<Counted>({{auth::Event::sign_in, &Overview::Day::sign_ins},
                                                 {auth::Event::sign_in_failed, &Overview::Day::failures},
                                                 {auth::Event::sign_in_limited, &Overview::Day::limits},
                                                 {auth::Event::set_up_limited, &Overview::Day::limits},
                                                 {auth::Event::code_limited, &Overview::Day::limits}});

std::int64_t number(db::Database& database, const db::Sql& statement) {
    auto row = database.query(statement);
    row.next();
    return row.integer(0);
}

std::vector<Overview::Day> read_days(auth::Services& services) {
    const auto today = std::chrono::floor<days>(services.clock.now());
    const auto first = today - days{days_shown - 1};
    std::vector<Overview::Day> all;
    for (auto date = first; date <= today; date += days{1}) all.push_back({.date = date});
    auto row = services.database.query(sql::count_events_since, {{":day", first.time_since_epoch().count()}});
    while (row.next()) {
        const auto index = static_cast<std::size_t>(row.integer(0) - first.time_since_epoch().count());
        if (index >= all.size()) continue;  // written while the clock was wrong
        for (const auto& [event, as] : counted) {
            if (row.text(1) == word(event)) all[index].*as += row.integer(2);
        }
    }
    return all;
}

std::optional<sys_days> read_last_backup(db::Database& database) {
    auto row = database.query(sql::last_day_of_event, {{":event", word(auth::Event::backup_made)}});
    if (!row.next() || row.is_null(0)) return std::nullopt;
    return sys_days{days{row.integer(0)}};
}

}  // namespace

std::int64_t count_admins(db::Database& database) {
    return number(database, sql::count_admins);
}

std::int64_t database_size(db::Database& database) {
    return number(database, sql::database_size);
}

bool is_fresh(auth::Services& services) {
    return number(services.database, sql::is_fresh) != 0;
}

Overview look_over(auth::Services& services) {
    return {.users = number(services.database, sql::count_users),
            .signed_in = services.sessions.count_users(),
            .database_size = database_size(services.database),
            .days = read_days(services),
            .last_backup = read_last_backup(services.database)};
}

}  // namespace cloakroom::admin
