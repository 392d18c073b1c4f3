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
    values.set("site", site_name);
    values.set("base", base);
    values.set("style_version", templates.version("style.css"));
    values.set("icon_version", templates.version("icon.svg"));
}

// As a section named by the unit.
view::Data amount(const char* unit, std::int64_t number) {
    return {unit, number_words(std::to_string(number))};
}

std::string formatted(const std::tm& local, const char* format) {
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &local)};
}

// Not 24 hours later: days on which the clock is changed are longer or shorter.
std::tm day_after(std::tm day) {
    ++day.tm_mday;
    day.tm_hour = 12;
    day.tm_isdst = -1;
    std::mktime(&day);
    return day;
}

}  // namespace

std::string theme_of(const Visit& visit) {
    if (!visit.session || visit.session->theme.empty()) return "device";
    // Other people's programs may set this variable, too, to whatever they like.
    const auto theme = auth::Json::parse(visit.session->theme);
    return theme.is_string() ? theme.get<std::string>() : "device";
}

http::Response page(const Visit& visit, std::string_view name, view::Data values, int status) {
    values.set("theme", theme_of(visit));
    add_frame(values, visit.site.templates, visit.site.options.name, visit.request.base);
    return html(visit.site.templates, name, values, status);
}

http::Response error_page(view::Templates& templates, const std::string& site_name, const http::Request& request,
                          int status, view::Data values) {
    const auto known = std::ranges::find(problems, status, &Problem::status);
    const Problem problem = known != problems.end() ? *known : Problem{500, "failed"};
    // A section may have come with values of its own.
    if (values.get(problem.section) == nullptr) values.set(problem.section, true);
    values.set("id", request.id);
    values.set("theme", "device");
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
    words.set("n", std::string(number));
    words.set("one", number == "1");
    words.set("none", number == "0");
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
    const std::tm today = local_time(now);
    const std::tm tomorrow = day_after(today);
    const auto same_day = [&then](const std::tm& day) {
        return then.tm_yday == day.tm_yday && then.tm_year == day.tm_year;
    };
    view::Data values;
    if (same_day(today)) {
        values.set("today", true);
    } else if (same_day(tomorrow)) {
        values.set("tomorrow", true);
    } else if (moment - now <= std::chrono::days{7}) {
        values.set(days.at(static_cast<std::size_t>(then.tm_wday)), true);
    } else {
        values.set("date", formatted(then, "%Y-%m-%d"));
    }
    values.set("clock", formatted(then, "%H:%M"));
    values.set("zone", zone_name(then));
    values.set("iso", iso_time(moment));
    return values;
}

view::Data minutes(Seconds span) {
    const auto whole = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::minutes>(span).count());
    view::Data values;
    values.set("minutes", std::to_string(whole));
    values.set("one", whole == 1);
    return values;
}

}  // namespace cloakroom::web
