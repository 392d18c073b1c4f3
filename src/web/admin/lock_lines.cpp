#include "web/admin/lock_lines.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "base/embedded.h"

namespace cloakroom::web {
namespace {

constexpr std::array<LockKind, 7> kinds = {{{"apache", "apache.htaccess", true},
                                            {"apache_cgi", "through-the-program.htaccess", true},
                                            {"apache_conf", "apache.conf", false},
                                            {"lighttpd", "lighttpd.conf", false},
                                            {"lighttpd_cgi", "through-the-program.lighttpd.conf", false},
                                            {"nginx", "nginx.conf", false},
                                            {"caddy", "Caddyfile", false}}};

struct Server {
    std::string_view name;  // as SERVER_SOFTWARE begins
    std::string_view over_fastcgi;
    std::string_view as_cgi;
};

constexpr std::array<Server, 5> servers = {{{"Apache", "apache", "apache_cgi"},
                                            {"LiteSpeed", "apache_cgi", "apache_cgi"},
                                            {"lighttpd", "lighttpd", "lighttpd_cgi"},
                                            {"nginx", "nginx", "nginx"},
                                            {"Caddy", "caddy", "caddy"}}};

struct Swap {
    std::string_view from;
    std::string to;
};

// In one go, so that nothing is replaced in what has just been put in. The first that fits counts.
std::string swapped(std::string_view text, const std::vector<Swap>& swaps) {
    std::string result;
    while (!text.empty()) {
        const auto swap = std::ranges::find_if(swaps, [text](const Swap& one) { return text.starts_with(one.from); });
        result += swap == swaps.end() ? std::string(text.substr(0, 1)) : swap->to;
        text.remove_prefix(swap == swaps.end() ? 1 : swap->from.size());
    }
    return result;
}

// Needs no quotes anywhere, and no escape in a regular expression but for its dots.
bool is_plain(std::string_view path) {
    return std::ranges::all_of(path, [](unsigned char c) {
        return std::isalnum(c) != 0 || c >= 0x80 ||
               std::string_view("/._~-").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

// The parts of Site::Options::command.
struct Program {
    std::string path;
    std::string configuration{};  // empty: it finds its own
};

Program program_of(const std::string& command) {
    constexpr std::string_view option = " --config ";
    const auto at = command.find(option);
    if (at == std::string::npos) return {command};
    return {command.substr(0, at), command.substr(at + option.size())};
}

}  // namespace

std::span<const LockKind> lock_kinds() {
    return kinds;
}

const LockKind* kind_of_server(const http::Request& request) {
    const auto* const server =
        std::ranges::find_if(servers, [&](const Server& one) { return request.server.starts_with(one.name); });
    if (server == servers.end()) return nullptr;
    return std::ranges::find(kinds, request.over_fastcgi ? server->over_fastcgi : server->as_cgi, &LockKind::word);
}

std::optional<std::string> lock_lines(const Visit& visit, const LockKind& kind, const std::string& folder) {
    const std::string& command = visit.site.options.command;
    const std::string& base = visit.request.base;
    const auto [program, configuration] = program_of(command);
    const bool is_plain_text = is_plain(folder) && is_plain(program) && is_plain(configuration);
    if (!is_plain_text || (folder.empty() && !kind.in_folder)) return std::nullopt;
    const auto slash = std::min(program.rfind('/'), program.size());
    const std::string in_expression = swapped(folder, {{".", "\\."}});
    std::vector<Swap> swaps = {
        {"/home/ME/public_html/door/cloakroom.fcgi", configuration.empty() ? program : '"' + command + '"'},
        {"/srv/cloakroom", program.substr(0, slash)},
        {"/door/cloakroom.fcgi", base + program.substr(slash)},
        {"^/members(", "^" + in_expression + "("},
        {"/members", folder}};
    if (!base.empty()) swaps.push_back({"/door", base});
    return swapped(embedded::lock(kind.file), swaps);
}

}  // namespace cloakroom::web
