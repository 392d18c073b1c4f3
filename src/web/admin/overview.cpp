#include "admin/overview.h"

#include <algorithm>
#include <array>
#include <vector>

#include "admin/backup.h"
#include "auth/session_acts.h"
#include "base/temporary_file.h"
#include "base/times.h"
#include "view/own_templates.h"
#include "web/admin/admin_page.h"
#include "web/admin/chart.h"
#include "web/admin/pages.h"
#include "web/check.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

using Day = admin::Overview::Day;

std::string date_text(std::chrono::sys_days date) {
    return iso_time(date).substr(0, std::string_view("2026-11-23").size());
}

// {n, one, none}, with commas between the thousands.
view::Data figure(std::int64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return number_words(digits);
}

// {n}, and the unit: one of kilobytes, megabytes.
view::Data size(std::int64_t bytes) {
    constexpr std::int64_t kilobyte = 1000;
    constexpr std::int64_t megabyte = kilobyte * kilobyte;
    const bool is_large = bytes >= megabyte;
    view::Data values = figure(bytes / (is_large ? megabyte : kilobyte));
    values[is_large ? "megabytes" : "kilobytes"] = true;
    return values;
}

// For html/own-templates.html.
view::Data own_templates(const std::string& folder) {
    view::Data list{view::Data::type::list};
    for (const view::OwnTemplate& own : view::look_over(folder)) {
        view::Data missing{view::Data::type::list};
        for (const std::string& tag : own.missing) missing << view::Data{"tag", tag};
        view::Data row{"file", own.file};
        row["flaw"] = own.flaw;
        row["missing"] = std::move(missing);
        list << row;
    }
    return list;
}

// Bars and what is said of them.
view::Data chart(const std::vector<Day>& days, std::int64_t Day::*of) {
    std::vector<std::int64_t> counts;
    std::int64_t sum = 0;
    for (const Day& day : days) sum += counts.emplace_back(day.*of);
    view::Data list{view::Data::type::list};
    for (const Bar& bar : bars(counts)) {
        view::Data shape{"x", std::to_string(bar.x)};
        shape["y"] = std::to_string(bar.y);
        shape["width"] = std::to_string(bar.width);
        shape["height"] = std::to_string(bar.height);
        list << shape;
    }
    view::Data values;
    values["bars"] = std::move(list);
    values["sum"] = figure(sum);
    values["most"] = figure(std::ranges::max(counts));
    values["picture_width"] = std::to_string(static_cast<int>(counts.size()) * bar_step);
    values["picture_height"] = std::to_string(chart_height);
    return values;
}

// The newest first: that is what one looks for.
view::Data table(const std::vector<Day>& days) {
    view::Data rows{view::Data::type::list};
    for (const Day& day : std::vector(days.rbegin(), days.rend())) {
        view::Data row{"date", date_text(day.date)};
        row["sign_ins"] = figure(day.sign_ins);
        row["failures"] = figure(day.failures);
        row["limits"] = figure(day.limits);
        rows << row;
    }
    return rows;
}

}  // namespace

http::Response show_overview(const Visit& visit) {
    const auto overview = admin::look_over(visit.site.auth);
    const Day& today = overview.days.back();
    view::Data values;
    const auto findings = admin::check_host(look_at_host(visit, admin::Look::quick));
    view::Data own = own_templates(visit.site.templates.folder());
    values["all_well"] = own.is_empty_list() && std::ranges::count(findings, admin::Level::good,
                                                                   &admin::Finding::level) == std::ssize(findings);
    values["bad"] = words_of(findings, admin::Level::bad);
    values["advice"] = words_of(findings, admin::Level::advice);
    values["own_templates"] = std::move(own);
    values["is_fresh"] = admin::is_fresh(visit.site.auth);
    values["users"] = figure(overview.users);
    values["signed_in"] = figure(overview.signed_in);
    values["sign_ins"] = figure(today.sign_ins);
    values["failures"] = figure(today.failures);
    values["limits"] = figure(today.limits);
    values["database"] = size(overview.database_size);
    if (overview.last_backup) values["last_backup"] = date_text(*overview.last_backup);
    values["first_day"] = date_text(overview.days.front().date);
    values["chart_of_sign_ins"] = chart(overview.days, &Day::sign_ins);
    values["chart_of_failures"] = chart(overview.days, &Day::failures);
    values["days"] = table(overview.days);
    return admin_page(visit, "admin-overview", "overview", std::move(values));
}

http::Response download_backup(const Visit& visit) {
    const TemporaryFile made(visit.site.options.private_folder);
    admin::write_backup(visit.site.auth, visit.site.options.private_folder, made.path(), visit.actor());
    const std::string today = iso_time(visit.site.auth.clock.now()).substr(0, std::string_view("2026-11-23").size());
    http::Response response;
    response.file = made.content();
    response.add("Content-Type", "application/vnd.sqlite3");
    response.add("Content-Disposition", "attachment; filename=\"cloakroom-" + today + ".sqlite\"");
    return response;
}

// His own session, too: whoever presses this trusts none.
http::Response sign_everybody_out(const Visit& visit) {
    auth::revoke_all_sessions(visit.site.auth, visit.actor());
    auto response = http::redirect(visit.link("/") + "?signed_out=0");
    take_cookie(response, visit);
    return response;
}

}  // namespace cloakroom::web
