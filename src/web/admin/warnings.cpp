#include "web/admin/warnings.h"

#include <array>
#include <filesystem>

#include "http/origin.h"

namespace cloakroom::web {
namespace {

// On the owner's own machine nobody listens on the way.
bool is_local(const std::string& host) {
    return host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
}

bool plain_http(const Visit& visit, const admin::Overview& /*overview*/) {
    return !visit.request.secure && !is_local(visit.request.host);
}

bool unlisted_proxy(const Visit& visit, const admin::Overview& /*overview*/) {
    return visit.request.unlisted_proxy;
}

// Forms are compared with this address, and links to it are given away.
bool no_base_url(const Visit& visit, const admin::Overview& /*overview*/) {
    return visit.site.base_url().empty();
}

bool other_address(const Visit& visit, const admin::Overview& /*overview*/) {
    const std::string own = http::origin_of(visit.site.base_url());
    const std::string& host = visit.request.host;
    return !own.empty() && !host.empty() && !own.ends_with("://" + host);
}

bool no_admin_beside(const Visit& /*visit*/, const admin::Overview& overview) {
    return overview.admins == 1;
}

bool templates_missing(const Visit& visit, const admin::Overview& /*overview*/) {
    return visit.site.templates.folder_is_missing();
}

// The server's configuration is all that keeps it shut then.
bool folder_in_site(const Visit& visit, const admin::Overview& /*overview*/) {
    const std::string& root = visit.request.document_root;
    return !root.empty() && visit.site.options.private_folder.starts_with(root + "/");
}

// A backup needs room for the database twice.
bool disk_full(const Visit& visit, const admin::Overview& overview) {
    constexpr std::int64_t reserve = 64 << 20;
    std::error_code failed;
    const auto space = std::filesystem::space(visit.site.options.private_folder, failed);
    return !failed && space.available < static_cast<std::uintmax_t>(2 * overview.database_size + reserve);
}

struct Warning {
    const char* word;  // the section of html/admin-overview.html
    bool (*holds)(const Visit& visit, const admin::Overview& overview);
};

constexpr auto all_warnings = std::to_array<Warning>({{"plain_http", plain_http},
                                                      {"unlisted_proxy", unlisted_proxy},
                                                      {"no_base_url", no_base_url},
                                                      {"other_address", other_address},
                                                      {"folder_in_site", folder_in_site},
                                                      {"disk_full", disk_full},
                                                      {"templates_missing", templates_missing},
                                                      {"no_admin_beside", no_admin_beside}});

}  // namespace

view::Data warnings(const Visit& visit, const admin::Overview& overview) {
    view::Data list{view::Data::type::list};
    for (const auto& [word, holds] : all_warnings) {
        if (!holds(visit, overview)) continue;
        view::Data warning{word, true};
        warning["address"] = visit.request.address;
        warning["own_address"] = visit.site.base_url();
        list << warning;
    }
    return list;
}

}  // namespace cloakroom::web
