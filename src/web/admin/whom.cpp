#include "web/admin/whom.h"

#include "base/text.h"

namespace cloakroom::web {
namespace {

// One by one: a name that is written from right to left must not turn its neighbours around.
view::Data one_by_one(const std::vector<std::string>& names) {
    view::Data list{view::Data::type::list};
    for (const std::string& name : names) {
        view::Data row{"name", name};
        row["more"] = &name != &names.back();
        list << row;
    }
    return list;
}

}  // namespace

view::Data whom(const auth::Rule& rule) {
    view::Data values;
    values["unreadable"] = !rule.readable;
    values["anyone"] = rule.requirement == auth::Requirement::anyone;
    values["all_users"] = rule.requirement == auth::Requirement::signed_in;
    const bool is_listed = rule.requirement == auth::Requirement::listed;
    values["nobody_left"] = is_listed && rule.groups.empty() && rule.users.empty();
    values["groups"] = joined(rule.groups, ", ");
    values["several_groups"] = rule.groups.size() > 1;
    values["both"] = !rule.groups.empty() && !rule.users.empty();
    values["users"] = one_by_one(rule.users);
    return values;
}

std::string shown_path(const std::string& path) {
    return path.empty() ? "/" : path;
}

}  // namespace cloakroom::web
