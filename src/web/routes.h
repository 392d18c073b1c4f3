// THE table of pages: what there is, and what each asks of its visitor.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "auth/authorization.h"
#include "http/request.h"
#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// What an answer is, and so how it may be cached.
enum class Reply {
    html,     // private: it depends on the session
    json,     // private as well; so are the bodies that come in, and what went wrong
    verdict,  // for the web server: may its visitor see what he asks it for?
    asset     // public: the same for everybody; the session is not even looked up
};

// Calls one function of auth or admin and picks a page or a redirect.
using Handler = http::Response (*)(const Visit& visit);

struct Route {
    std::string_view path;  // '*' is one segment, any but an empty one: Visit::name
    http::Method method;    // get serves HEAD as well
    auth::Requirement requirement;
    Reply reply;
    Handler handler;
};

std::span<const Route> routes();

// What stands in `path` for the '*' of `pattern`, or "" if it has none; nothing if they
// do not fit together.
std::optional<std::string_view> match(std::string_view pattern, std::string_view path);

}  // namespace cloakroom::web
