// Somebody is sent to sign in, does so, and is not recognised where he was going: he is
// told the likely cause, and never goes in circles.
#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

const Variables over_https = {{"HTTPS", "on"}, {"REQUEST_SCHEME", "https"}, {"SERVER_PORT", "443"}};
constexpr const char* arrival = "/?arrived=1&next=%2Fmembers%2F";
constexpr const char* from_the_folder = "/?next=%2Fmembers%2F";

struct DoorOfAlice : Door {
    DoorOfAlice() { add_user("alice"); }

    CgiAnswer sign_in_on_the_way(const Variables& variables = {}) const {
        return post("/", sign_in_form("alice") + "&permanent=1&next=%2Fmembers%2F", variables);
    }
};

Variables with(Variables variables, const std::string& cookies) {
    variables["HTTP_COOKIE"] = cookies;
    return variables;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(circles, DoorOfAlice)

// The first bounce is enough to know it: he has signed in, and the cookie is not there.
BOOST_AUTO_TEST_CASE(a_browser_that_keeps_no_cookie_is_told_so_at_once, *holds("RD4")) {
    BOOST_TEST(sign_in_on_the_way().header("Location") == arrival);
    const CgiAnswer form = get(arrival);
    BOOST_TEST(form.status == 200);
    for (const char* cause : {"did not keep the cookie", "Allow cookies", "“http” or “https”", "the clock"}) {
        BOOST_TEST(form.shows(cause), cause);
    }
}

// A proxy leads on from https to http: the cookie is Secure, so the browser does not send it there.
BOOST_AUTO_TEST_CASE(who_signs_in_over_https_and_arrives_over_http_is_told_so, *holds("RD4 CK1")) {
    const CgiAnswer signed_in = sign_in_on_the_way(over_https);
    BOOST_TEST(signed_in.header("Set-Cookie").ends_with("; Secure; Max-Age=604800"));
    BOOST_TEST(get(arrival).shows("“http” or “https”"));
    BOOST_TEST(get(arrival, with({}, signed_in.cookie())).shows("“http” or “https”"));
}

// The folder is asked for over http, and its visitors are led to the sign-in over https.
BOOST_AUTO_TEST_CASE(who_is_signed_in_and_sent_back_to_sign_in_is_not_sent_on_again, *holds("RD4")) {
    for (const Variables& variables : {Variables{}, over_https}) {
        const CgiAnswer page = get(from_the_folder, with(variables, sign_in("alice", variables)));
        BOOST_TEST(page.status == 200);
        BOOST_TEST(page.shows("You are signed in"));
        BOOST_TEST(page.shows("“http” and “https” are two"));
    }
}

BOOST_AUTO_TEST_CASE(one_may_be_signed_in_over_http_and_over_https, *holds("CK2")) {
    const std::string secure = sign_in_on_the_way(over_https).cookie();
    const std::string both = secure + "; " + sign_in_on_the_way(with({}, secure)).cookie();
    BOOST_TEST(get(arrival, with({}, both)).header("Location") == "/members/");
    BOOST_TEST(get(arrival, with(over_https, both)).header("Location") == "/members/");
}

// Max-Age counts from when the cookie came. A date would be compared with the clock of the
// device: with one that is a year ahead, the cookie were gone at once.
BOOST_AUTO_TEST_CASE(a_wrong_clock_in_the_browser_loses_no_cookie, *holds("CK3")) {
    for (const std::string& cookie :
         {sign_in_on_the_way().header("Set-Cookie"), sign_in_on_the_way(over_https).header("Set-Cookie")}) {
        BOOST_TEST(cookie.ends_with("; Max-Age=604800"));
        BOOST_TEST(cookie.find("Expires") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
