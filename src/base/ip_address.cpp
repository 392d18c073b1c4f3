#include "base/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <span>

#include "base/text.h"

namespace cloakroom {
namespace {

constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int mapped_bits = 96;

bool is_ipv4(const IpAddress& address) {
    return std::ranges::equal(mapped, std::span(address).first<mapped.size()>());
}

IpAddress masked(IpAddress address, int bits) {
    for (int at = 0; at < static_cast<int>(address.size()); ++at) {
        const int kept = std::clamp(bits - at * 8, 0, 8);
        address[static_cast<std::size_t>(at)] &= static_cast<unsigned char>(0xFF00U >> static_cast<unsigned>(kept));
    }
    return address;
}

std::optional<int> parse_bits(std::string_view text, int most) {
    const auto bits = parse_number(text);
    return bits && *bits >= 0 && *bits <= most ? std::optional(static_cast<int>(*bits)) : std::nullopt;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string terminated(text);
    IpAddress address{};
    if (inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
    std::ranges::copy(mapped, address.begin());
    if (inet_pton(AF_INET, terminated.c_str(), address.data() + mapped.size()) == 1) return address;
    return std::nullopt;
}

std::string text_of(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_ipv4(address)) return inet_ntop(AF_INET, address.data() + mapped.size(), text.data(), text.size());
    return inet_ntop(AF_INET6, address.data(), text.data(), text.size());
}

bool IpNetwork::contains(const IpAddress& address) const {
    return masked(address, bits) == masked(first, bits);
}

std::optional<IpNetwork> parse_ip_network(std::string_view text) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto address = parse_ip_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    if (slash == text.size()) return IpNetwork{*address, 128};
    const int before = text.find(':') == std::string_view::npos ? mapped_bits : 0;
    const auto bits = parse_bits(text.substr(slash + 1), 128 - before);
    if (!bits) return std::nullopt;
    return IpNetwork{*address, before + *bits};
}

std::string customer_network(std::string_view address) {
    const auto parsed = parse_ip_address(address);
    if (!parsed) return std::string(address);
    return text_of(masked(*parsed, is_ipv4(*parsed) ? mapped_bits + 24 : 64));
}

}  // namespace cloakroom
