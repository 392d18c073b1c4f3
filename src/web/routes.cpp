#include "web/routes.h"

#include <array>

#include "web/admin/pages.h"
#include "web/api/api.h"
#include "web/guard/delivery.h"
#include "web/guard/guard.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace in_short {

using enum auth::Requirement;
using enum http::Method;
using enum Reply;

// clang-format off
constexpr auto table = std::to_array<Route>({
    // First, for a server asks before each file.
    {"/authorize", get, anyone, verdict, authorize},
    {"/check",     get, anyone, verdict, check},
    {"/denied",    get, anyone, verdict, show_denied},
    {"/failed",    get, anyone, verdict, show_failed},
    {"/gate",      get, anyone, verdict, deliver},

    {"/",                 get,  anyone,    html, show_sign_in},
    {"/",                 post, anyone,    html, sign_in},
    {"/home",             get,  signed_in, html, show_home},
    {"/home",             post, signed_in, html, choose_theme},
    {"/logout",           get,  anyone,    html, show_sign_out},
    {"/logout",           post, anyone,    html, sign_out},
    {"/sessions",         get,  signed_in, html, show_sessions},
    {"/sessions",         post, signed_in, html, change_sessions},
    {"/account",          get,  signed_in, html, show_account},
    {"/account",          post, signed_in, html, change_display_name},
    {"/account/password", get,  signed_in, html, show_password},
    {"/account/password", post, signed_in, html, change_password},
    {"/account/log",      get,  signed_in, html, show_own_log},
    {"/account/data",     post, proven,    html, send_own_data},
    {"/account/delete",   get,  signed_in, html, show_account_end},
    {"/account/delete",   post, proven,    html, end_account},
    {"/setup",            get,  anyone,    html, show_set_up},
    {"/setup",            post, anyone,    html, set_up},
    {"/join",             get,  anyone,    html, show_join},
    {"/join",             post, anyone,    html, join},

    {"/style.css",    get, anyone, asset, style_sheet},
    {"/icon.svg",     get, anyone, asset, icon},
    {"/session.js",   get, anyone, asset, session_script},
    {"/lock-test.js", get, anyone, asset, lock_test_script},
    {"/check.js",     get, anyone, asset, check_script},

    {"/admin",                    get,  admin,        html, show_overview},
    {"/admin/backup",             post, proven_admin, html, download_backup},
    {"/admin/check",              get,  admin,        html, show_check},
    {"/admin/check",              post, admin,        html, end_check},
    {"/admin/sign-everybody-out", post, proven_admin, html, sign_everybody_out},
    {"/admin/log",                get,  admin,        html, show_log},
    {"/admin/log.csv",            get,  admin,        html, download_log},
    {"/admin/folders",            get,  admin,        html, show_folders},
    {"/admin/folders",            post, proven_admin, html, change_folders},
    {"/admin/folders/why",        get,  admin,        html, show_why},
    {"/admin/folders/lock",       get,  admin,        html, show_lock},
    {"/admin/folders/lock",       post, proven_admin, html, change_lock},
    {"/admin/folders/test",       get,  admin,        html, show_lock_test},
    {"/admin/folders/test",       post, admin,        html, end_lock_test},
    {"/admin/users",              get,  admin,        html, show_users},
    {"/admin/users",              post, proven_admin, html, add_user},
    {"/admin/users/*",            get,  admin,        html, show_user},
    {"/admin/users/*",            post, proven_admin, html, change_user},
    {"/admin/groups",             get,  admin,        html, show_groups},
    {"/admin/groups",             post, proven_admin, html, change_groups},
    {"/admin/invitations",        get,  admin,        html, show_invitations},
    {"/admin/invitations",        post, proven_admin, html, change_invitations},

    {"/session",                     get,    welcome, json, show_session},
    {"/session/page/*",              get,    welcome, json, get_page_variable},
    {"/session/page/*",              put,    welcome, json, put_page_variable},
    {"/session/page/*",              remove, welcome, json, delete_page_variable},
    {"/session/page/*/increment",    post,   welcome, json, increment_page_variable},
    {"/session/program/*",           get,    welcome, json, get_program_variable},
    {"/session/program/*",           put,    welcome, json, put_program_variable},
    {"/session/program/*",           remove, welcome, json, delete_program_variable},
    {"/session/program/*/increment", post,   welcome, json, increment_program_variable},
});
// clang-format on

}  // namespace in_short

std::span<const Route> routes() {
    return in_short::table;
}

std::optional<std::string_view> match(std::string_view pattern, std::string_view path) {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return path == pattern ? std::optional(std::string_view()) : std::nullopt;
    const auto head = pattern.substr(0, star);
    const auto tail = pattern.substr(star + 1);
    if (path.size() <= head.size() + tail.size() || !path.starts_with(head) || !path.ends_with(tail)) {
        return std::nullopt;
    }
    const auto name = path.substr(head.size(), path.size() - head.size() - tail.size());
    return name.find('/') == std::string_view::npos ? std::optional(name) : std::nullopt;
}

}  // namespace cloakroom::web
