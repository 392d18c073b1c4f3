// A browser's network side, without a will of its own: follows no redirect, and keeps
// and sends cookies by name only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloakroom::test {

using Headers = std::vector<std::pair<std::string, std::string>>;
using FormFields = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method = "GET";
    std::string path = "/";  // as it stands on the wire, base and query included
    Headers headers = {};
    std::optional<std::string> body = std::nullopt;
    bool chunked = false;  // without a length
    long seconds = 30;     // to wait for the whole answer
};

struct HttpResponse {
    int status = 0;
    Headers headers;  // names in lower case
    std::string body;

    // The value, or an empty text.
    std::string header(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    bool shows(std::string_view text) const { return body.find(text) != std::string::npos; }
};

// "a=1&b=%C3%A9"
std::string encode_form(const FormFields& fields);

class HttpClient {
   public:
    struct Place {
        std::string origin;   // "http://127.0.0.1:8080"
        std::string base;     // "" or "/door"
        std::string address;  // from which address of this machine to come, "127.0.0.7"
        std::string trusted;  // a file with the certificate to trust over TLS, or empty
    };

    explicit HttpClient(Place place);

    // One exchange. No answer at all throws.
    HttpResponse send(const HttpRequest& request);

    // Paths below the base. A form is sent as a browser sends that of a page of the
    // same site: with its Origin.
    HttpResponse get(const std::string& path) { return send({.path = place_.base + path}); }
    HttpResponse post(const std::string& path, const FormFields& fields);

    const Place& place() const { return place_; }

    std::map<std::string, std::string> cookies;

   private:
    struct Closer {
        void operator()(void* handle) const;
    };

    void keep_cookies(const HttpResponse& response);

    Place place_;
    std::unique_ptr<void, Closer> curl_;
};

}  // namespace cloakroom::test
