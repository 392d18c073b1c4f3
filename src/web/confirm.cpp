#include "web/confirm.h"

#include "auth/reauthentication.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

http::Response ask(const Visit& visit, view::Data values, int status) {
    view::Data fields{view::Data::type::list};
    for (const auto& [name, value] : visit.request.form) {
        if (name == confirmation_field) continue;
        view::Data field{"field", name};
        field["value"] = value;
        fields << field;
    }
    values["fields"] = std::move(fields);
    values["action"] = visit.link(visit.request.path);
    values["name"] = visit.user()->name;
    return page(visit, "confirm", std::move(values), status);
}

http::Response obey(Visit& visit, const auth::NewSession& fresh, Handler handler) {
    visit.session = fresh.session;
    visit.renewed = fresh;
    return handler(visit);
}

}  // namespace

http::Response confirm(Visit& visit, Handler handler) {
    const std::string& password = field(visit.request.form, confirmation_field);
    if (password.empty()) return ask(visit, {"first", true}, 200);
    const auto result = auth::reauthenticate(visit.site.auth, *visit.session, password, visit.actor());
    if (const auto* fresh = std::get_if<auth::NewSession>(&result)) return obey(visit, *fresh, handler);
    if (const auto* flaw = std::get_if<auth::ReauthenticationFlaw>(&result)) {
        if (*flaw == auth::ReauthenticationFlaw::session_ended) return http::redirect(visit.link("/"));
        return ask(visit, {std::string(word(*flaw)), true}, 422);
    }
    const Seconds wait = std::get<auth::Limited>(result).retry_after;
    auto response = ask(visit, {"limited", minutes(wait)}, 429);
    add_retry_after(response, wait);
    return response;
}

}  // namespace cloakroom::web
