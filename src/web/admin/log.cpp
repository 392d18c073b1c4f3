#include <algorithm>
#include <fstream>

#include "auth/audit_trail.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "base/errors.h"
#include "base/temporary_file.h"
#include "base/text.h"
#include "base/times.h"
#include "web/admin/admin_page.h"
#include "web/admin/pages.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

constexpr int rows_a_page = 50;
constexpr int rows_a_piece = 1000;

// What the visitor asks for; `flaw` is the section of the template that says what is wrong with it.
struct Question {
    auth::AuditFilter filter{};
    const char* flaw = nullptr;
};

Question question_of(const Visit& visit) {
    const http::Fields& query = visit.request.query;
    const std::string& user = field(query, "user");
    const std::string& since = field(query, "since");
    const std::string& until = field(query, "until");
    Question question{.filter = {.event = field(query, "event")}};
    auth::AuditFilter& filter = question.filter;
    if (!user.empty()) filter.user_id = auth::find_number(visit.site.auth.users, user);
    if (!since.empty()) filter.since = start_of_day(since);
    if (!until.empty()) filter.until = start_of_day(until, 1);
    if (!user.empty() && !filter.user_id) question.flaw = "no_such_user";
    if ((!since.empty() && !filter.since) || (!until.empty() && !filter.until)) question.flaw = "no_such_day";
    if (filter.since && filter.until && *filter.since >= *filter.until) question.flaw = "days_reversed";
    return question;
}

// The same question once more, for links: "event=sign_in&user=alice".
std::string query_of(const Visit& visit) {
    std::string query;
    for (const char* name : {"event", "user", "since", "until"}) {
        const std::string& value = field(visit.request.query, name);
        if (!value.empty()) query += (query.empty() ? "" : "&") + std::string(name) + "=" + percent_encode(value);
    }
    return query;
}

// Somebody in the log: a name, or the number of one who is gone.
view::Data person(std::string_view number, const std::string& name) {
    view::Data person;
    person["name"] = name;
    if (name.empty()) person["gone"] = std::string(number);
    return person;
}

view::Data shown(const auth::AuditRow& row, Instant now) {
    constexpr std::string_view user = "user ";
    view::Data values;
    values["at"] = when(row.at, now);
    values["event"] = view::Data{row.event, true};
    const auto known = auth::event_words();
    if (std::ranges::find(known, row.event) == known.end()) values["word"] = row.event;
    values["user"] = row.user_id ? person(std::to_string(*row.user_id), row.user_name) : view::Data{false};
    const bool by_user = row.actor.starts_with(user);
    const std::string number = by_user ? row.actor.substr(user.size()) : "";
    const bool by_himself = by_user && row.user_id && number == std::to_string(*row.user_id);
    if (by_user && !by_himself) values["by_user"] = person(number, row.actor_name);
    values["by_himself"] = by_himself;
    values["by_owner"] = row.actor == "command_line";
    values["by_file"] = row.actor == "uploaded_file";
    values["address"] = row.address;
    values["subject"] = row.subject;
    return values;
}

void add_filter(const Visit& visit, view::Data& values) {
    const http::Fields& query = visit.request.query;
    values["user"] = field(query, "user");
    for (const char* name : {"since", "until"}) {
        const std::string& day = field(query, name);
        values[name] = start_of_day(day) ? day : "";  // no browser keeps another in such a field
    }
    view::Data events{view::Data::type::list};
    for (const auto word : auth::event_words()) {
        view::Data event{"word", std::string(word)};
        event["event"] = view::Data{std::string(word), true};
        event["chosen"] = word == field(visit.request.query, "event");
        events << event;
    }
    values["events"] = std::move(events);
}

void write_row(std::ostream& file, const auth::AuditRow& row) {
    const std::string user_id = row.user_id ? std::to_string(*row.user_id) : "";
    file << csv_row({std::to_string(row.id), iso_time(row.at), row.event, user_id, row.user_name, row.actor,
                     row.actor_name, row.address, row.subject, row.session_tag, row.request_id});
}

// Into a file, so that a long log needs no memory.
FileSlice csv_of(const Visit& visit, const auth::AuditFilter& filter) {
    const TemporaryFile made(visit.site.options.private_folder);
    std::ofstream file(made.path(), std::ios::binary);
    file << csv_row({"id", "time", "event", "user_id", "user", "actor", "actor_name", "address", "subject",
                     "session_tag", "request_id"});
    auth::AuditTrail trail(visit.site.auth.database);
    std::optional<std::int64_t> before;
    for (;;) {
        const auto rows = trail.list(filter, before, rows_a_piece);
        for (const auto& row : rows) write_row(file, row);
        if (rows.size() < rows_a_piece) break;
        before = rows.back().id;
    }
    file.close();
    if (!file) throw Unavailable("cannot write " + made.path());
    return made.content();
}

}  // namespace

http::Response show_log(const Visit& visit) {
    const auto question = question_of(visit);
    const Instant now = visit.site.auth.clock.now();
    view::Data values;
    add_filter(visit, values);
    values["flawed"] = question.flaw != nullptr;
    if (question.flaw != nullptr) values[question.flaw] = true;
    std::vector<auth::AuditRow> rows;
    const auto before = parse_number(field(visit.request.query, "before"));
    if (question.flaw == nullptr) {
        rows = auth::AuditTrail(visit.site.auth.database).list(question.filter, before, rows_a_page + 1);
    }
    const bool has_older = rows.size() > rows_a_page;
    if (has_older) rows.pop_back();
    view::Data list{view::Data::type::list};
    for (const auto& row : rows) list << shown(row, now);
    values["rows"] = std::move(list);
    values["some"] = !rows.empty();
    values["query"] = query_of(visit);
    values["filtered"] = !query_of(visit).empty();
    if (has_older) values["older"] = std::to_string(rows.back().id);
    values["newest"] = before.has_value();
    return admin_page(visit, "admin-log", "log", std::move(values), question.flaw == nullptr ? 200 : 422);
}

http::Response download_log(const Visit& visit) {
    const auto question = question_of(visit);
    // The page says what is wrong with it.
    if (question.flaw != nullptr) return http::redirect(visit.link("/admin/log") + "?" + query_of(visit));
    http::Response response;
    response.file = csv_of(visit, question.filter);
    response.add("Content-Type", "text/csv; charset=utf-8");
    response.add("Content-Disposition", "attachment; filename=\"audit-log.csv\"");
    return response;
}

}  // namespace cloakroom::web
