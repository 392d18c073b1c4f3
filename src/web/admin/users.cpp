#include "auth/user_list.h"
#include "base/encoding.h"
#include "base/text.h"
#include "web/admin/admin_page.h"
#include "web/admin/choices.h"
#include "web/admin/pages.h"
#include "web/notices.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

auth::UserQuery query_of(const Visit& visit) {
    const http::Fields& asked = visit.request.query;
    const std::int64_t before = parse_number(field(asked, "before")).value_or(0);
    return {.part = field(asked, "search"),
            .order = auth::user_order(field(asked, "sort")),
            .from = before != 0 ? before : parse_number(field(asked, "behind")).value_or(0),
            .backwards = before != 0};
}

view::Data row_of(const auth::ListedUser& user, Instant now) {
    view::Data values;
    values["id"] = std::to_string(user.id);
    values["name"] = user.name;
    values["display_name"] = user.display_name;
    values["groups"] = joined(user.groups, ", ");
    if (user.last_sign_in_at) values["seen"] = ago(*user.last_sign_in_at, now);
    values["disabled"] = user.disabled;
    values["no_password"] = !user.has_password;
    return values;
}

// The ways to the other pages of the same search.
view::Data pager(const Visit& visit, const auth::UserQuery& query, const auth::UserPage& found) {
    const std::string here = visit.link("/admin/users") + "?sort=" + std::string(word(query.order)) +
                             (query.part.empty() ? "" : "&search=" + percent_encode(query.part));
    view::Data ways;
    ways["first"] = found.has_before ? here : "";
    ways["before"] = found.has_before ? here + "&before=" + std::to_string(found.users.front().id) : "";
    ways["behind"] = found.has_behind ? here + "&behind=" + std::to_string(found.users.back().id) : "";
    return ways;
}

http::Response user_list(const Visit& visit, view::Data values, int status) {
    auth::UserQuery query = query_of(visit);
    auto found = auth::find_users(visit.site.auth.database, query);
    if (found.users.empty() && query.from != 0) {
        query.from = 0;
        query.backwards = false;
        found = auth::find_users(visit.site.auth.database, query);
    }
    view::Data rows{view::Data::type::list};
    for (const auto& user : found.users) rows << row_of(user, visit.site.auth.clock.now());
    values["users"] = std::move(rows);
    values["has_users"] = !found.users.empty();
    if (found.has_before || found.has_behind) values["pages"] = pager(visit, query, found);
    values["search"] = query.part;
    values["by_" + std::string(word(query.order))] = true;
    const http::Fields& typed = visit.request.form;
    values["name"] = field(typed, "username");
    values["display_name"] = field(typed, "display_name");
    values["choices"] = group_choices(visit, field(typed, "group"));
    values["most_characters"] = std::to_string(auth::most_characters_of_display_name);
    return admin_page(visit, "admin-users", "users", std::move(values), status);
}

}  // namespace

http::Response show_users(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"user_deleted"});
    return user_list(visit, std::move(values), 200);
}

http::Response add_user(const Visit& visit) {
    const http::Fields& fields = visit.request.form;
    const auth::NewUser user{.name = field(fields, "username"),
                             .display_name = field(fields, "display_name"),
                             .group = field(fields, "group")};
    const auto result = auth::invite_user(visit.site.auth, user, visit.actor());
    if (const auto* made = std::get_if<auth::OneTimeCode>(&result)) {
        return show_link(visit, {.made = *made}, "users", "/admin/users/" + std::to_string(made->user.id));
    }
    const auto* flaw = std::get_if<auth::UserFlaw>(&result);
    const std::string_view why = flaw != nullptr ? word(*flaw) : word(std::get<auth::InvitationFlaw>(result));
    return user_list(visit, {std::string(why), true}, 422);
}

}  // namespace cloakroom::web
