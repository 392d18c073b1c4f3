// One answer as a plain value, and how it looks on the wire.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_slice.h"
#include "http/request.h"

namespace cloakroom::http {

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool has_length = true;           // false where the headers go on with somebody else's body
    std::optional<FileSlice> file{};  // the body, if it is not text

    Response& add(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

// "Not Found" for 404.
std::string_view reason_phrase(int status);

// 303 See Other to a path on this site. `path` is local (local_path.h).
Response redirect(std::string_view path);

// The CGI document (RFC 3875 section 6): "Status:" first, then the headers with
// Content-Length if it has one, then the body, which is left out for HEAD; one that is a
// file follows later in any case. A header whose name or value holds a control character, a
// line break say, throws std::invalid_argument: such a value has escaped its check, and half
// a header must not be sent.
std::string serialise(const Response& response, Method method);

// What goes out: text, and then a file's part, if there is one.
struct Document {
    std::string text;
    std::optional<FileSlice> file{};
};

Document document_of(Response response, Method method);

}  // namespace cloakroom::http
