// The one rule against requests that another site makes a browser send.
#pragma once

#include <string_view>

#include "http/request.h"

namespace cloakroom::http {

// May this request change something? GET and HEAD always: they change nothing.
// Otherwise Sec-Fetch-Site, if sent, must be "same-origin" or "none"; else Origin, if
// sent, must be ours; with neither only what no browser sends across sites without
// asking first: JSON, PUT and DELETE. Ours is `our_origin` ("https://club.example"), or, while that is empty, the host
// and port of the Host header with any scheme, since TLS may end at a proxy.
bool is_same_origin(const Request& request, std::string_view our_origin);

// The origin ("https://club.example:8443") of a base URL, or of an Origin header;
// empty if it is not http or https or is malformed.
std::string origin_of(std::string_view url);

// The path of a base URL: "/door" of "https://club.example/door", "" of
// "https://club.example". No trailing slash.
std::string path_of(std::string_view url);

}  // namespace cloakroom::http
