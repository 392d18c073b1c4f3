#include "http/client_address.h"

#include <algorithm>
#include <optional>

namespace cloakroom::http {
namespace {

bool is_trusted(std::string_view address, std::span<const IpNetwork> proxies) {
    const auto parsed = parse_ip_address(address);
    return parsed && std::ranges::any_of(proxies, [&](const IpNetwork& network) { return network.contains(*parsed); });
}

// Takes the last entry of a comma-separated list off, without the blanks around it.
std::string_view take_last(std::string_view& list) {
    const auto comma = list.rfind(',');
    std::string_view entry = list.substr(comma + 1);  // npos + 1 is 0
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    const auto first = entry.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return entry.substr(first, entry.find_last_not_of(" \t") + 1 - first);
}

// Nothing if the proxies do not tell it.
std::optional<std::string> forwarded_address(std::string_view list, std::span<const IpNetwork> proxies) {
    while (!list.empty()) {
        const auto address = parse_ip_address(take_last(list));
        if (!address) return std::nullopt;
        const std::string text = text_of(*address);
        if (!is_trusted(text, proxies)) return text;
    }
    return std::nullopt;
}

// A server's own module (mod_remoteip, mod_extforward) may have put the address in REMOTE_ADDR already.
bool names(std::string_view list, std::string_view address) {
    while (!list.empty()) {
        if (take_last(list) == address) return true;
    }
    return false;
}

}  // namespace

Client client_of(const Environment& environment, std::span<const IpNetwork> trusted_proxies) {
    const auto sender = environment.get("REMOTE_ADDR");
    Client client{.address = std::string(sender), .secure = is_https(environment)};
    const auto list = environment.get("HTTP_X_FORWARDED_FOR");
    if (!is_trusted(sender, trusted_proxies)) {
        client.unlisted_proxy = !list.empty() && !names(list, sender);
        client.told_https = environment.get("HTTP_X_FORWARDED_PROTO") == "https";
        return client;
    }
    if (environment.has_one("HTTP_X_FORWARDED_FOR")) {
        client.address = forwarded_address(list, trusted_proxies).value_or(client.address);
    }
    const auto scheme = environment.get("HTTP_X_FORWARDED_PROTO");
    if (environment.has_one("HTTP_X_FORWARDED_PROTO") && (scheme == "https" || scheme == "http")) {
        client.secure = scheme == "https";
    }
    return client;
}

}  // namespace cloakroom::http
