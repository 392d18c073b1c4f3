#include "http/request.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/random.h"
#include "http/base_url.h"
#include "http/body.h"
#include "http/client_address.h"
#include "http/form.h"
#include "http/text.h"

namespace cloakroom::http {

bool is_about_the_site(std::string_view path) {
    constexpr std::array<std::string_view, 5> addresses = {"/authorize", "/check", "/denied", "/failed", "/gate"};
    return std::ranges::find(addresses, path) != addresses.end();
}

namespace {

Method method_from(std::string_view name) {
    if (name == "GET") return Method::get;
    if (name == "HEAD") return Method::head;
    if (name == "POST") return Method::post;
    if (name == "PUT") return Method::put;
    if (name == "DELETE") return Method::remove;
    return Method::other;
}

// Rewriting and links may have led the server to another path than that of the address. nginx says so by a parameter
// (docs/protect/nginx.conf), the others by the file's own name, and Apache on its way to an ErrorDocument.
std::string mapped_path(const Environment& environment) {
    if (const auto path = environment.get("CLOAKROOM_PATH"); !path.empty()) return std::string(path);
    if (const auto path = environment.get("REDIRECT_URL"); !path.empty()) return std::string(path);
    if (!is_authorizer(environment)) return "";
    const auto root = environment.get("DOCUMENT_ROOT");
    const auto file = environment.get("SCRIPT_FILENAME");
    const bool is_below = !root.empty() && file.starts_with(root) && file.substr(root.size()).starts_with('/');
    return is_below ? std::string(file.substr(root.size())) : "";
}

std::string base_of(const Location& location, const Installation& installation) {
    if (installation.set_base) return *installation.set_base;
    if (location.is_told && !is_about_the_site(location.route)) return location.base;
    return installation.stored_base().value_or(location.base);
}

// False if the address is no text; servers cut PATH_INFO at a NUL, so the address as sent is asked too.
bool read_location(const Environment& environment, const Installation& installation, Request& request) {
    const auto uri = environment.get("REQUEST_URI");
    request.target = uri;
    if (is_authorizer(environment)) {
        request.path = "/authorize";
        request.base = base_of({.base = "", .route = request.path, .is_told = false}, installation);
        request.mapped = mapped_path(environment);
        return is_text(percent_decode(uri.substr(0, uri.find('?'))));
    }
    const Location location = locate({.request_uri = uri,
                                      .script_name = environment.get("SCRIPT_NAME"),
                                      .path_info = environment.get("PATH_INFO"),
                                      .program_name = installation.program_name});
    request.path = to_utf8(location.route);
    if (is_about_the_site(request.path)) request.mapped = mapped_path(environment);
    request.base = base_of(location, installation);
    return is_text(location.route) && is_text(percent_decode(uri.substr(0, uri.find('?'))));
}

// Fills form or json. Returns like read_or_refuse().
int read_content(const Environment& environment, const BodyReader& body, Request& request) {
    constexpr std::string_view json_type = "application/json";
    if (request.method == Method::put || has_type(environment, json_type)) {
        Body json = read_body(environment, body, json_type, max_json_bytes);
        if (json.refused == 0) request.json = std::move(json.text);
        return json.refused;
    }
    FormResult form = read_form(environment, body);
    request.form = std::move(form.fields);
    return form.refused;
}

// Fills query, and what the body holds. Returns like read_or_refuse().
int read_fields(const Environment& environment, const BodyReader& body, Request& request) {
    if (is_about_the_site(request.path)) return 0;
    const auto query = environment.get("QUERY_STRING");
    if (query.size() > max_query_bytes) return 400;
    FormResult result = parse_fields(query);
    if (result.refused != 0) return result.refused;
    if (request.method == Method::post || request.method == Method::put) {
        const int refused = read_content(environment, body, request);
        if (refused != 0) return refused;
    }
    request.query = std::move(result.fields);
    return 0;
}

// Reads all that may have to be refused. Returns the status to refuse with, or 0.
int read_or_refuse(const Environment& environment, const BodyReader& body, const Installation& installation,
                   Request& request) {
    if (environment.get("REQUEST_METHOD").empty()) return 400;
    if (!read_location(environment, installation, request)) return 400;
    const auto cookies = environment.get("HTTP_COOKIE");
    if (cookies.size() > max_cookie_bytes) return 400;
    request.cookies = cookies;
    return read_fields(environment, body, request);
}

// They name a request in the log, and are no secrets: so many are drawn at once.
std::string draw_id() {
    constexpr std::size_t digits = 16;
    static std::string drawn;
    if (drawn.empty()) drawn = hex(random_bytes(64 * digits / 2));
    std::string id = drawn.substr(drawn.size() - digits);
    drawn.resize(drawn.size() - digits);
    return id;
}

}  // namespace

Request read_request(const Environment& environment, const BodyReader& body, const Installation& installation) {
    Request request;
    request.id = draw_id();
    request.method = is_authorizer(environment) ? Method::get : method_from(environment.get("REQUEST_METHOD"));
    request.host = environment.get("HTTP_HOST");
    request.origin = environment.get("HTTP_ORIGIN");
    request.fetch_site = environment.get("HTTP_SEC_FETCH_SITE");
    request.fetch_dest = environment.get("HTTP_SEC_FETCH_DEST");
    request.accept = environment.get("HTTP_ACCEPT");
    request.if_match = environment.get("HTTP_IF_MATCH");
    request.if_none_match = environment.get("HTTP_IF_NONE_MATCH");
    request.if_modified_since = environment.get("HTTP_IF_MODIFIED_SINCE");
    request.if_unmodified_since = environment.get("HTTP_IF_UNMODIFIED_SINCE");
    request.if_range = environment.get("HTTP_IF_RANGE");
    request.range = environment.get("HTTP_RANGE");
    request.server = environment.get("SERVER_SOFTWARE");
    request.over_fastcgi = !environment.get("FCGI_ROLE").empty();
    request.document_root = environment.get("DOCUMENT_ROOT");
    request.script_name = environment.get("SCRIPT_NAME");
    request.program_secret = environment.get("HTTP_X_CLOAKROOM_SECRET");
    request.browser = browser_of(environment);
    const Client client = client_of(environment, installation.trusted_proxies);
    request.address = client.address;
    request.secure = client.secure;
    request.unlisted_proxy = client.unlisted_proxy;
    request.told_https = client.told_https;
    const int problem = read_or_refuse(environment, body, installation, request);
    if (problem != 0) request.problem = problem;
    return request;
}

}  // namespace cloakroom::http
