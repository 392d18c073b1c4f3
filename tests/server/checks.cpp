#include "server/checks.h"

namespace cloakroom::test {

void check_security_headers(const HttpResponse& response) {
    const std::string policy = response.header("content-security-policy");
    for (const char* part : {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"}) {
        BOOST_TEST(policy.find(part) != std::string::npos, part << " is missing in '" << policy << "'");
    }
    BOOST_TEST(policy.find("unsafe-") == std::string::npos);
    BOOST_TEST(response.header("x-content-type-options") == "nosniff");
    const std::string referrer = response.header("referrer-policy");
    BOOST_TEST((referrer == "same-origin" || referrer == "strict-origin"), referrer);
    BOOST_TEST(response.header("cross-origin-opener-policy") == "same-origin");
    BOOST_TEST(response.header("cross-origin-resource-policy") == "same-origin");
}

void check_page(const HttpResponse& response, int status) {
    BOOST_TEST(response.status == status);
    BOOST_TEST(response.header("content-type") == "text/html; charset=utf-8");
    BOOST_TEST(response.header("cache-control") == "no-store");
    BOOST_TEST(response.header("vary") == "Cookie");
    BOOST_TEST(response.shows("</html>"));
    BOOST_TEST(response.shows("<h1>"));
    check_security_headers(response);
}

void check_redirect(const HttpResponse& response, const std::string& path) {
    BOOST_TEST(response.status == 303);
    BOOST_TEST(response.header("location") == path);
    BOOST_TEST(response.header("cache-control") == "no-store");
    BOOST_TEST(response.header("vary") == "Cookie");
    check_security_headers(response);
}

bool is_sign_in_form(const HttpResponse& response) {
    return response.shows("name=\"username\"") && response.shows("autocomplete=\"current-password\"");
}

bool is_signed_in(HttpClient& browser) {
    return browser.get("/home").status == 200;
}

}  // namespace cloakroom::test
