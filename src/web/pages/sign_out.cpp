#include "auth/sign_in.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {

http::Response show_sign_out(const Visit& visit) {
    view::Data values;
    values["signed_in"] = visit.user() != nullptr;
    values["name"] = visit.user() != nullptr ? visit.user()->name : "";
    return page(visit, "sign-out", std::move(values));
}

http::Response sign_out(const Visit& visit) {
    std::string told;
    if (visit.session) {
        const int others = auth::sign_out(visit.site.auth, *visit.session, visit.actor());
        if (visit.user() != nullptr) told = "?signed_out=" + std::to_string(others);
    }
    auto response = http::redirect(visit.link("/") + told);
    take_cookie(response, visit);
    return response;
}

}  // namespace cloakroom::web
