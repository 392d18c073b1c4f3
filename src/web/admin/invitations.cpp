#include "auth/invitations.h"

#include <charconv>

#include "web/admin/admin_page.h"
#include "web/admin/choices.h"
#include "web/admin/pages.h"
#include "web/notices.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

constexpr int invitations_a_page = 50;

// 0, which is too few of anything, for what is no number.
int typed_number(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

view::Data invitation_rows(const std::vector<auth::Token>& invitations, Instant now) {
    view::Data rows{view::Data::type::list};
    for (const auth::Token& token : invitations) {
        view::Data row{"tag", token.tag()};
        row["note"] = token.note;
        row["group"] = token.group;
        row["name"] = token.user ? token.user->name : "";
        row["uses"] = std::to_string(token.uses_left);
        row["until"] = upcoming(token.expires_at, now);
        rows << row;
    }
    return rows;
}

void add_invitations(const Visit& visit, view::Data& values) {
    auto& tokens = visit.site.auth.tokens;
    std::string behind = field(visit.request.query, "behind");
    auto found = tokens.invitations(invitations_a_page + 1, behind);
    if (found.empty() && !behind.empty()) {  // what it named is gone
        behind.clear();
        found = tokens.invitations(invitations_a_page + 1);
    }
    const bool has_older = found.size() > invitations_a_page;
    if (has_older) found.pop_back();
    values["has_invitations"] = !found.empty();
    values["invitations"] = invitation_rows(found, visit.site.auth.clock.now());
    values["has_newer"] = !behind.empty();
    values["older"] = has_older ? found.back().tag() : "";
    values["several_pages"] = has_older || !behind.empty();
}

http::Response invitation_list(const Visit& visit, view::Data values, int status) {
    const http::Fields& typed = visit.request.form;
    const bool is_typed = typed.contains("days");
    add_invitations(visit, values);
    values["note"] = field(typed, "note");
    values["days"] = is_typed ? field(typed, "days") : std::to_string(auth::usual_days_of_invitation);
    values["uses_typed"] = is_typed ? field(typed, "uses") : "1";
    values["choices"] = group_choices(visit, field(typed, "group"));
    values["most_characters"] = std::to_string(auth::most_characters_of_note);
    values["most_days"] = std::to_string(auth::most_days_of_invitation);
    values["most_uses"] = std::to_string(auth::most_uses_of_invitation);
    return admin_page(visit, "admin-invitations", "invitations", std::move(values), status);
}

http::Response invitation_refused(const Visit& visit, std::string_view why) {
    return invitation_list(visit, {std::string(why), true}, 422);
}

http::Response make_one(const Visit& visit) {
    const http::Fields& fields = visit.request.form;
    const auth::NewInvitation invitation{.group = field(fields, "group"),
                                         .note = field(fields, "note"),
                                         .days = typed_number(field(fields, "days")),
                                         .uses = typed_number(field(fields, "uses"))};
    const auto result = auth::make_invitation(visit.site.auth, invitation, visit.actor());
    if (const auto* flaw = std::get_if<auth::InvitationFlaw>(&result)) return invitation_refused(visit, word(*flaw));
    return show_link(visit, {.made = std::get<auth::OneTimeCode>(result), .has_many_uses = invitation.uses > 1},
                     "invitations", "/admin/invitations");
}

http::Response withdraw_one(const Visit& visit) {
    const std::string& tag = field(visit.request.form, "invitation");
    if (!auth::withdraw_invitation(visit.site.auth, tag, visit.actor())) {
        return invitation_refused(visit, "no_such_invitation");
    }
    leave_notice(visit, *visit.session, "invitation_withdrawn");
    return http::redirect(visit.link("/admin/invitations"));
}

}  // namespace

http::Response show_invitations(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"invitation_withdrawn"});
    return invitation_list(visit, std::move(values), 200);
}

http::Response change_invitations(const Visit& visit) {
    return field(visit.request.form, "do") == "withdraw" ? withdraw_one(visit) : make_one(visit);
}

}  // namespace cloakroom::web
