#include <algorithm>
#include <array>

#include "admin/folder_lock.h"
#include "base/encoding.h"
#include "http/local_path.h"
#include "web/admin/admin_page.h"
#include "web/admin/pages.h"
#include "web/admin/site_place.h"
#include "web/headers.h"
#include "web/notices.h"

namespace cloakroom::web {
namespace {

struct Seen {
    std::string_view word;  // of the field "saw"
    const char* notice;
};

constexpr std::array<Seen, 3> outcomes = {
    {{"refused", "lock_holds"}, {"file", "lock_open"}, {"other", "lock_unclear"}}};

http::Response to_lock(const Visit& visit, const std::string& path) {
    return http::redirect(visit.link("/admin/folders/lock") + "?path=" + percent_encode(path));
}

// Only an address of this site, in that folder, is tried.
bool is_in_folder(const std::string& address, const std::string& path) {
    const auto folder = auth::rule_path(path);
    const auto inside = auth::rule_path(percent_decode(address.substr(0, address.find('?'))));
    return folder && inside && http::is_local_path(address) && (*inside + "/").starts_with(*folder + "/");
}

}  // namespace

http::Response show_lock_test(const Visit& visit) {
    const std::string& path = field(visit.request.query, "path");
    const std::string& address = field(visit.request.query, "at");
    if (!is_in_folder(address, path)) return to_lock(visit, path);
    view::Data values;
    values["path"] = path;
    values["address"] = address;
    values["script_version"] = visit.site.templates.version("lock-test.js");
    auto response = admin_page(visit, "admin-lock-test", "folders", std::move(values));
    allow_own_script(response);
    return response;
}

http::Response end_lock_test(const Visit& visit) {
    const std::string& path = field(visit.request.form, "path");
    admin::remove_canaries(site_place(visit), path);
    const auto seen = std::ranges::find(outcomes, field(visit.request.form, "saw"), &Seen::word);
    if (seen != outcomes.end()) leave_notice(visit, *visit.session, seen->notice);
    return to_lock(visit, path);
}

}  // namespace cloakroom::web
