// What pages for those who look after the site offer to choose from, and the links that they show once.
#pragma once

#include <string>
#include <string_view>

#include "auth/invitations.h"
#include "http/response.h"
#include "view/templates.h"
#include "web/visit.h"

namespace cloakroom::web {

// For html/group-choice.html: all groups, save those in `without`.
view::Data group_choices(const Visit& visit, std::string_view chosen, const std::vector<std::string>& without = {});

// html/admin-link.html, the answer to the form itself: a page to be sent to would have to
// get the code from somewhere. `at` as in admin_page(); `back` is where the reader goes on.
struct OneTimeLink {
    auth::OneTimeCode made;
    bool is_reset = false;
    bool has_many_uses = false;
};
http::Response show_link(const Visit& visit, const OneTimeLink& link, std::string_view at, const std::string& back);

}  // namespace cloakroom::web
