#include "web/problem.h"

#include <nlohmann/json.hpp>

#include "base/errors.h"
#include "http/json.h"
#include "support/holds.h"

using namespace cloakroom;
using namespace cloakroom::web;
using test::holds;

namespace {

http::Request request_at(const std::string& path) {
    http::Request request;
    request.path = path;
    request.base = "/door";
    request.id = "0123456789abcdef";
    return request;
}

template <typename Error>
int status_of(const Error& error) {
    const auto response = problem_of(request_at("/session"), error);
    return response ? response->status : 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(problem_)

BOOST_AUTO_TEST_CASE(all_below_session_is_json_and_nothing_else_is) {
    for (const char* path : {"/session", "/session/", "/session/page/x", "/session/nothing"}) {
        BOOST_TEST(speaks_json(request_at(path)), path);
    }
    for (const char* path : {"/", "/sessions", "/sessions/", "/session.js", "/home/session/", "/Session"}) {
        BOOST_TEST(!speaks_json(request_at(path)), path);
    }
}

BOOST_AUTO_TEST_CASE(each_error_of_a_session_has_its_status, *holds("SL1 SL9 FP12")) {
    BOOST_TEST(status_of(http::JsonError("x")) == 400);
    BOOST_TEST(status_of(SessionEnded("x")) == 401);
    BOOST_TEST(status_of(KeyError("x")) == 404);
    BOOST_TEST(status_of(QuotaError("x")) == 413);
    BOOST_TEST(status_of(ValueError("x")) == 422);
}

BOOST_AUTO_TEST_CASE(any_other_error_is_a_failure, *holds("PR10")) {
    BOOST_TEST(status_of(std::out_of_range("x")) == 0);
    BOOST_TEST(status_of(std::invalid_argument("x")) == 0);
    BOOST_TEST(status_of(HeadersSent("x")) == 0);
    BOOST_TEST(status_of(Unavailable("x")) == 0);
}

BOOST_AUTO_TEST_CASE(a_problem_says_what_and_under_which_id, *holds("LG6")) {
    const auto response = problem(request_at("/session"), 422, "not a \xC3\xA9");
    BOOST_TEST(response.status == 422);
    BOOST_TEST((Value::parse(response.body) == Value{{"type", "about:blank"},
                                                     {"title", "Unprocessable Content"},
                                                     {"status", 422},
                                                     {"detail", "not a \xC3\xA9"},
                                                     {"id", "0123456789abcdef"}}));
}

BOOST_AUTO_TEST_CASE(only_a_401_tells_where_to_sign_in) {
    for (const int status : {400, 401, 403, 404, 405, 411, 412, 413, 415, 500, 503}) {
        const Value body = Value::parse(problem(request_at("/session"), status).body);
        BOOST_TEST((body.value("login", "") == (status == 401 ? "/door/" : "")), status);
        BOOST_TEST(!body.at("detail").get<std::string>().empty());
        BOOST_TEST((body.at("title") != "Unknown"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
