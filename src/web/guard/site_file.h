// Finds what lies on disk at an address of the site, if that may be sent to anybody.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"

namespace cloakroom::web {

struct SiteFolder {
    std::string path;               // what the site shows at "/"
    std::vector<std::string> shut;  // files and folders never sent: our own program and private folder
};

struct SiteFile {
    enum class Kind {
        file,
        folder,
        missing,  // nothing, or neither file nor folder
        shut      // not for sending: see find_site_file()
    };
    Kind kind = Kind::missing;
    std::string path{};     // where it really lies, all links followed
    std::string address{};  // and so its own address: the visitor must be allowed to see this one, too

    // Of a file only:
    Descriptor content{};
    std::int64_t size = 0;  // bytes
    Instant changed{};
    std::string tag{};  // its ETag: another one for each change
};

// `address` is decoded and in normal form (base/path.h). Shut are, under any address:
// what lies outside the site's folder once links are followed; names that begin with a
// dot, of folders too; sources of programs, by their name (media_type.h); what may be
// executed; what this program may not read; SiteFolder::shut. Throws Unavailable if the
// site's folder is not known, or the disk fails.
SiteFile find_site_file(const SiteFolder& site, const std::string& address);

}  // namespace cloakroom::web
