// All that src/http reads from strangers, in one fuzz target: the first byte of
// the input, a digit, chooses the reader; the rest is what it reads, in lines
// where it takes several texts. Each reader is held against a second, simpler opinion.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/path.h"
#include "http/base_url.h"
#include "http/byte_range.h"
#include "http/cookie.h"
#include "http/date.h"
#include "http/form.h"
#include "http/local_path.h"
#include "http/origin.h"
#include "http/request.h"

using namespace cloakroom;
using namespace cloakroom::http;

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::cerr << "does not hold: " << what << '\n';
    std::abort();
}

// Up to the next line feed; `text` keeps what follows.
std::string take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::string unescape(std::string text) {
    std::ranges::replace(text, '+', ' ');
    return percent_decode(text);
}

void require_fields_of(std::string_view text, const FormResult& result) {
    require(result.refused == 0 || result.fields.empty(), "a refused text has no fields");
    require(result.fields.size() <= max_form_fields, "fields are limited");
    if (result.refused != 0 || text.empty()) return;

    Fields expected;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find('&', start), text.size());
        const auto pair = text.substr(start, end - start);
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
        expected.emplace(unescape(std::string(pair.substr(0, equals))), unescape(std::string(value)));
        start = end + 1;
    }
    require(result.fields == expected, "fields are those of the WHATWG parser");
    for (const auto& [name, value] : expected) {
        require(is_utf8(name) && is_utf8(value), "fields are UTF-8");
        require((name + value).find('\0') == std::string::npos, "fields have no NUL");
    }
}

void fuzz_fields(std::string_view text) {
    require_fields_of(text, parse_fields(text));
}

void fuzz_form(std::string_view text) {
    const auto length = "CONTENT_LENGTH=" + take_line(text);
    const auto type = "CONTENT_TYPE=" + take_line(text);
    const std::array<const char*, 3> variables = {length.c_str(), type.c_str(), nullptr};
    std::size_t used = 0;
    const auto body = [&](char* data, std::size_t size) {
        require(used + size <= max_form_bytes, "never more is read than the limit");
        const auto count = std::min({size, text.size() - used, std::size_t{100}});
        std::memcpy(data, text.data() + used, count);
        used += count;
        return count;
    };
    const auto result = read_form(Environment(variables.data()), body);
    if (result.refused == 0) require_fields_of(text.substr(0, used), result);
}

void fuzz_request(std::string_view text) {
    std::array<std::string, 10> variables = {
        "REQUEST_METHOD=", "REQUEST_URI=",     "SCRIPT_NAME=",    "PATH_INFO=",    "QUERY_STRING=",
        "HTTP_COOKIE=",    "HTTP_USER_AGENT=", "CONTENT_LENGTH=", "CONTENT_TYPE=", "HTTPS="};
    std::array<const char*, variables.size() + 1> environment = {};
    for (std::size_t i = 0; i < variables.size(); ++i) environment[i] = (variables[i] += take_line(text)).c_str();
    const auto nothing = [](char*, std::size_t) { return std::size_t{0}; };
    const auto request = read_request(Environment(environment.data()), nothing, {.program_name = "cloakroom.fcgi"});
    require(is_utf8(request.path) && request.path.starts_with('/'), "the path is text");
    require(is_utf8(request.browser), "the browser is text");
    require(request.cookies.size() <= max_cookie_bytes, "cookies are limited");
    require(!request.problem || (request.form.empty() && request.query.empty()), "a refused request has no fields");
}

void fuzz_cookie(std::string_view header) {
    const auto value = read_cookie(header, "cloakroom");
    if (!value) return;
    require(value->find(';') == std::string::npos, "a value ends at ';'");
    const auto place = header.find("cloakroom=" + *value);
    require(place != std::string_view::npos, "the value stands behind the name");
    require(read_cookie(std::string(header) + "; cloakroom=" + *value + "x", "cloakroom") == std::nullopt,
            "two values are none");
}

void fuzz_location(std::string_view text) {
    const auto uri = take_line(text);
    const auto script = take_line(text);
    const auto path = take_line(text);
    const auto [base, route, is_told] = locate({uri, script, path, "cloakroom.fcgi"});
    require(normalise_path(route) == route, "the route is in normal form");
    require(is_local_path(base + "/home"), "a link stays on this site");
    require(base.find_first_of("\r\n\"'<>&?#\\ ") == std::string::npos, "the base can stand in a link");
    require(!base.ends_with('/'), "the base has no slash at its end");
}

// How a browser reads a link on a page of this site (WHATWG URL standard), as far as the host is concerned.
bool leaves_the_site(std::string_view link) {
    std::string text;
    for (const char c : link) {
        if (c != '\t' && c != '\n' && c != '\r') text += c == '\\' ? '/' : c;
    }
    text.erase(0, std::min(text.size(), text.find_first_not_of(std::string_view("\0\1\2\3\4\5\6\7\10\13\14 ", 12))));
    const auto colon = text.find(':');
    return text.starts_with("//") || colon < text.find_first_of("/?#");
}

void fuzz_local_path(std::string_view target) {
    if (!is_local_path(target)) return;
    require(target.starts_with('/') && !leaves_the_site(target), "a local path stays on this site");
    require(std::ranges::none_of(target, [](char c) { return c <= ' ' || c == '\x7f'; }), "no control characters");
}

void fuzz_origin(std::string_view text) {
    Request request;
    request.method = Method::post;
    request.origin = take_line(text);
    request.host = take_line(text);
    request.fetch_site = take_line(text);
    const auto ours = take_line(text);
    const auto origin = origin_of(request.origin);
    require(origin.empty() || origin_of(origin) == origin, "an origin is its own origin");
    require(origin.find_first_of("@\\, \t\r\n?#") == std::string::npos, "an origin is plain");
    if (!is_same_origin(request, ours)) return;
    if (!request.fetch_site.empty()) {
        require(request.fetch_site == "same-origin" || request.fetch_site == "none", "the browser says so");
    } else {
        require(!origin.empty(), "without the browser's word there is an origin");
        require(ours.empty() || origin_of(ours) == origin, "the origin is ours");
    }
}

void fuzz_range(std::string_view header) {
    for (const std::int64_t total : {0, 1, 1000}) {
        const ByteRange range = parse_range(header, total);
        const bool is_within = range.offset >= 0 && range.size >= 0 && range.offset + range.size <= total;
        require(range.kind == ByteRange::Kind::unsatisfiable || is_within, "a range is a part of the whole");
        require(range.kind != ByteRange::Kind::part || range.size > 0, "a part is not empty");
    }
    if (const auto date = parse_http_date(std::string(header))) {
        require(parse_http_date(http_date(*date)) == date, "a date is read as it is written");
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array readers = {fuzz_fields,   fuzz_form,       fuzz_request, fuzz_cookie,
                                    fuzz_location, fuzz_local_path, fuzz_origin,  fuzz_range};
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    readers[static_cast<std::uint8_t>(data[0] - '0') % readers.size()](text);
    return 0;
}
