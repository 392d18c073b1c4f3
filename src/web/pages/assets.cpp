#include "http/entity_tag.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

// Under its version a file never changes, so browsers may keep it for ever; under
// any other name they must ask again.
http::Response asset(const Visit& visit, const char* name, const char* type) {
    auto& templates = visit.site.templates;
    const std::string version = templates.version(name);
    const bool current = field(visit.request.query, "v") == version;
    const std::string tag = '"' + version + '"';
    http::Response response{.status = 200, .headers = {}, .body = templates.file(name)};
    if (http::names_tag(visit.request.if_none_match, tag)) response = {.status = 304, .headers = {}, .body = ""};
    response.add("ETag", tag);
    response.add("Content-Type", type);
    response.add("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

}  // namespace

http::Response style_sheet(const Visit& visit) {
    return asset(visit, "style.css", "text/css; charset=utf-8");
}

http::Response session_script(const Visit& visit) {
    return asset(visit, "session.js", "text/javascript; charset=utf-8");
}

http::Response lock_test_script(const Visit& visit) {
    return asset(visit, "lock-test.js", "text/javascript; charset=utf-8");
}

http::Response icon(const Visit& visit) {
    return asset(visit, "icon.svg", "image/svg+xml");
}

}  // namespace cloakroom::web
