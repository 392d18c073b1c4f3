#include "auth/audit_trail.h"

#include <limits>

#include "base/text.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

std::int64_t seconds_of(const std::optional<Instant>& moment, std::int64_t otherwise) {
    return moment ? moment->time_since_epoch().count() : otherwise;
}

AuditRow read_row(const db::Rows& row) {
    return {.id = row.integer(0),
            .at = row.instant(1),
            .event = row.text(2),
            .actor = row.text(3),
            .actor_name = row.text(4),
            .user_id = row.is_null(5) ? std::nullopt : std::optional(row.integer(5)),
            .user_name = row.text(6),
            .address = row.text(7),
            .session_tag = row.text(8),
            .request_id = row.text(9),
            .subject = row.text(10),
            .browser = row.text(11)};
}

}  // namespace

std::vector<AuditRow> AuditTrail::list(const AuditFilter& filter, std::optional<std::int64_t> before, int limit) {
    constexpr auto endless = std::numeric_limits<std::int64_t>::max();
    std::vector<AuditRow> rows;
    auto row = database_.query(sql::list_audit_rows, {{":before", before.value_or(endless)},
                                                      {":event", filter.event},
                                                      {":user_id", filter.user_id},
                                                      {":since", seconds_of(filter.since, 0)},
                                                      {":until", seconds_of(filter.until, endless)},
                                                      {":limit", limit}});
    while (row.next()) rows.push_back(read_row(row));
    return rows;
}

std::vector<AuditRow> AuditTrail::list_for(std::int64_t user_id, int limit) {
    std::vector<AuditRow> rows;
    auto found = database_.query(sql::list_audit_rows_about, {{":user_id", user_id}, {":limit", limit}});
    while (found.next()) rows.push_back(read_row(found));
    for (AuditRow& row : rows) {
        row.by_another = row.actor != "visitor" && row.actor != "user " + std::to_string(user_id);
        if (!row.by_another) continue;
        row.actor = "admin";
        for (std::string* const text : {&row.actor_name, &row.address, &row.browser, &row.session_tag, &row.request_id})
            text->clear();
    }
    return rows;
}

std::optional<std::int64_t> find_number(Users& users, const std::string& name_or_number) {
    if (const auto known = users.find_by_name(name_or_number)) return known->user.id;
    return parse_number(name_or_number);
}

}  // namespace cloakroom::auth
