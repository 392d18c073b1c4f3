#include "web/welcome.h"

#include "base/encoding.h"
#include "http/local_path.h"

namespace cloakroom::web {

std::string next_of(const http::Fields& fields) {
    const std::string& next = field(fields, "next");
    return http::is_local_path(next) ? next : "";
}

http::Response welcome(const Visit& visit, const auth::NewSession& fresh, const std::string& next) {
    const std::string home = visit.link("/home");
    const std::string& usual = visit.site.options.after_sign_in;
    std::string goal = !next.empty() ? next : usual;
    if (fresh.has_news && !goal.empty()) goal = home + "?next=" + percent_encode(goal);
    const bool is_to_be_seen = !next.empty();
    auto response = http::redirect(is_to_be_seen   ? visit.link("/") + "?arrived=1&next=" + percent_encode(goal)
                                   : !goal.empty() ? goal
                                                   : home);
    give_cookie(response, visit, fresh);
    return response;
}

}  // namespace cloakroom::web
