#include "auth/sign_in.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {

http::Response show_sign_out(const Visit& visit) {
    view::Data values;
    values.set("signed_in", visit.user() != nullptr);
    values.set("name", visit.user() != nullptr ? visit.user()->name : "");
    return page(visit, "sign-out", std::move(values));
}

http::Response sign_out(const Visit& visit) {
    if (visit.session) auth::sign_out(visit.site.auth, *visit.session, visit.actor());
    auto response = http::redirect(visit.link("/"));
    take_cookie(response, visit);
    return response;
}

}  // namespace cloakroom::web
