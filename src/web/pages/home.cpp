#include <algorithm>
#include <array>

#include "admin/overview.h"
#include "auth/news.h"
#include "web/notices.h"
#include "web/page.h"
#include "web/pages/pages.h"
#include "web/welcome.h"

namespace cloakroom::web {
namespace {

constexpr std::array<std::string_view, 3> themes = {"device", "light", "dark"};

}  // namespace

http::Response show_home(const Visit& visit) {
    const Instant now = visit.site.auth.clock.now();
    view::Data values;
    show_notices(visit, values, {auth::failed_tries_news, auth::password_changes_news, auth::new_devices_news});
    values["called"] = visit.user()->called();
    values["since"] = ago(visit.session->started_at, now);
    values["until"] = upcoming(visit.session->expires_at, now);
    const bool is_admin = visit.site.auth.groups.is_admin(visit.user()->id, visit.session->as_of);
    values["is_admin"] = is_admin;
    values["is_fresh"] = is_admin && admin::is_fresh(visit.site.auth);
    values["permanent"] = visit.session->permanent;
    values["next"] = next_of(visit.request.query);
    values["theme_" + theme_of(visit)] = true;
    return page(visit, "home", std::move(values));
}

http::Response choose_theme(const Visit& visit) {
    const std::string& theme = field(visit.request.form, "theme");
    // Anything else cannot come from our form: nothing is changed.
    if (std::ranges::find(themes, theme) != themes.end()) {
        visit.variables()["theme"] = theme;
    }
    return http::redirect(visit.link("/home"));
}

}  // namespace cloakroom::web
