#include "web/visit.h"

#include "http/cookie.h"
#include "sdk/state.h"

namespace cloakroom::web {

const std::string& Visit::cookie_name() const {
    return site.cookie_names.of_session(request.secure, request.base);
}

std::string Visit::device_cookie_name() const {
    return http::device_cookie_name(cookie_name());
}

auth::Actor Visit::actor() const {
    return {.who = user() != nullptr ? "user " + std::to_string(user()->id) : "visitor",
            .address = request.address,
            .session_tag = session ? session->tag() : "",
            .request_id = request.id,
            .browser = request.browser,
            .device = http::read_cookie(request.cookies, device_cookie_name()).value_or("")};
}

Session Visit::variables(auth::Space space) const {
    return Session(std::make_unique<Session::State>(site.auth, Visitor{request.cookies, cookie_name(), browser()},
                                                    space, session));
}

const std::string& field(const http::Fields& fields, std::string_view name) {
    static const std::string none;
    const auto found = fields.find(name);
    return found != fields.end() ? found->second : none;
}

void give_cookie(http::Response& response, const Visit& visit, const auth::NewSession& fresh) {
    // From now on, not from its start: a session that goes on under a new id began long before.
    const auto max_age =
        fresh.session.permanent ? std::optional(fresh.session.expires_at - fresh.session.last_seen_at) : std::nullopt;
    response.add("Set-Cookie", http::set_cookie(visit.cookie_name(), fresh.id, visit.request.secure, max_age));
    if (fresh.device.empty()) return;
    response.add("Set-Cookie", http::set_cookie(visit.device_cookie_name(), fresh.device, visit.request.secure,
                                                auth::Devices::lifetime));
}

void add_cookies(http::Response& response, Session& session) {
    for (auto& [name, value] : session.headers()) {
        if (name == "Set-Cookie") response.add(std::move(name), std::move(value));
    }
}

void take_cookie(http::Response& response, const Visit& visit) {
    for (auto& cookie : http::removal(visit.cookie_name(), visit.request.secure)) {
        response.add("Set-Cookie", std::move(cookie));
    }
}

}  // namespace cloakroom::web
