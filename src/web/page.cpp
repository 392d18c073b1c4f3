#include "web/page.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "auth/variables.h"
#include "base/times.h"

namespace cloakroom::web {
namespace {

struct Problem {
    int status;
    const char* section;  // of html/error.html
};

constexpr std::array<Problem, 10> problems = {{{400, "bad_request"},
                                               {403, "forbidden"},
                                               {404, "not_found"},
                                               {405, "method_not_allowed"},
                                               {411, "length_required"},
                                               {413, "too_large"},
                                               {415, "unsupported_type"},
                                               {429, "too_many_requests"},
                                               {500, "failed"},
                                               {503, "unavailable"}}};

http::Response html(view::Templates& templates, std::string_view name, const view::Data& values, int status) {
    http::Response response{.status = status, .headers = {}, .body = templates.render(name, values)};
    response.add("Content-Type", "text/html; charset=utf-8");
    return response;
}

void add_frame(view::Data& values, view::Templates& templates, const std::string& site_name, const std::string& base) {
    values["site"] = site_name;
    values["base"] = base;
    values["style_version"] = style_version(templates);
    values["icon_version"] = templates.version("icon.svg");
}

// As a section named by the unit.
view::Data amount(const char* unit, std::int64_t number) {
    return {unit, number_words(std::to_string(number))};
}

std::string formatted(const std::tm& local, const char* format) {
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &local)};
}

// Counted in days of the calendar: one on which the clock is changed is longer or shorter.
std::chrono::sys_days date_of(const std::tm& local) {
    return std::chrono::year_month_day{std::chrono::year{local.tm_year + 1900},
                                       std::chrono::month{static_cast<unsigned>(local.tm_mon) + 1},
                                       std::chrono::day{static_cast<unsigned>(local.tm_mday)}};
}

}  // namespace

std::string style_version(view::Templates& templates) {
    return templates.version("colours.css") + "-" + templates.version("style.css");
}

std::string theme_of(const Visit& visit) {
    if (!visit.session || visit.session->theme.empty()) return "device";
    // Other people's programs may set this variable, too, to whatever they like.
    const auto theme = auth::Json::parse(visit.session->theme);
    return theme.is_string() ? theme.get<std::string>() : "device";
}

http::Response page(const Visit& visit, std::string_view name, view::Data values, int status) {
    values["theme"] = theme_of(visit);
    values["problem"] = status >= 400;
    add_frame(values, visit.site.templates, visit.site.options.name, visit.request.base);
    return html(visit.site.templates, name, values, status);
}

http::Response error_page(view::Templates& templates, const std::string& site_name, const http::Request& request,
                          int status, view::Data values) {
    const auto known = std::ranges::find(problems, status, &Problem::status);
    const Problem problem = known != problems.end() ? *known : Problem{500, "failed"};
    // A section may have come with values of its own.
    if (values.get(problem.section) == nullptr) values[problem.section] = true;
    values["id"] = request.id;
    values["theme"] = "device";
    add_frame(values, templates, site_name, request.base);
    return html(templates, "error", values, problem.status);
}

http::Response error_page(const Visit& visit, int status, view::Data values) {
    return error_page(visit.site.templates, visit.site.options.name, visit.request, status, std::move(values));
}

void add_retry_after(http::Response& response, Seconds wait) {
    response.add("Retry-After", std::to_string(std::max<std::int64_t>(1, wait.count())));
}

view::Data number_words(std::string_view number) {
    view::Data words;
    words["n"] = std::string(number);
    words["one"] = number == "1";
    words["none"] = number == "0";
    return words;
}

view::Data ago(Instant moment, Instant now) {
    const Seconds passed = now - moment;
    if (passed < std::chrono::minutes{1}) return {"just_now", true};
    if (passed < std::chrono::hours{1}) return amount("minutes", passed / std::chrono::minutes{1});
    if (passed < std::chrono::days{1}) return amount("hours", passed / std::chrono::hours{1});
    return amount("days", passed / std::chrono::days{1});
}

view::Data upcoming(Instant moment, Instant now) {
    constexpr std::array days = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    const std::tm then = local_time(moment);
    const auto days_to_go = (date_of(then) - date_of(local_time(now))).count();
    view::Data values;
    if (days_to_go == 0) {
        values["today"] = true;
    } else if (days_to_go == 1) {
        values["tomorrow"] = true;
    } else if (moment - now <= std::chrono::days{7}) {
        values[days.at(static_cast<std::size_t>(then.tm_wday))] = true;
    } else {
        values["date"] = formatted(then, "%Y-%m-%d");
    }
    values["clock"] = formatted(then, "%H:%M");
    values["zone"] = zone_name(then);
    values["iso"] = iso_time(moment);
    return values;
}

view::Data when(Instant moment, Instant now) {
    const std::tm then = local_time(moment);
    view::Data values;
    values["ago"] = ago(moment, now);
    values["exact"] = formatted(then, "%Y-%m-%d %H:%M:%S ") + zone_name(then);
    values["iso"] = iso_time(moment);
    return values;
}

view::Data minutes(Seconds span) {
    const auto whole = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::minutes>(span).count());
    view::Data values;
    values["minutes"] = std::to_string(whole);
    values["one"] = whole == 1;
    return values;
}

}  // namespace cloakroom::web
