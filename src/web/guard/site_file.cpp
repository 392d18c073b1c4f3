#include "web/guard/site_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/errors.h"
#include "http/entity_tag.h"
#include "web/guard/media_type.h"

namespace cloakroom::web {
namespace {

using Kind = SiteFile::Kind;

// Throws if the failure says nothing about the file.
Kind kind_by_error(int error, const std::string& path) {
    constexpr std::array missing = {ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO, ENODEV};
    if (std::ranges::find(missing, error) != missing.end()) return Kind::missing;
    if (error == EACCES || error == EPERM) return Kind::shut;
    throw Unavailable("cannot open " + path + ": " + std::generic_category().message(error));
}

bool is_within(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder + "/");
}

bool is_shut(const SiteFolder& site, const std::string& path) {
    return std::ranges::any_of(site.shut, [&path](const std::string& shut) {
        std::error_code unknown;
        return is_within(path, std::filesystem::weakly_canonical(shut, unknown).string()) || is_within(path, shut);
    });
}

bool has_shut_name(const std::string& address) {
    return address.find("/.") != std::string::npos || address.find('\0') != std::string::npos ||
           is_program_source(address.substr(address.rfind('/') + 1));
}

std::string real_folder(const SiteFolder& site) {
    std::error_code failed;
    const std::string path = std::filesystem::canonical(site.path, failed).string();
    if (failed) {
        throw Unavailable("the site's folder \"" + site.path + "\" cannot be found: " + failed.message() +
                          "; name it with site_folder in cloakroom.conf");
    }
    return path;
}

// A folder on the way may have become a link since it was looked at.
bool is_where_it_was_found(const SiteFile& found) {
    std::error_code unknown;
    const auto now = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(found.content.get()), unknown);
    return !unknown && now == found.path;
}

void open_file(SiteFile& found) {
    // Whatever it is, opening must neither wait nor follow a link that was not there before.
    found.content = Descriptor(::open(found.path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC));
    struct stat status {};
    if (!found.content.is_open() || fstat(found.content.get(), &status) != 0) {
        found.kind = kind_by_error(errno, found.path);
        return;
    }
    if (!is_where_it_was_found(found)) {
        found.kind = Kind::shut;
        return;
    }
    if (S_ISDIR(status.st_mode)) {
        found.kind = Kind::folder;
        return;
    }
    if (!S_ISREG(status.st_mode)) return;
    constexpr mode_t anybody_executes = S_IXUSR | S_IXGRP | S_IXOTH;
    found.kind = (status.st_mode & anybody_executes) != 0 ? Kind::shut : Kind::file;
    found.size = status.st_size;
    found.changed = Instant{Seconds{status.st_mtim.tv_sec}};
    found.tag = http::entity_tag(std::to_string(status.st_dev) + " " + std::to_string(status.st_ino) + " " +
                                 std::to_string(status.st_size) + " " + std::to_string(status.st_mtim.tv_sec) + " " +
                                 std::to_string(status.st_mtim.tv_nsec));
}

}  // namespace

SiteFile find_site_file(const SiteFolder& site, const std::string& address) {
    const std::string root = real_folder(site);
    SiteFile found;
    if (has_shut_name(address)) return {.kind = Kind::shut};

    std::error_code failed;
    found.path = std::filesystem::canonical(root + address, failed).string();
    if (failed) return {.kind = kind_by_error(failed.value(), root + address)};
    if (!is_within(found.path, root) || is_shut(site, found.path)) return {.kind = Kind::shut};
    found.address = found.path.substr(root.size());
    if (has_shut_name(found.address)) return {.kind = Kind::shut};
    open_file(found);
    return found;
}

}  // namespace cloakroom::web
