#include "admin/host.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "admin/folder_canary.h"
#include "admin/overview.h"
#include "base/encoding.h"
#include "base/errors.h"
#include "base/path.h"
#include "base/temporary_file.h"

// Told by the Makefile.
#ifndef CLOAKROOM_FCGI_LIBRARY
#define CLOAKROOM_FCGI_LIBRARY ""
#endif

namespace cloakroom::admin {
namespace {

namespace fs = std::filesystem;

constexpr unsigned others = 077;

// What follows `root` in the path of the folder, as it stands in an address: "" if it is the root itself, nothing if it
// lies elsewhere.
std::optional<std::string> below(const std::string& folder, const std::string& root) {
    const std::string shown = root == "/" ? "" : without_links(root);
    if (!(folder + "/").starts_with(shown + "/")) return std::nullopt;
    return percent_encode_path(folder.substr(shown.size()));
}

std::string folder_of(const std::string& program) {
    return program.substr(0, program.rfind('/'));
}

// The folders that are known to be shown at "/".
std::vector<std::string> document_roots(const HostPlace& place, const std::optional<HostVisit>& visit) {
    std::vector<std::string> found;
    // lighttpd names the folder to which an alias leads: that is not what it shows at "/".
    const bool is_of_alias = visit && !visit->base.empty() && visit->document_root == folder_of(place.program);
    if (visit && !visit->document_root.empty() && !is_of_alias) found.push_back(visit->document_root);
    if (!place.site_folder.empty()) found.push_back(place.site_folder);
    return found;
}

std::optional<std::uint64_t> limit_of(__rlimit_resource resource) {
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    return limit.rlim_cur;
}

// Adds the files in this folder below the private one, "" for that itself, which others may read or write.
void look_at_files(Host& host, const std::string& below) {
    const fs::path folder = fs::path(host.place.private_folder) / below;
    std::error_code failed;
    for (auto entry = fs::directory_iterator(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        struct stat status {};
        if (lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        // What we write to shut the folder is no secret.
        if ((status.st_mode & others) != 0 && entry->path().filename() != ".htaccess") {
            host.open_files.push_back((fs::path(below) / entry->path().filename()).string());
        }
    }
    if (failed && failed != std::errc::no_such_file_or_directory) host.folder_listed = false;
}

void look_at_folder(Host& host) {
    host.folder_writable = access(host.place.private_folder.c_str(), W_OK | X_OK) == 0;
    for (const char* below : {"", "backups"}) look_at_files(host, below);
    std::ranges::sort(host.open_files);
}

void look_at_program(Host& host) {
    if (host.place.program.empty()) return;
    const fs::path folder = fs::path(host.place.program).parent_path();
    struct stat file {};
    struct stat around {};
    if (stat(host.place.program.c_str(), &file) != 0 || stat(folder.c_str(), &around) != 0) return;
    host.program_came = Instant{Seconds{file.st_ctim.tv_sec}};
    // In a folder with the sticky bit nobody replaces what belongs to others.
    const unsigned folder_mode = (around.st_mode & S_ISVTX) != 0 ? 0U : around.st_mode;
    host.program_mode = (file.st_mode | folder_mode) & (S_IWGRP | S_IWOTH);
    std::error_code failed;
    host.has_htaccess = fs::exists(folder / ".htaccess", failed);
    host.has_htaccess_text = fs::exists(folder / "htaccess.txt", failed);
}

void measure_hashing(Host& host, const auth::Passwords& passwords) {
    try {
        host.hash_time = passwords.measure();
        host.can_hash = host.hash_time.has_value();
    } catch (const Unavailable&) {
        // Too many people sign in just now: another time.
    }
}

void measure_clock_of_files(Host& host) {
    try {
        const TemporaryFile made(host.place.private_folder);
        struct stat status {};
        if (stat(made.path().c_str(), &status) != 0) return;
        host.files_ahead = Instant{Seconds{status.st_mtim.tv_sec}} - SystemClock().now();
    } catch (const Unavailable&) {
        host.folder_writable = false;
    }
}

}  // namespace

// What lies below the document root is on the site, and so is what lies beside the program,
// which is part of the site wherever it lies.
std::vector<std::string> addresses_on_site(const HostPlace& place, const std::optional<HostVisit>& visit) {
    std::vector<std::string> found;
    const auto add = [&found](const std::string& address) {
        if (std::ranges::find(found, address) == found.end()) found.push_back(address);
    };
    const std::string folder = without_links(place.private_folder);
    for (const std::string& root : document_roots(place, visit)) {
        if (const auto address = below(folder, root)) add(*address);
    }
    const std::string around_program = folder_of(place.program);
    const auto beside = around_program.empty() ? std::nullopt : below(folder, around_program);
    if (!beside) return found;
    add(visit ? visit->base + *beside : *beside);
    const std::string name = place.program.substr(around_program.size());
    if (visit && visit->script.ends_with(name)) {
        add(percent_encode_path(visit->script.substr(0, visit->script.size() - name.size())) + *beside);
    }
    return found;
}

Host look_at_host(auth::Services& services, HostPlace place, std::optional<HostVisit> visit, Look look) {
    Host host{.visit = std::move(visit), .place = std::move(place)};
    host.is_set_up = !services.users.is_empty();
    host.admins = count_admins(services.database);
    host.fcgi_library = CLOAKROOM_FCGI_LIBRARY;
    host.now = SystemClock().now();
    host.knows_document_root = !document_roots(host.place, host.visit).empty();
    host.folder_addresses = addresses_on_site(host.place, host.visit);
    if (services.properties.shut_folder() == folder_mark(host.place.private_folder))
        host.folder_test = FolderTest::refused;
    host.file_system = file_system_of(host.place.private_folder);
    std::error_code failed;
    const auto space = fs::space(host.place.private_folder, failed);
    if (!failed) host.free_bytes = space.available;
    host.uses_wal = services.database.uses_wal();
    host.database_bytes = static_cast<std::uint64_t>(database_size(services.database));
    host.most_memory = limit_of(RLIMIT_AS);
    if (const auto data = limit_of(RLIMIT_DATA)) host.most_memory = std::min(*data, host.most_memory.value_or(*data));
    host.most_processes = limit_of(RLIMIT_NPROC);
    host.most_descriptors = limit_of(RLIMIT_NOFILE);
    look_at_folder(host);
    look_at_program(host);
    if (look == Look::thorough) {
        measure_hashing(host, services.passwords);
        measure_clock_of_files(host);
    }
    return host;
}

}  // namespace cloakroom::admin
