#include "web/api/variable.h"

#include "http/entity_tag.h"
#include "web/problem.h"

namespace cloakroom::web {

http::Response show_variable(const Visit& visit, auth::Space space) {
    auto response = json(visit.variables(space).at(visit.name));
    const std::string tag = http::entity_tag(response.body);
    if (http::names_tag(visit.request.if_none_match, tag)) response = {.status = 304, .headers = {}, .body = ""};
    response.add("ETag", tag);
    return response;
}

}  // namespace cloakroom::web
