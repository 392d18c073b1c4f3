#include <algorithm>

#include "web/api/api.h"
#include "web/api/variable.h"
#include "web/problem.h"

namespace cloakroom::web {

http::Response get_program_variable(const Visit& visit) {
    const auto& readable = visit.site.options.page_may_read;
    if (std::ranges::find(readable, visit.name) == readable.end()) {
        return problem(visit.request, 403, "the setting page_may_read does not name this variable");
    }
    return show_variable(visit, auth::Space::program);
}

http::Response refuse_program_variable(const Visit& visit) {
    return problem(visit.request, 403, "only programs on the server set this variable");
}

}  // namespace cloakroom::web
