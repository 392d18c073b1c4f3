#include "web/check.h"

#include "admin/folder_canary.h"
#include "web/admin/admin_page.h"
#include "web/admin/pages.h"
#include "web/headers.h"
#include "web/notices.h"

namespace cloakroom::web {

http::Response show_check(const Visit& visit) {
    auto host = look_at_host(visit, admin::Look::thorough);
    view::Data told;
    show_notices(visit, told, {"folder_found_shut", "folder_found_open", "folder_unclear"});
    // What was true once may have changed: only a test that was just made counts here.
    host.folder_test = admin::FolderTest::not_done;
    if (told.get("folder_found_shut") != nullptr) host.folder_test = admin::FolderTest::refused;
    if (told.get("folder_found_open") != nullptr) host.folder_test = admin::FolderTest::fetched;
    view::Data values = check_values(visit, host, "/admin/check");
    values["is_shut"] = !host.folder_addresses.empty() && host.folder_test == admin::FolderTest::refused;
    // A test that said nothing is not repeated by itself.
    values["folder_unclear"] = told.get("folder_unclear") != nullptr;
    auto response = admin_page(visit, "admin-check", "overview", std::move(values));
    allow_own_script(response);
    return response;
}

http::Response end_check(const Visit& visit) {
    const auto seen = folder_test_in(field(visit.request.form, "folder"));
    const std::string& folder = visit.site.options.private_folder;
    admin::remove_folder_canary(folder);
    // A test that said nothing leaves what was judged by hand.
    if (seen != admin::FolderTest::not_done) {
        db::Transaction transaction(visit.site.auth.database, db::Durability::full);
        visit.site.auth.properties.set_shut_folder(seen == admin::FolderTest::refused ? admin::folder_mark(folder)
                                                                                      : "");
        transaction.commit();
    }
    if (seen == admin::FolderTest::refused) leave_notice(visit, *visit.session, "folder_found_shut");
    if (seen == admin::FolderTest::fetched) leave_notice(visit, *visit.session, "folder_found_open");
    if (seen == admin::FolderTest::not_done) leave_notice(visit, *visit.session, "folder_unclear");
    return http::redirect(visit.link("/admin/check"));
}

}  // namespace cloakroom::web
