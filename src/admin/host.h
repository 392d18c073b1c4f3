// What there is to know of the host, as plain values; host_check.h judges it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/services.h"
#include "base/clock.h"
#include "base/file_system.h"

namespace cloakroom::admin {

// What a request tells of the host.
struct HostVisit {
    bool secure = false;          // it came over HTTPS
    bool told_https = false;      // so says a proxy that is not listed
    bool unlisted_proxy = false;  // it came through such a one
    std::string address{};        // whence it came
    std::string host{};           // by which name
    std::string path{};           // to which address, as the browser wrote it
    std::string base{};           // what stands before our own paths in it
    std::string script{};         // the program's address, as the server maps it: SCRIPT_NAME
    std::string document_root{};  // what the server shows at "/"
    std::string server{};         // its name
    bool over_fastcgi = false;
    std::optional<bool> cookies_return{};  // nothing: not tried yet
};

// Could the visitor's browser fetch a file from the private folder?
enum class FolderTest { not_done, refused, fetched };

// Where the parts of this installation are.
struct HostPlace {
    std::string program{};  // the file
    std::string private_folder{};
    std::string site_folder{};  // configured; empty: as the server says
    std::string base_url{};     // configured, or as the first user knew it; may be empty
    bool templates_missing = false;
};

struct Host {
    std::optional<HostVisit> visit{};  // nothing on the command line
    HostPlace place{};
    bool is_set_up = false;
    std::int64_t admins = 0;     // who may sign in
    std::string fcgi_library{};  // the version that we were built with, or empty

    Instant now{};
    std::optional<Instant> program_came{};  // since then the program file lies there
    std::optional<Seconds> files_ahead{};   // by so much the disk's clock is ahead of ours

    bool knows_document_root = false;
    std::vector<std::string> folder_addresses{};  // see addresses_on_site()
    FolderTest folder_test = FolderTest::not_done;
    bool folder_writable = true;
    bool folder_listed = true;              // its files could all be looked at
    std::vector<std::string> open_files{};  // those in the private folder that others may read or write

    FileSystem file_system{.type = 0, .name = "", .disk = Disk::local};  // of the private folder
    bool uses_wal = true;
    std::optional<std::uint64_t> free_bytes{};
    std::uint64_t database_bytes = 0;

    // Of the process; nothing: unlimited.
    std::optional<std::uint64_t> most_memory{};
    std::optional<std::uint64_t> most_processes{};
    std::optional<std::uint64_t> most_descriptors{};
    std::optional<bool> can_hash{};                        // nothing: not tried
    std::optional<std::chrono::milliseconds> hash_time{};  // of the processor

    unsigned program_mode = 0;  // rights of group and others to the program file and its folder
    bool has_htaccess = false;  // beside the program
    bool has_htaccess_text = false;
};

// Where the private folder may be found on the site, percent-encoded, "" being "/"; none: it is not on it. A proxy or
// an alias may make a difference, so there can be more than one.
std::vector<std::string> addresses_on_site(const HostPlace& place, const std::optional<HostVisit>& visit);

// A thorough look takes a turn at hashing, and writes a file.
enum class Look { quick, thorough };

Host look_at_host(auth::Services& services, HostPlace place, std::optional<HostVisit> visit, Look look);

}  // namespace cloakroom::admin
