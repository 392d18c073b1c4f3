// IP addresses and networks, read strictly: no names, ports, brackets or zones.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace cloakroom {

// As IPv6; IPv4 is mapped into it (RFC 4291 section 2.5.5.2), so that there is one kind.
using IpAddress = std::array<unsigned char, 16>;

// Nothing for any text that is not one address and no more.
std::optional<IpAddress> parse_ip_address(std::string_view text);

// "192.0.2.7" also for the address mapped into IPv6.
std::string text_of(const IpAddress& address);

struct IpNetwork {
    IpAddress first;
    int bits;  // how many of its 128 bits the addresses of the network have in common

    bool contains(const IpAddress& address) const;
};

// "192.0.2.0/24", "2001:db8::/32", or one address. Nothing for any other text.
std::optional<IpNetwork> parse_ip_network(std::string_view text);

// The part of an address that one customer may have for himself, as text: the first 24 bits
// of IPv4, the first 64 of IPv6. Text that is no address stays as it is.
std::string customer_network(std::string_view address);

}  // namespace cloakroom
