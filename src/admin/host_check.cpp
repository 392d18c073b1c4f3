#include "admin/host_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace cloakroom::admin {
namespace {

using enum Level;
using Perhaps = std::optional<Finding>;

constexpr std::uint64_t megabyte = 1U << 20U;

// "localhost:8080" becomes "localhost", "[::1]:80" becomes "[::1]".
std::string without_port(const std::string& host) {
    const auto colon = host.rfind(':');
    return colon == std::string::npos || host.find(']', colon) != std::string::npos ? host : host.substr(0, colon);
}

// On the owner's own machine nobody listens on the way.
bool is_this_machine(const std::string& host_and_port) {
    const std::string host = without_port(host_and_port);
    return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]";
}

// What follows the scheme in a base URL: "club.example/door".
std::string after_scheme(const std::string& url) {
    const auto at = url.find("://");
    return at == std::string::npos ? "" : url.substr(at + 3);
}

std::string host_of(const std::string& url) {
    const std::string rest = after_scheme(url);
    return rest.substr(0, rest.find('/'));
}

bool reads_htaccess(const Host& host) {
    const auto names = [&host](const char* server) { return host.visit->server.find(server) != std::string::npos; };
    return host.visit && (names("Apache") || names("LiteSpeed"));
}

std::string in_megabytes(std::uint64_t bytes) {
    return std::to_string(bytes / megabyte);
}

// Where they are not in order, nobody comes as far as this.
Perhaps check_configuration(const Host& /*host*/) {
    return Finding{"in_order"};
}

Perhaps check_https(const Host& host) {
    const std::string& url = host.place.base_url;
    if (!host.visit && url.empty()) return std::nullopt;
    const bool secure = host.visit ? host.visit->secure : url.starts_with("https://");
    if (secure) return Finding{"https_works"};
    if (host.visit && host.visit->told_https) {
        return Finding{"tls_at_proxy", bad, {{"proxy", host.visit->address}}};
    }
    if (is_this_machine(host.visit ? host.visit->host : host_of(url))) return Finding{"this_machine"};
    return Finding{"plain_http", bad};
}

Perhaps check_proxy(const Host& host) {
    if (!host.visit || !host.visit->unlisted_proxy || host.visit->told_https) return std::nullopt;
    return Finding{"unlisted_proxy", advice, {{"proxy", host.visit->address}}};
}

// Forms are compared with this address, and links to it are given away.
Perhaps check_address(const Host& host) {
    const std::string& own = host.place.base_url;
    if (own.empty()) return host.is_set_up ? Perhaps(Finding{"no_base_url", advice}) : std::nullopt;
    const bool is_other = host.visit && !host.visit->host.empty() && host.visit->host != host_of(own);
    return Finding{is_other ? "other_address" : "own_address", is_other ? advice : good, {{"own", own}}};
}

// Cookies belong to a whole host: who has a page on it can plant and read them.
Perhaps check_neighbours(const Host& host) {
    const std::string rest = after_scheme(host.place.base_url);
    const auto slash = rest.find('/');
    const std::string path = host.visit ? host.visit->path : slash == std::string::npos ? "" : rest.substr(slash);
    if (!host.visit && rest.empty()) return std::nullopt;
    const bool is_shared = path.starts_with("/~") || path.starts_with("/%7E") || path.starts_with("/%7e");
    return is_shared ? Finding{"neighbours", bad} : Finding{"own_host"};
}

Perhaps check_cookies(const Host& host) {
    if (!host.visit || !host.visit->cookies_return) return std::nullopt;
    return *host.visit->cookies_return ? Finding{"cookies_return"} : Finding{"cookies_lost", bad};
}

// Nobody could upload the program before it was written, nor later than now.
Perhaps check_clock(const Host& host) {
    constexpr Instant written = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};
    constexpr std::chrono::days tolerance{1};
    constexpr std::chrono::minutes tolerance_of_files{2};
    if (host.now < written || (host.program_came && host.now + tolerance < *host.program_came)) {
        return Finding{"clock_wrong", bad};
    }
    if (host.files_ahead && std::chrono::abs(*host.files_ahead) > tolerance_of_files) {
        return Finding{"clock_of_files", advice, {{"seconds", std::to_string(host.files_ahead->count())}}};
    }
    return Finding{"clock_right"};
}

Perhaps check_private_folder(const Host& host) {
    if (host.folder_addresses.empty()) {
        return host.knows_document_root ? Finding{"folder_outside"} : Finding{"folder_unknown", advice};
    }
    switch (host.folder_test) {
        case FolderTest::refused:
            return Finding{"folder_shut", advice};
        case FolderTest::fetched:
            return Finding{"folder_open", bad};
        case FolderTest::not_done:
            break;
    }
    return Finding{"folder_untested", bad};
}

Perhaps check_rights(const Host& host) {
    if (!host.folder_writable) return Finding{"folder_not_writable", bad};
    if (!host.folder_listed) return Finding{"files_not_listed", advice};
    if (host.open_files.empty()) return Finding{"files_private"};
    return Finding{"files_open", bad, {{"file", host.open_files.front()}}};
}

Perhaps check_disk(const Host& host) {
    const std::string system = host.file_system.name;
    if (host.file_system.disk == Disk::in_memory) return Finding{"disk_in_memory", bad, {{"system", system}}};
    if (host.file_system.disk == Disk::remote && host.uses_wal)
        return Finding{"disk_remote", bad, {{"system", system}}};
    if (!host.uses_wal) return Finding{"disk_without_wal", bad, {{"system", system}}};
    if (system.empty()) return Finding{"disk_unknown", advice};
    return Finding{"disk_local", good, {{"system", system}}};
}

// A backup needs room for the database twice.
Perhaps check_space(const Host& host) {
    constexpr std::uint64_t reserve = 64 * megabyte;
    if (!host.free_bytes) return std::nullopt;
    const bool is_full = *host.free_bytes < 2 * host.database_bytes + reserve;
    return Finding{
        is_full ? "disk_full" : "disk_free", is_full ? bad : good, {{"free", in_megabytes(*host.free_bytes)}}};
}

// 40 MB are enough for a hash and all else; some more leave room for what grows.
Perhaps check_memory(const Host& host) {
    constexpr std::uint64_t needed = 48 * megabyte;
    if (host.can_hash == false) return Finding{"memory_none", bad};
    if (!host.most_memory) return Finding{"memory_unlimited"};
    const bool is_little = *host.most_memory < needed;
    return Finding{is_little ? "memory_little" : "memory_enough",
                   is_little ? advice : good,
                   {{"megabytes", in_megabytes(*host.most_memory)}}};
}

Perhaps check_hashing(const Host& host) {
    constexpr std::chrono::milliseconds slow{500};
    constexpr std::chrono::milliseconds quick{4};
    if (!host.hash_time) return std::nullopt;
    const std::map<std::string, std::string> figures = {{"milliseconds", std::to_string(host.hash_time->count())}};
    if (*host.hash_time > slow) return Finding{"hashing_slow", advice, figures};
    if (*host.hash_time < quick) return Finding{"hashing_quick", advice, figures};
    return Finding{"hashing_right", good, figures};
}

Perhaps check_processes(const Host& host) {
    constexpr std::uint64_t enough = 16;
    if (!host.most_processes) return Finding{"processes_unlimited"};
    const bool are_few = *host.most_processes < enough;
    return Finding{are_few ? "processes_few" : "processes_enough",
                   are_few ? advice : good,
                   {{"processes", std::to_string(*host.most_processes)}}};
}

// One request has a dozen open at once.
Perhaps check_descriptors(const Host& host) {
    constexpr std::uint64_t enough = 24;
    if (!host.most_descriptors) return Finding{"descriptors_unlimited"};
    const bool are_few = *host.most_descriptors < enough;
    return Finding{are_few ? "descriptors_few" : "descriptors_enough",
                   are_few ? advice : good,
                   {{"descriptors", std::to_string(*host.most_descriptors)}}};
}

Perhaps check_server(const Host& host) {
    if (!host.visit) return std::nullopt;
    const bool keeps = host.visit->over_fastcgi;
    return Finding{keeps ? "server_fastcgi" : "server_cgi",
                   keeps ? good : advice,
                   {{"server", host.visit->server.empty() ? "?" : host.visit->server}}};
}

// What lies beside the program says how its addresses ought to look.
Perhaps check_rewriting(const Host& host) {
    if (!reads_htaccess(host)) return std::nullopt;
    const std::string& program = host.place.program;
    const std::string name = program.substr(program.rfind('/') + 1);
    if (name.empty()) return std::nullopt;
    // A program in /cgi-bin/ is asked by a .htaccess elsewhere: then its name is not shown.
    const bool is_shown = host.visit->path.find("/" + name) != std::string::npos;
    if (is_shown && !host.has_htaccess && host.has_htaccess_text) return Finding{"htaccess_missing", bad};
    if (!host.has_htaccess) return std::nullopt;
    return is_shown ? Finding{"rewriting_missing", advice} : Finding{"rewriting_works"};
}

Perhaps check_program(const Host& host) {
    constexpr unsigned everybody = 02;
    if (!host.program_came) return std::nullopt;
    if (host.program_mode == 0) return Finding{"program_safe"};
    return Finding{"program_open", (host.program_mode & everybody) != 0 ? bad : advice};
}

Perhaps check_templates(const Host& host) {
    return host.place.templates_missing ? Perhaps(Finding{"templates_missing", advice}) : std::nullopt;
}

Perhaps check_admins(const Host& host) {
    return host.admins == 1 ? Perhaps(Finding{"no_admin_beside", advice}) : std::nullopt;
}

// Of "2.4.2-2+deb12u1" it is 2, 4, 2; nothing of what does not begin with three numbers.
std::optional<std::array<int, 3>> version_numbers(std::string_view version) {
    std::array<int, 3> numbers{};
    for (std::size_t at = 0; int& number : numbers) {
        const auto read = std::from_chars(version.data() + at, version.data() + version.size(), number);
        if (read.ec != std::errc()) return std::nullopt;
        at = static_cast<std::size_t>(read.ptr - version.data());
        if (at < version.size() && version[at] == '.') ++at;
    }
    return numbers;
}

// libfcgi before 2.4.5 can be made to write where it must not (CVE-2025-23016), unless the
// distribution has mended it: Debian did in 2.4.2-2+deb12u1.
Perhaps check_fcgi_library(const Host& host) {
    constexpr std::array mended_in = {2, 4, 5};
    const std::string& version = host.fcgi_library;
    const auto numbers = version_numbers(version);
    if (!numbers) return Finding{"fcgi_unknown", advice};
    const bool is_mended = *numbers >= mended_in || version.starts_with("2.4.2-2+deb12u");
    return Finding{is_mended ? "fcgi_mended" : "fcgi_old", is_mended ? good : bad, {{"version", version}}};
}

struct Check {
    std::string_view name;
    Perhaps (*make)(const Host& host);
};

constexpr auto checks = std::to_array<Check>({{"configuration", check_configuration},
                                              {"https", check_https},
                                              {"proxy", check_proxy},
                                              {"address", check_address},
                                              {"neighbours", check_neighbours},
                                              {"cookies", check_cookies},
                                              {"clock", check_clock},
                                              {"private_folder", check_private_folder},
                                              {"rights", check_rights},
                                              {"disk", check_disk},
                                              {"space", check_space},
                                              {"memory", check_memory},
                                              {"hashing", check_hashing},
                                              {"processes", check_processes},
                                              {"descriptors", check_descriptors},
                                              {"server", check_server},
                                              {"rewriting", check_rewriting},
                                              {"program", check_program},
                                              {"templates", check_templates},
                                              {"admins", check_admins},
                                              {"fcgi_library", check_fcgi_library}});

// The bad findings that none may take upon himself.
constexpr auto stopping = std::to_array<std::string_view>(
    {"cookies_lost", "folder_open", "folder_untested", "folder_not_writable", "memory_none", "program_open"});

}  // namespace

std::string_view word(Level level) {
    constexpr std::array<std::string_view, 3> words = {"good", "advice", "bad"};
    return words.at(static_cast<std::size_t>(level));
}

std::vector<Finding> check_host(const Host& host) {
    std::vector<Finding> found;
    for (const Check& check : checks) {
        if (auto finding = check.make(host)) {
            finding->check = check.name;
            found.push_back(std::move(*finding));
        }
    }
    return found;
}

bool warns_before_set_up(const Finding& finding) {
    return finding.level == bad && !stops_set_up(finding);
}

bool stops_set_up(const Finding& finding) {
    return finding.level == bad && std::ranges::find(stopping, finding.word) != stopping.end();
}

}  // namespace cloakroom::admin
