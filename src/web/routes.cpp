#include "web/routes.h"

#include <array>

#include "web/pages/pages.h"

namespace cloakroom::web {

std::span<const Route> routes() {
    using enum auth::Requirement;
    using enum http::Method;
    using enum Reply;
    // clang-format off
    static constexpr auto table = std::to_array<Route>({
        {"/",          get,  anyone,    html,  show_sign_in},
        {"/",          post, anyone,    html,  sign_in},
        {"/home",      get,  signed_in, html,  show_home},
        {"/home",      post, signed_in, html,  choose_theme},
        {"/logout",    get,  anyone,    html,  show_sign_out},
        {"/logout",    post, anyone,    html,  sign_out},
        {"/setup",     get,  anyone,    html,  show_set_up},
        {"/setup",     post, anyone,    html,  set_up},
        {"/style.css", get,  anyone,    asset, style_sheet},
        {"/icon.svg",  get,  anyone,    asset, icon},
    });
    // clang-format on
    return table;
}

}  // namespace cloakroom::web
