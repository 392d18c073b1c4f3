#include "web/dispatch.h"

#include <exception>

#include "base/encoding.h"
#include "base/errors.h"
#include "http/cookie.h"
#include "http/origin.h"
#include "web/confirm.h"
#include "web/denied.h"
#include "web/headers.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/routes.h"

namespace cloakroom::web {
namespace {

// Where this site is, by its configuration or as its first user knew it.
std::string own_origin(Site& site) {
    return http::origin_of(site.base_url());
}

// In the language of whoever asked.
http::Response refuse_request(const Visit& visit, int status) {
    return speaks_json(visit.request) ? problem(visit.request, status) : error_page(visit, status);
}

http::Response refuse_foreign(const Visit& visit, const std::string& origin) {
    visit.site.log.warning("request_refused", "from another site, id " + visit.request.id + ", address " +
                                                  visit.request.address + ", origin " + visit.request.origin);
    if (speaks_json(visit.request)) return problem(visit.request, 403);
    view::Data wrong_origin{"site_origin", origin};
    return error_page(visit, 403, {"forbidden", view::Data{"wrong_origin", wrong_origin}});
}

std::string_view methods_of(const Route& route) {
    switch (route.method) {
        case http::Method::get:
        case http::Method::head:
            return "GET, HEAD";
        case http::Method::post:
            return "POST";
        case http::Method::put:
            return "PUT";
        case http::Method::remove:
            return "DELETE";
        case http::Method::other:
            break;
    }
    return "";
}

// There is no such page, or it is not for this method.
http::Response refuse_unknown(const Visit& visit) {
    std::string allowed;
    for (const Route& route : routes()) {
        if (!match(route.path, visit.request.path)) continue;
        if (!allowed.empty()) allowed += ", ";
        allowed += methods_of(route);
    }
    if (allowed.empty()) return refuse_request(visit, 404);
    auto response = refuse_request(visit, 405);
    response.add("Allow", allowed);
    return response;
}

http::Response send_to_sign_in(const Visit& visit) {
    if (speaks_json(visit.request)) return problem(visit.request, 401);
    return http::redirect(visit.link("/") + "?next=" + percent_encode(visit.link(visit.request.path)));
}

// A visit that cannot be noted, since the disk is full, say, is a visit all the same.
void note_visit(Site& site, const Visit& visit, const auth::Session& session) {
    try {
        site.auth.sessions.saw(session);
    } catch (const Unavailable& error) {
        site.log.error("not_noted", "id " + visit.request.id + ": " + error.what());
    }
}

std::optional<auth::Session> find_session(Site& site, const Visit& visit) {
    const auto id = http::read_cookie(visit.request.cookies, visit.cookie_name());
    auto session = id ? site.auth.sessions.find(*id, visit.request.secure) : std::nullopt;
    if (session) note_visit(site, visit, *session);
    return session;
}

// Null if there is no such page, or if it is not for this method.
const Route* find_route(const http::Request& request) {
    const auto method = request.method == http::Method::head ? http::Method::get : request.method;
    for (const Route& route : routes()) {
        if (route.method == method && match(route.path, request.path)) return &route;
    }
    return nullptr;
}

// A page reads forms, and what answers in JSON reads JSON.
bool has_right_body(const Route& route, const http::Request& request) {
    const bool has_body = request.method == http::Method::post || request.method == http::Method::put;
    return !has_body || request.json.has_value() == (route.reply == Reply::json);
}

auth::Grants grants(const Visit& visit, auth::Requirement requirement) {
    using enum auth::Requirement;
    const bool is_for_admins = requirement == admin || requirement == proven_admin;
    auto& auth = visit.site.auth;
    return {.anonymous_are_welcome = visit.site.options.anonymous_variables,
            .is_admin = is_for_admins && visit.user() != nullptr &&
                        auth.groups.is_admin(visit.user()->id, visit.session->as_of),
            .is_proven = visit.session && auth::is_recent_proof(*visit.session, auth.clock.now())};
}

http::Response answer(Visit& visit, const Route& route) {
    if (route.method != http::Method::get) {
        const std::string origin = own_origin(visit.site);
        if (!http::is_same_origin(visit.request, origin)) return refuse_foreign(visit, origin);
    }
    if (!has_right_body(route, visit.request)) return refuse_request(visit, 415);
    visit.name = *match(route.path, visit.request.path);
    if (route.reply != Reply::asset) visit.session = find_session(visit.site, visit);
    switch (auth::decide(route.requirement, visit.session, grants(visit, route.requirement))) {
        case auth::Decision::allow:
            return route.handler(visit);
        case auth::Decision::reauthenticate:
            return confirm(visit, route.handler);
        case auth::Decision::sign_in:
            return send_to_sign_in(visit);
        case auth::Decision::forbid:
            note_denied(visit, route.path);
            break;
    }
    return refuse_request(visit, 403);
}

// Not a template's work: it may be a template that is broken.
http::Response last_resort(const http::Request& request, int status) {
    http::Response response{.status = status, .headers = {}, .body = request.id + "\n"};
    response.add("Content-Type", "text/plain; charset=utf-8");
    return response;
}

http::Response failed(view::Templates& templates, const std::string& site_name, const Log& log,
                      const http::Request& request, int status, const std::string& why) {
    log.error(status == 503 ? "unavailable" : "failed", "id " + request.id + ": " + why);
    if (speaks_json(request)) return problem(request, status);
    try {
        return error_page(templates, site_name, request, status);
    } catch (const std::exception& error) {
        log.error("failed", "id " + request.id + ": no error page: " + error.what());
        return last_resort(request, status);
    }
}

http::Response unavailable(view::Templates& templates, const std::string& site_name, const Log& log,
                           const http::Request& request, const std::string& why) {
    auto response = failed(templates, site_name, log, request, 503, why);
    add_retry_after(response, Seconds{5});
    return response;
}

// What may end a page through no fault of ours; nothing for any other exception.
std::optional<http::Response> page_of(const Visit& visit, const std::exception& error) {
    if (dynamic_cast<const SessionEnded*>(&error) != nullptr) return send_to_sign_in(visit);
    if (dynamic_cast<const QuotaError*>(&error) != nullptr) return error_page(visit, 413);
    return std::nullopt;
}

http::Response answer_or_fail(Visit& visit, const Route* route) {
    Site& site = visit.site;
    const http::Request& request = visit.request;
    try {
        const int problem = request.problem.value_or(0);
        // What is wrong with a body does not matter where none is taken.
        const bool is_of_body = problem == 411 || problem == 413 || problem == 415;
        if (problem != 0 && (route != nullptr || !is_of_body)) return refuse_request(visit, problem);
        return route == nullptr ? refuse_unknown(visit) : answer(visit, *route);
    } catch (const Unavailable& error) {
        return unavailable(site.templates, site.options.name, site.log, request, error.what());
    } catch (const std::exception& error) {
        const bool is_script = route != nullptr && route->reply == Reply::json;
        if (auto refused = is_script ? problem_of(request, error) : page_of(visit, error)) return std::move(*refused);
        return failed(site.templates, site.options.name, site.log, request, 500, error.what());
    }
}

// On a file of the site our headers would be wrong: it loads images and scripts of its own.
bool goes_with_a_file(const http::Response& response) {
    return response.status == 200 || response.status == 206 || response.status == 304;
}

// Before any cookie of the page's own, which is the later word.
void put_cookie_first(http::Response& response, const Visit& visit) {
    http::Response cookie;
    give_cookie(cookie, visit, *visit.renewed);
    response.headers.insert(response.headers.begin(), cookie.headers.begin(), cookie.headers.end());
}

}  // namespace

http::Response dispatch(Site& site, const http::Request& request) {
    const Route* route = find_route(request);
    Visit visit{site, request, std::nullopt};
    auto response = answer_or_fail(visit, route);
    if (visit.renewed) put_cookie_first(response, visit);
    for (const std::string& broken : site.templates.take_complaints()) site.log.error("template_broken", broken);
    if (route != nullptr && route->reply == Reply::verdict && goes_with_a_file(response)) return response;
    add_common_headers(response, route == nullptr || route->reply != Reply::asset || response.status >= 400);
    return response;
}

http::Response out_of_order(view::Templates& templates, const Log& log, const http::Request& request,
                            const std::string& why) {
    auto response = unavailable(templates, Site::Options{}.name, log, request, why);
    add_common_headers(response, true);
    return response;
}

}  // namespace cloakroom::web
