#include "http/origin.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <initializer_list>

#include "http/text.h"

namespace cloakroom::http {

namespace {

using Ports = std::initializer_list<std::string_view>;

bool is_host(std::string_view host) {
    const bool is_ipv6 = host.starts_with('[') && host.ends_with(']');
    if (is_ipv6) host = host.substr(1, host.size() - 2);
    const std::string_view allowed = is_ipv6 ? "0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    return !host.empty() && host.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_port(std::string_view port) {
    const char* const end = port.data() + port.size();
    std::uint16_t number = 0;
    const auto parsed = std::from_chars(port.data(), end, number);
    return parsed.ec == std::errc() && parsed.ptr == end;
}

// "host" or "host:port" in lower case, without a port that is a default; empty if malformed.
std::string authority(std::string_view text, Ports defaults) {
    const auto colon = text.rfind(':');
    const bool has_port = colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos;
    const auto host = lower_case(text.substr(0, has_port ? colon : text.size()));
    if (!is_host(host)) return {};
    if (!has_port) return host;

    const auto port = text.substr(colon + 1);
    if (!is_port(port)) return {};
    return std::ranges::find(defaults, port) != defaults.end() ? host : host + ":" + std::string(port);
}

// Where a proxy ends TLS, the program sees another scheme than the browser: compare what is left.
bool is_host_of(std::string_view origin, std::string_view host_header) {
    const Ports defaults = {"80", "443"};
    const auto host = authority(host_header, defaults);
    return !host.empty() && host == authority(origin.substr(origin.find("://") + 3), defaults);
}

// Would a browser ask us (by OPTIONS, which we deny) before it sends this for another site?
bool needs_permission(const Request& request) {
    return request.json || request.method == Method::put || request.method == Method::remove;
}

}  // namespace

std::string origin_of(std::string_view url) {
    const auto colon = url.find("://");
    if (colon == std::string_view::npos) return {};
    const auto scheme = lower_case(url.substr(0, colon));
    if (scheme != "http" && scheme != "https") return {};

    const auto rest = url.substr(colon + 3);
    const auto host = authority(rest.substr(0, rest.find_first_of("/?#")), {scheme == "https" ? "443" : "80"});
    return host.empty() ? std::string() : scheme + "://" + host;
}

std::string path_of(std::string_view url) {
    const auto colon = url.find("://");
    if (colon == std::string_view::npos) return {};
    const auto slash = url.find('/', colon + 3);
    std::string path(slash == std::string_view::npos ? "" : url.substr(slash));
    while (path.ends_with('/')) path.pop_back();
    return path;
}

bool is_same_origin(const Request& request, std::string_view our_origin) {
    if (request.method == Method::get || request.method == Method::head) return true;
    if (!request.fetch_site.empty()) return request.fetch_site == "same-origin" || request.fetch_site == "none";

    if (request.origin.empty() && needs_permission(request)) return true;

    const auto origin = origin_of(request.origin);
    if (origin.empty()) return false;
    return our_origin.empty() ? is_host_of(origin, request.host) : origin == our_origin;
}

}  // namespace cloakroom::http
