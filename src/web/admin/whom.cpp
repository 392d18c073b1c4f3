#include "web/admin/whom.h"

namespace cloakroom::web {

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
    values["users"] = joined(rule.users, ", ");
    return values;
}

std::string shown_path(const std::string& path) {
    return path.empty() ? "/" : path;
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
    std::string text;
    for (const std::string& name : names) {
        if (!text.empty()) text += between;
        text += name;
    }
    return text;
}

}  // namespace cloakroom::web
