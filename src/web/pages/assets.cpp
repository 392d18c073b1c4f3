#include "base/embedded.h"
#include "http/entity_tag.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

// Under its version a file never changes, so browsers may keep it for ever; under
// any other name they must ask again.
http::Response asset(const Visit& visit, const std::string& version, std::string content, const char* type) {
    const bool current = field(visit.request.query, "v") == version;
    const std::string tag = '"' + version + '"';
    http::Response response{.status = 200, .headers = {}, .body = std::move(content)};
    if (http::names_tag(visit.request.if_none_match, tag)) response = {.status = 304, .headers = {}, .body = ""};
    response.add("ETag", tag);
    response.add("Content-Type", type);
    response.add("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

http::Response asset(const Visit& visit, const char* name, const char* type) {
    auto& templates = visit.site.templates;
    return asset(visit, templates.version(name), templates.file(name), type);
}

// Of the owner's own, a colour that is not there is the built-in one.
std::string colours(const view::Templates& templates) {
    const std::string own = templates.file("colours.css");
    const std::string built_in{embedded::html("colours.css")};
    return own == built_in ? own : built_in + own;
}

}  // namespace

http::Response style_sheet(const Visit& visit) {
    auto& templates = visit.site.templates;
    return asset(visit, style_version(templates), colours(templates) + templates.file("style.css"),
                 "text/css; charset=utf-8");
}

http::Response session_script(const Visit& visit) {
    return asset(visit, "session.js", "text/javascript; charset=utf-8");
}

http::Response lock_test_script(const Visit& visit) {
    return asset(visit, "lock-test.js", "text/javascript; charset=utf-8");
}

http::Response check_script(const Visit& visit) {
    return asset(visit, "check.js", "text/javascript; charset=utf-8");
}

http::Response icon(const Visit& visit) {
    return asset(visit, "icon.svg", "image/svg+xml");
}

}  // namespace cloakroom::web
