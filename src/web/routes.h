// THE table of pages: what there is, and what each asks of its visitor.
#pragma once

#include <span>
#include <string_view>

#include "auth/authorization.h"
#include "http/request.h"
#include "http/response.h"
#include "web/visit.h"

namespace cloakroom::web {

// What an answer is, and so how it may be cached.
enum class Reply {
    html,  // private: it depends on the session
    asset  // public: the same for everybody; the session is not even looked up
};

// Calls one function of auth or admin and picks a page or a redirect.
using Handler = http::Response (*)(const Visit& visit);

struct Route {
    std::string_view path;
    http::Method method;  // get serves HEAD as well
    auth::Requirement requirement;
    Reply reply;
    Handler handler;
};

std::span<const Route> routes();

}  // namespace cloakroom::web
