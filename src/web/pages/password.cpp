#include "auth/password_change.h"
#include "web/notices.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

http::Response password_form(const Visit& visit, view::Data values, int status) {
    values["name"] = visit.user()->name;
    values["has_old"] = true;
    values["minimum_length"] = std::to_string(visit.site.auth.passwords.minimum_length());
    return page(visit, "password", std::move(values), status);
}

http::Response changed(const Visit& visit, const auth::PasswordChanged& change) {
    leave_notice(visit, change.fresh.session, "password_changed", change.others_ended);
    auto response = http::redirect(visit.link("/account/password"));
    give_cookie(response, visit, change.fresh);
    return response;
}

http::Response refused(const Visit& visit, auth::PasswordChangeFlaw flaw) {
    if (flaw == auth::PasswordChangeFlaw::session_ended) return http::redirect(visit.link("/"));
    return password_form(visit, {std::string(word(flaw)), true}, 422);
}

}  // namespace

http::Response show_password(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"session_disowned", "password_changed"});
    return password_form(visit, std::move(values), 200);
}

http::Response change_password(const Visit& visit) {
    const http::Fields& fields = visit.request.form;
    const auth::PasswordChange change{.current = field(fields, "current_password"),
                                      .password = field(fields, "password"),
                                      .password_again = field(fields, "password_again")};
    const auto result = auth::change_password(visit.site.auth, change, *visit.session, visit.actor());
    if (const auto* done = std::get_if<auth::PasswordChanged>(&result)) return changed(visit, *done);
    if (const auto* flaw = std::get_if<auth::PasswordChangeFlaw>(&result)) return refused(visit, *flaw);
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) {
        return password_form(visit, {std::string(word(*flaw)), true}, 422);
    }
    const Seconds wait = std::get<auth::Limited>(result).retry_after;
    auto response = password_form(visit, {"limited", minutes(wait)}, 429);
    add_retry_after(response, wait);
    return response;
}

}  // namespace cloakroom::web
