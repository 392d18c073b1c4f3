#include "web/api/variable.h"

#include "http/entity_tag.h"
#include "http/json.h"
#include "web/problem.h"

namespace cloakroom::web {
namespace {

// False if the variable is not what If-Match or If-None-Match takes it for.
bool store(Session& session, const Visit& visit, const Value& value) {
    if (!visit.request.if_none_match.empty()) return session.set_if_absent(visit.name, value);
    if (visit.request.if_match.empty()) {
        session.set(visit.name, value);
        return true;
    }
    if (!session.contains(visit.name)) return false;
    const Value now = session.get(visit.name);
    return http::names_tag(visit.request.if_match, http::entity_tag(now.dump())) &&
           session.compare_and_set(visit.name, now, value);
}

// Nothing must be done under a condition that is not looked at.
bool has_conditions(const http::Request& request) {
    return !request.if_match.empty() || !request.if_none_match.empty();
}

constexpr std::string_view only_for_put = "If-Match and If-None-Match are for PUT only";
constexpr std::string_view only_all = "If-None-Match takes * only";

}  // namespace

http::Response show_variable(const Visit& visit, auth::Space space) {
    auto response = json(visit.variables(space).at(visit.name));
    const std::string tag = http::entity_tag(response.body);
    if (http::names_tag(visit.request.if_none_match, tag)) response = {.status = 304, .headers = {}, .body = ""};
    response.add("ETag", tag);
    return response;
}

http::Response put_variable(const Visit& visit, auth::Space space) {
    const std::string& none = visit.request.if_none_match;
    if (!none.empty() && none != "*") return problem(visit.request, 400, only_all);
    const Value value = http::read_json(*visit.request.json);
    Session session = visit.variables(space);
    if (!store(session, visit, value)) return problem(visit.request, 412);
    http::Response response{.status = 204, .headers = {}, .body = ""};
    response.add("ETag", http::entity_tag(value.dump()));
    add_cookies(response, session);
    return response;
}

http::Response delete_variable(const Visit& visit, auth::Space space) {
    if (has_conditions(visit.request)) return problem(visit.request, 400, only_for_put);
    Session session = visit.variables(space);
    auto response = json(session.pop(visit.name));
    add_cookies(response, session);
    return response;
}

http::Response increment_variable(const Visit& visit, auth::Space space) {
    if (has_conditions(visit.request)) return problem(visit.request, 400, only_for_put);
    const Value by = http::read_json(*visit.request.json);
    if (!by.is_number_integer()) throw ValueError("the body is no whole number of 64 bits");
    Session session = visit.variables(space);
    auto response = json(session.increment(visit.name, by.get<std::int64_t>()));
    add_cookies(response, session);
    return response;
}

}  // namespace cloakroom::web
