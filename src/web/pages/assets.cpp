#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

// Under its version a file never changes, so browsers may keep it for ever; under
// any other name they must ask again.
http::Response asset(const Visit& visit, const char* name, const char* type) {
    auto& templates = visit.site.templates;
    const bool current = field(visit.request.query, "v") == templates.version(name);
    http::Response response{.status = 200, .headers = {}, .body = templates.file(name)};
    response.add("Content-Type", type);
    response.add("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

}  // namespace

http::Response style_sheet(const Visit& visit) {
    return asset(visit, "style.css", "text/css; charset=utf-8");
}

http::Response icon(const Visit& visit) {
    return asset(visit, "icon.svg", "image/svg+xml");
}

}  // namespace cloakroom::web
