#include "auth/account_acts.h"
#include "web/notices.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

http::Response ask_for_end(const Visit& visit, view::Data values, int status) {
    values["name"] = visit.user()->name;
    return page(visit, "account-end", std::move(values), status);
}

}  // namespace

http::Response show_account(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"display_name_changed"});
    values["name"] = visit.user()->name;
    values["display_name"] = visit.user()->display_name;
    values["most_characters"] = std::to_string(auth::most_characters_of_display_name);
    return page(visit, "account", std::move(values));
}

http::Response change_display_name(const Visit& visit) {
    const std::string& name = field(visit.request.form, "display_name");
    auth::change_display_name(visit.site.auth, *visit.user(), name, visit.actor());
    leave_notice(visit, *visit.session, "display_name_changed");
    return http::redirect(visit.link("/account"));
}

http::Response send_own_data(const Visit& visit) {
    const auto data = auth::export_own_data(visit.site.auth, *visit.user(), visit.actor());
    http::Response response{.status = 200, .headers = {}, .body = data.dump(2) + "\n"};
    response.add("Content-Type", "application/json");
    response.add("Content-Disposition", "attachment; filename=\"cloakroom-account.json\"");
    return response;
}

http::Response show_account_end(const Visit& visit) {
    return ask_for_end(visit, {}, 200);
}

http::Response end_account(const Visit& visit) {
    const std::string& typed = field(visit.request.form, "username");
    const auto end = auth::end_account(visit.site.auth, *visit.user(), typed, visit.actor());
    if (end != auth::AccountEnd::done) return ask_for_end(visit, {std::string(word(end)), true}, 422);
    auto response = page(visit, "account-ended", {});
    take_cookie(response, visit);
    return response;
}

}  // namespace cloakroom::web
