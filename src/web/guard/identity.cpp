#include "web/guard/identity.h"

#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "web/guard/guard.h"

namespace cloakroom::web {
namespace {

// Of each object. Apache reads 8 KiB of a header, and more would shut the visitor out.
constexpr std::size_t most_bytes = 4096;

// Those of the visitor's variables that are named, as a JSON object in ASCII; what would
// make it too long is left out.
std::string variables_in_json(const Visit& visit, auth::Space space, const std::vector<std::string>& names) {
    Value object = Value::object();
    std::string text = "{}";
    for (const std::string& name : names) {
        const auto value = visit.site.auth.variables.read(*visit.session, space, name);
        if (!value) continue;
        constexpr bool in_ascii = true;
        object[name] = *value;
        if (auto longer = object.dump(-1, ' ', in_ascii); longer.size() <= most_bytes) {
            text = std::move(longer);
        } else {
            object.erase(name);
        }
    }
    return text;
}

// Apache sends such a visitor to the address with a slash, and shows him what we say. (lighttpd
// does not show it, and is spared the look at its disk.)
bool is_folder_without_slash(const http::Request& request) {
    if (request.mapped.empty() || request.document_root.empty() || request.server.starts_with("lighttpd")) return false;
    std::error_code unknown;
    return !asked_path(request).ends_with('/') &&
           std::filesystem::is_directory(request.document_root + request.mapped, unknown);
}

}  // namespace

http::Response allow_with_identity(const Visit& visit) {
    http::Response response{.status = 200, .headers = {}, .body = "", .has_length = false};
    response.headers.reserve(8);
    // On Apache these go on to the visitor with the protected file, or with what a program says.
    response.add("Cache-Control", "private, no-cache").add("Vary", "Cookie");
    if (visit.user() == nullptr || is_folder_without_slash(visit.request)) return response;
    const auto& options = visit.site.options;
    response.add("Variable-REMOTE_USER", visit.user()->name);
    response.add("Variable-CLOAKROOM_DISPLAY_NAME", visit.user()->called());
    response.add("Variable-CLOAKROOM_GROUPS",
                 joined(visit.site.auth.groups.of(visit.user()->id, visit.session->as_of), ","));
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
