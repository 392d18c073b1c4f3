#include "server/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <stdexcept>

namespace cloakroom::test {
namespace {

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<HttpResponse*>(to)->body.append(data, size * count);
    return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* to) {
    auto& headers = static_cast<HttpResponse*>(to)->headers;
    const std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) headers.clear();  // after a "100 Continue" comes another head
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return line.size();
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::size_t begin = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    const std::size_t end = line.find_last_not_of("\r\n ");
    headers.emplace_back(name, begin > end ? "" : line.substr(begin, end + 1 - begin));
    return line.size();
}

std::size_t give_body(char* data, std::size_t size, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const std::size_t length = std::min(rest.size(), size * count);
    rest.copy(data, length);
    rest.remove_prefix(length);
    return length;
}

class HeaderList {
   public:
    ~HeaderList() { curl_slist_free_all(list_); }
    void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
    curl_slist* get() const { return list_; }

   private:
    curl_slist* list_ = nullptr;
};

void set_place(CURL* curl, const HttpClient::Place& place, const HttpRequest& request) {
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, place.origin.c_str());
    curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, request.path.c_str());  // as it is, "#" and all
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, request.seconds);
    if (!place.address.empty()) curl_easy_setopt(curl, CURLOPT_INTERFACE, place.address.c_str());
    if (!place.trusted.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, place.trusted.c_str());
}

void set_body(CURL* curl, const HttpRequest& request, std::string_view& unsent) {
    if (request.method == "HEAD") {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (request.body && request.chunked) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);  // HTTP/2 knows no chunks
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
        curl_easy_setopt(curl, CURLOPT_READDATA, &unsent);
    } else if (request.body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body->size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body->data());
    }
    if (request.method != "HEAD") curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void add_headers(HeaderList& list, const HttpRequest& request, const std::map<std::string, std::string>& cookies) {
    list.add("Expect:");
    if (request.chunked) list.add("Transfer-Encoding: chunked");
    for (const auto& [name, value] : request.headers) list.add(name + ": " + value);
    std::string line;
    for (const auto& [name, value] : cookies) line += (line.empty() ? "" : "; ") + name + "=" + value;
    if (!line.empty()) list.add("Cookie: " + line);
}

}  // namespace

std::string HttpResponse::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &Headers::value_type::first);
    return found == headers.end() ? "" : found->second;
}

std::vector<std::string> HttpResponse::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers) {
        if (key == name) values.push_back(value);
    }
    return values;
}

std::string encode_form(const FormFields& fields) {
    const auto encoded = [](const std::string& text) {
        char* escaped = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
        std::string result = escaped;
        curl_free(escaped);
        return result;
    };
    std::string body;
    for (const auto& [name, value] : fields) body += (body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
    return body;
}

void HttpClient::Closer::operator()(void* handle) const {
    curl_easy_cleanup(handle);
}

HttpClient::HttpClient(Place place) : place_(std::move(place)), curl_(curl_easy_init()) {}

HttpResponse HttpClient::send(const HttpRequest& request) {
    HttpResponse response;
    HeaderList headers;
    std::string_view unsent = request.body ? *request.body : std::string_view{};
    add_headers(headers, request, cookies);
    set_place(curl_.get(), place_, request);
    set_body(curl_.get(), request, unsent);
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &response);
    curl_easy_setopt(curl_.get(), CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl_.get(), CURLOPT_HEADERDATA, &response);
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK)
        throw std::runtime_error(request.method + " " + request.path + ": " + curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    keep_cookies(response);
    return response;
}

HttpResponse HttpClient::post(const std::string& path, const FormFields& fields) {
    return send({.method = "POST",
                 .path = place_.base + path,
                 .headers = {{"Origin", place_.origin}, {"Content-Type", "application/x-www-form-urlencoded"}},
                 .body = encode_form(fields)});
}

void HttpClient::keep_cookies(const HttpResponse& response) {
    for (const std::string& line : response.all("set-cookie")) {
        const std::string pair = line.substr(0, line.find(';'));
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos) continue;
        if (line.find("Max-Age=0") != std::string::npos) {
            cookies.erase(pair.substr(0, equals));
        } else {
            cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
        }
    }
}

}  // namespace cloakroom::test
