#include "web/admin/choices.h"

#include <algorithm>

#include "web/admin/admin_page.h"
#include "web/page.h"

namespace cloakroom::web {
view::Data group_choices(const Visit& visit, std::string_view chosen, const std::vector<std::string>& without) {
    view::Data choices{view::Data::type::list};
    for (const std::string& group : visit.site.auth.groups.names()) {
        if (std::ranges::find(without, group) != without.end()) continue;
        view::Data choice{"group", group};
        choice["chosen"] = group == chosen;
        choices << choice;
    }
    return choices;
}

http::Response show_link(const Visit& visit, const OneTimeLink& link, std::string_view at, const std::string& back) {
    view::Data values;
    values["name"] = link.made.user.name;
    values["reset"] = link.is_reset;
    values["many"] = link.has_many_uses;
    values["link"] = auth::link_to_join(visit.site.base_url(), link.made.code);
    values["code"] = link.made.code;
    values["until"] = upcoming(link.made.expires_at, visit.site.auth.clock.now());
    values["back"] = back;
    return admin_page(visit, "admin-link", at, std::move(values));
}

}  // namespace cloakroom::web
