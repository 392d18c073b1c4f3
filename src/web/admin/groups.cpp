#include "auth/groups.h"

#include "web/admin/admin_page.h"
#include "web/admin/pages.h"
#include "web/notices.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

http::Response group_list(const Visit& visit, view::Data values, int status) {
    view::Data rows{view::Data::type::list};
    for (const auto& [name, members] : visit.site.auth.groups.sizes()) {
        view::Data row{"group", name};
        row["members"] = number_words(std::to_string(members));
        row["removable"] = members == 0 && name != "admin";
        rows << row;
    }
    values["groups"] = std::move(rows);
    values["name"] = field(visit.request.form, "do") == "make" ? field(visit.request.form, "group") : "";
    return admin_page(visit, "admin-groups", "users", std::move(values), status);
}

http::Response answer_to(const Visit& visit, auth::GroupAct act, const char* notice) {
    if (act == auth::GroupAct::done) {
        leave_notice(visit, *visit.session, notice);
        return http::redirect(visit.link("/admin/groups"));
    }
    return group_list(visit, {std::string(word(act)), true}, 422);
}

}  // namespace

http::Response show_groups(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"group_made", "group_removed"});
    return group_list(visit, std::move(values), 200);
}

http::Response change_groups(const Visit& visit) {
    auto& groups = visit.site.auth.groups;
    const std::string& group = field(visit.request.form, "group");
    const bool removes = field(visit.request.form, "do") == "remove";
    return removes ? answer_to(visit, groups.remove(group, visit.actor()), "group_removed")
                   : answer_to(visit, groups.add(group, visit.actor()), "group_made");
}

}  // namespace cloakroom::web
