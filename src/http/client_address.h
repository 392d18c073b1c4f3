// Whose request is it, if a proxy may stand in front of the web server?
//
// The server's word counts: REMOTE_ADDR, HTTPS. X-Forwarded-For and X-Forwarded-Proto,
// which anybody can send, are believed only of a proxy that the configuration lists.
#pragma once

#include <span>
#include <string>

#include "base/ip_address.h"
#include "http/environment.h"

namespace cloakroom::http {

struct Client {
    std::string address;          // the IP address; REMOTE_ADDR wherever nothing better is certain
    bool secure = false;          // came over HTTPS
    bool unlisted_proxy = false;  // a header tells of a proxy that is not listed: many may share this address
    bool told_https = false;      // says who is not listed: it came to him over HTTPS
};

// Of the addresses in X-Forwarded-For the client's is the last that is no listed proxy's:
// what stands before it he may have made up. If the header came twice (X_Forwarded_For has
// the same name in CGI), or what stands there is no address (a port, a bracket, a zone),
// REMOTE_ADDR is taken.
Client client_of(const Environment& environment, std::span<const IpNetwork> trusted_proxies);

}  // namespace cloakroom::http
