#include "web/guard/identity.h"

namespace cloakroom::web {
namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ",") + name;
    return list;
}

// Those of the visitor's variables that are named, as a JSON object in ASCII.
std::string variables_in_json(const Visit& visit, auth::Space space, const std::vector<std::string>& names) {
    Value object = Value::object();
    for (const std::string& name : names) {
        auto value = visit.site.auth.variables.read(*visit.session, space, name);
        if (value) object[name] = std::move(*value);
    }
    constexpr bool in_ascii = true;
    return object.dump(-1, ' ', in_ascii);
}

}  // namespace

http::Response welcome_with_identity(const Visit& visit) {
    http::Response response{.status = 200, .headers = {}, .body = ""};
    // On Apache these go on to the visitor with the protected file.
    response.add("Cache-Control", "private, no-cache").add("Vary", "Cookie");
    if (visit.user() == nullptr) return response;
    const auto& options = visit.site.options;
    response.add("Variable-REMOTE_USER", visit.user()->name);
    response.add("Variable-CLOAKROOM_GROUPS", joined(visit.site.auth.groups.of(visit.user()->id)));
    if (!options.variables_for_programs.empty()) {
        response.add("Variable-CLOAKROOM_VARIABLES",
                     variables_in_json(visit, auth::Space::program, options.variables_for_programs));
    }
    if (!options.page_variables_for_programs.empty()) {
        response.add("Variable-CLOAKROOM_PAGE_VARIABLES",
                     variables_in_json(visit, auth::Space::page, options.page_variables_for_programs));
    }
    return response;
}

}  // namespace cloakroom::web
