#include "web/problem.h"

#include <algorithm>
#include <array>

#include "http/json.h"

namespace cloakroom::web {
namespace {

struct Detail {
    int status;
    std::string_view text;
};

constexpr std::array<Detail, 11> details = {
    {{400, "the request was damaged on its way, or its address is no text"},
     {401, "nobody is signed in; the page at \"login\" changes that"},
     {403, "the request came from another site"},
     {404, "there is nothing at this address"},
     {405, "this address does not answer to that method; see the header Allow"},
     {411, "the request lacks a Content-Length"},
     {412, "the variable is not what the request takes it for; read it again"},
     {413, "the body is too large: 96 KiB are read"},
     {415, "the body must be of the type application/json"},
     {500, "something went wrong; the log of the site has more under this id"},
     {503, "the site is busy or cannot reach its data; try again in a few seconds"}}};

template <typename Error>
bool is(const std::exception& error) {
    return dynamic_cast<const Error*>(&error) != nullptr;
}

struct Meaning {
    bool (*matches)(const std::exception& error);
    int status;
};

constexpr std::array<Meaning, 5> meanings = {{{is<http::JsonError>, 400},
                                              {is<SessionEnded>, 401},
                                              {is<KeyError>, 404},
                                              {is<QuotaError>, 413},
                                              {is<ValueError>, 422}}};

Value describe(const http::Request& request, int status, std::string_view detail) {
    const auto* usual = std::ranges::find(details, status, &Detail::status);
    if (detail.empty() && usual != details.end()) detail = usual->text;
    return {{"type", "about:blank"},
            {"title", http::reason_phrase(status)},
            {"status", status},
            {"detail", detail},
            {"id", request.id}};
}

http::Response problem_json(const Value& body) {
    http::Response response{.status = body["status"].get<int>(), .headers = {}, .body = body.dump()};
    response.add("Content-Type", "application/problem+json");
    return response;
}

}  // namespace

bool speaks_json(const http::Request& request) {
    return request.path == "/session" || request.path.starts_with("/session/");
}

http::Response json(const Value& value, int status) {
    http::Response response{.status = status, .headers = {}, .body = value.dump()};
    response.add("Content-Type", "application/json");
    return response;
}

http::Response problem(const http::Request& request, int status, std::string_view detail) {
    if (status == 401) return sign_in_problem(request, request.base + "/");
    return problem_json(describe(request, status, detail));
}

http::Response sign_in_problem(const http::Request& request, const std::string& login) {
    Value body = describe(request, 401, "");
    body["login"] = login;
    return problem_json(body);
}

std::optional<http::Response> problem_of(const http::Request& request, const std::exception& error) {
    const auto* found =
        std::ranges::find_if(meanings, [&error](const Meaning& meaning) { return meaning.matches(error); });
    if (found == meanings.end()) return std::nullopt;
    return problem(request, found->status, error.what());
}

}  // namespace cloakroom::web
