#include <algorithm>

#include "web/api/api.h"
#include "web/api/variable.h"
#include "web/problem.h"

namespace cloakroom::web {
namespace {

using auth::Space;

constexpr std::string_view unknown_program = "only programs on the server set this variable";
constexpr std::string_view wrong_secret =
    "X-Cloakroom-Secret is not what stands in program-secret.txt, in the private folder";
constexpr std::string_view not_readable = "the setting page_may_read does not name this variable";

using Call = http::Response (*)(const Visit& visit, Space space);

// Does what a program with the right secret asks for, for a visitor who has a session.
// A program begins none: its answer may not reach the visitor, nor the cookie.
http::Response let_programs(const Visit& visit, Call call) {
    const auto& request = visit.request;
    if (request.program_secret.empty()) return problem(request, 403, unknown_program);
    if (!visit.site.auth.program_secret.is(request.program_secret)) {
        visit.site.log.warning("program_refused",
                               "wrong X-Cloakroom-Secret, id " + request.id + ", address " + request.address);
        return problem(request, 403, wrong_secret);
    }
    return visit.session ? call(visit, Space::program) : problem(request, 401);
}

bool is_for_pages(const Visit& visit) {
    const auto& readable = visit.site.options.page_may_read;
    return std::ranges::find(readable, visit.name) != readable.end();
}

}  // namespace

http::Response get_program_variable(const Visit& visit) {
    if (!visit.request.program_secret.empty()) return let_programs(visit, show_variable);
    return is_for_pages(visit) ? show_variable(visit, Space::program) : problem(visit.request, 403, not_readable);
}

http::Response put_program_variable(const Visit& visit) {
    return let_programs(visit, put_variable);
}

http::Response delete_program_variable(const Visit& visit) {
    return let_programs(visit, delete_variable);
}

http::Response increment_program_variable(const Visit& visit) {
    return let_programs(visit, increment_variable);
}

}  // namespace cloakroom::web
