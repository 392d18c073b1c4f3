#include "http/response.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace cloakroom::http {

namespace {

struct Reason {
    int status;
    std::string_view phrase;
};

constexpr std::array<Reason, 19> reasons = {{
    {200, "OK"},
    {204, "No Content"},
    {206, "Partial Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
}};

bool holds_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

void append_header(std::string& document, std::string_view name, std::string_view value) {
    if (holds_control_character(name) || holds_control_character(value)) {
        throw std::invalid_argument("a header holds a control character");
    }
    document.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view reason_phrase(int status) {
    const auto* found = std::ranges::find(reasons, status, &Reason::status);
    return found == reasons.end() ? "Unknown" : found->phrase;
}

Response redirect(std::string_view path) {
    return Response{.status = 303, .headers = {{"Location", std::string(path)}}, .body = ""};
}

std::string serialise(const Response& response, Method method) {
    std::string document;
    document.reserve(1024 + response.body.size());
    append_header(document, "Status",
                  std::to_string(response.status) + " " + std::string(reason_phrase(response.status)));
    for (const auto& [name, value] : response.headers) append_header(document, name, value);
    const bool has_length =
        response.has_length && response.status != 204 && response.status != 304;  // RFC 9110 section 8.6
    const auto text_size = static_cast<std::int64_t>(response.body.size());
    const auto length = response.file ? response.file->size : text_size;
    if (has_length) append_header(document, "Content-Length", std::to_string(length));
    document += "\r\n";
    if (method != Method::head) document += response.body;
    return document;
}

Document document_of(Response response, Method method) {
    Document document{serialise(response, method)};
    if (method != Method::head) document.file = std::move(response.file);
    return document;
}

}  // namespace cloakroom::http
