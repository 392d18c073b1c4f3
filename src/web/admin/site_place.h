// Where the folders of the site lie, and ours.
#pragma once

#include "admin/folder_lock.h"
#include "web/visit.h"

namespace cloakroom::web {

inline admin::SitePlace site_place(const Visit& visit) {
    const auto& options = visit.site.options;
    const std::string& root = options.site_folder.empty() ? visit.request.document_root : options.site_folder;
    return {.root = root, .ours = options.never_sent};
}

}  // namespace cloakroom::web
