#include "base/times.h"
#include "web/api/api.h"
#include "web/problem.h"

namespace cloakroom::web {
namespace {

Value readable_program_variables(const Visit& visit) {
    Value readable = Value::object();
    const auto all = visit.variables(auth::Space::program).all();
    for (const auto& name : visit.site.options.page_may_read) {
        if (const auto found = all.find(name); found != all.end()) readable[name] = found->second;
    }
    return readable;
}

}  // namespace

http::Response show_session(const Visit& visit) {
    Value shown = {{"user", nullptr}, {"permanent", false}, {"expires_at", nullptr}};
    if (visit.user() != nullptr) shown["user"] = visit.user()->name;
    if (visit.session) {
        shown["permanent"] = visit.session->permanent;
        shown["expires_at"] = iso_time(visit.session->expires_at);
    }
    shown["page"] = visit.variables(auth::Space::page).all();
    shown["program"] = readable_program_variables(visit);
    return json(shown);
}

}  // namespace cloakroom::web
