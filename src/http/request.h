// One request as a plain value: all that a page may know of it.
//
// The standards: RFC 3875 (CGI), RFC 9110 (HTTP), the URL-encoded form of the
// WHATWG URL standard.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "http/environment.h"

namespace cloakroom::http {

enum class Method { get, head, post, put, remove, other };  // remove is DELETE, a keyword of C++

// Form or query fields by name. A name never occurs twice: such a request is
// refused as a whole (Request::problem).
using Fields = std::map<std::string, std::string, std::less<>>;

struct Request {
    Method method = Method::get;
    std::string path = "/";  // the route inside Cloakroom, normalised, decoded: "/", "/home"
    std::string target;      // the address that was asked for, as the client sent it: path and query
    std::string mapped;      // where the server has found that on its disk, as a path below its document root; or empty
    std::string base;        // what stands before it in links: "" or "/door", percent-encoded, no trailing slash
    Fields query;
    Fields form;                      // empty unless the method is POST
    std::optional<std::string> json;  // the body of a POST or PUT, not read yet, if its type is application/json
    std::string if_match;             // these six headers as they came
    std::string if_none_match;
    std::string if_modified_since;
    std::string if_unmodified_since;
    std::string if_range;
    std::string range;
    std::string server;         // SERVER_SOFTWARE: the web server's name, perhaps with its version, or empty
    bool over_fastcgi = false;  // it keeps us running
    // SCRIPT_NAME: the address of the program, as the server maps it.
    std::string script_name;
    // DOCUMENT_ROOT, or empty: the folder that the server shows at "/".
    std::string document_root;
    // X-Cloakroom-Secret as it came, or empty: what programs on the server are known by.
    std::string program_secret;
    std::string cookies;     // the Cookie header as it came, at most 8 KiB; see cookie.h
    std::string host;        // the Host header as it came: not to be trusted, never put into a link
    std::string origin;      // the Origin header, or empty
    std::string fetch_site;  // Sec-Fetch-Site, or empty (old browsers; plain HTTP outside localhost)
    std::string fetch_dest;  // Sec-Fetch-Dest, likewise
    std::string accept;      // the Accept header, or empty
    std::string address;     // the client's IP address; see client_address.h
    std::string browser;     // User-Agent, cut at 256 bytes, made valid UTF-8
    std::string id;          // 16 random hexadecimal digits: stands in the log and on error pages
    bool secure = false;     // came over HTTPS, says the server or a listed proxy

    // Came through a proxy that is not listed, it seems: `address` may be that of many.
    bool unlisted_proxy = false;
    bool told_https = false;  // it says that the request came to it over HTTPS

    // Set when the request must be refused before any page sees it: the status
    // to answer with (400, 411, 413 or 415). Then `form`, `query` and `json` are empty.
    std::optional<int> problem;
};

// Reads up to `size` bytes of the body into `data`; returns how many, 0 at its end.
using BodyReader = std::function<std::size_t(char* data, std::size_t size)>;

// What the caller knows of this installation and the environment does not.
struct Installation {
    // "cloakroom.fcgi": stripped from the head of a route
    std::string program_name;
    // The path of the configuration's base URL: it wins.
    std::optional<std::string> set_base = std::nullopt;
    // That of the base URL in the database, if it is there. Asked only where the address does not tell the base.
    std::function<std::optional<std::string>()> stored_base = [] { return std::nullopt; };
    // Of these it is believed what they tell of the client.
    std::span<const IpNetwork> trusted_proxies{};
};

// At these addresses the server speaks of a page of the site: form and query are for that.
bool is_about_the_site(std::string_view path);

// Makes the Request. Never throws for anything a client can send: what must be
// refused is told in Request::problem. In the role AUTHORIZER of FastCGI, in which the
// server asks whether its visitor may see `target`, it is a GET of "/authorize" without
// a body. Where it is about a page of the site, form and query are that page's, and are
// left alone. Reads the body only for a POST or PUT that passes the guard (body.h), and
// never more than its limit.
Request read_request(const Environment& environment, const BodyReader& body, const Installation& installation);

}  // namespace cloakroom::http
