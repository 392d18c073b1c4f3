#include "web/visit.h"

#include "http/cookie.h"

namespace cloakroom::web {

std::string Visit::cookie_name() const {
    return http::session_cookie_name(request.secure, request.base);
}

auth::Actor Visit::actor() const {
    return {.who = user() != nullptr ? "user " + std::to_string(user()->id) : "visitor",
            .address = request.address,
            .session_tag = session ? session->tag() : "",
            .request_id = request.id};
}

const std::string& field(const http::Fields& fields, std::string_view name) {
    static const std::string none;
    const auto found = fields.find(name);
    return found != fields.end() ? found->second : none;
}

void give_cookie(http::Response& response, const Visit& visit, const auth::NewSession& fresh) {
    const auto max_age =
        fresh.session.permanent ? std::optional(fresh.session.expires_at - fresh.session.started_at) : std::nullopt;
    response.add("Set-Cookie", http::set_cookie(visit.cookie_name(), fresh.id, visit.request.secure, max_age));
}

void take_cookie(http::Response& response, const Visit& visit) {
    // Chromium keeps left pages whole for the Back button, no-store or not, until a
    // cookie is written; that one is deleted does not count. So it is written first.
    response.add("Set-Cookie", http::set_cookie(visit.cookie_name(), "", visit.request.secure, std::nullopt));
    response.add("Set-Cookie", http::delete_cookie(visit.cookie_name(), visit.request.secure));
}

}  // namespace cloakroom::web
