// Requests that another site makes a browser send, and requests that only look.
#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {

BOOST_AUTO_TEST_SUITE(cross_site)

BOOST_AUTO_TEST_CASE(looking_changes_nothing, *holds("RF1")) {
    Door door;
    door.add_user("alice");
    const Variables signed_in = {{"HTTP_COOKIE", door.sign_in("alice")}};
    const std::string rows = door.rows();
    const std::string bytes = read_whole(door.database());
    for (const char* path : {"/", "/home", "/home?theme=dark", "/sessions?do=revoke_others", "/account", "/logout",
                             "/setup", "/style.css", "/icon.svg", "/nowhere"}) {
        for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
            for (const Variables& who : {signed_in, Variables{}}) {
                door.send({.method = method, .target = path, .variables = who});
            }
        }
    }
    BOOST_TEST(door.rows() == rows);
    BOOST_TEST((read_whole(door.database()) == bytes));
    BOOST_TEST(door.get("/home", signed_in).status == 200);
}

BOOST_AUTO_TEST_CASE(a_form_is_taken_from_our_own_pages_only, *holds("RF3 SI10")) {
    struct Case {
        std::optional<std::string> origin;
        std::optional<std::string> fetch_site;
        int status;
    };
    const Case cases[] = {{own_origin, std::nullopt, 303},
                          {own_origin, "same-origin", 303},
                          {std::nullopt, "same-origin", 303},
                          {"null", "same-origin", 303},  // a page without a referrer of its own
                          {std::nullopt, "none", 303},
                          {own_origin, "cross-site", 403},
                          {own_origin, "same-site", 403},
                          {own_origin, "Same-Origin", 403},
                          {own_origin, "nonsense", 403},
                          {own_origin, "same-origin, cross-site", 403},
                          {std::nullopt, std::nullopt, 403},
                          {"", "", 403},
                          {"null", std::nullopt, 403},
                          {"https://evil.example", std::nullopt, 403},
                          {"http://door.example.evil.example", std::nullopt, 403},
                          {"http://evil-door.example", std::nullopt, 403},
                          {"http://door.example:8080", std::nullopt, 403},
                          {"http://door.example@evil.example", std::nullopt, 403},
                          {"http://evil.example/http://door.example", std::nullopt, 403},
                          {"http://evil.example, http://door.example", std::nullopt, 403},
                          {"ftp://door.example", std::nullopt, 403},
                          {"door.example", std::nullopt, 403}};
    Door door;
    door.add_user("alice");
    for (const auto& [from, fetch_site, status] : cases) {
        const std::string rows = door.rows();
        const CgiAnswer answer =
            door.post("/", sign_in_form("alice"), {{"HTTP_ORIGIN", from}, {"HTTP_SEC_FETCH_SITE", fetch_site}});
        const std::string name = from.value_or("no origin") + ", " + fetch_site.value_or("no site");
        BOOST_TEST(answer.status == status, name << ": " << answer.status);
        BOOST_TEST(answer.count("Set-Cookie") == (status == 303 ? 2U : 0U), name);
        if (status == 403) BOOST_TEST(door.rows() == rows, name);
    }
}

BOOST_AUTO_TEST_CASE(every_form_is_guarded_against_other_sites, *holds("RF3")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.sign_in("alice");
    const Variables foreign = {{"HTTP_COOKIE", cookie}, {"HTTP_ORIGIN", "https://evil.example"}};
    const std::string rows = door.rows();
    for (const char* path : {"/", "/home", "/sessions", "/account", "/logout", "/setup"}) {
        const CgiAnswer answer = door.post(path, "theme=dark", foreign);
        BOOST_TEST(answer.status == 403, path);
        BOOST_TEST(!answer.shows("evil.example"), path);
    }
    BOOST_TEST(door.rows() == rows);
    BOOST_TEST(door.log().find("request_refused") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(with_a_base_url_only_its_origin_counts, *holds("RF3")) {
    Door door;
    door.configure("base_url = \"https://door.example\"\n");
    door.add_user("alice");
    BOOST_TEST(door.post("/", sign_in_form("alice"), {{"HTTP_ORIGIN", "https://door.example"}}).status == 303);
    BOOST_TEST(door.post("/", sign_in_form("alice"), {{"HTTP_ORIGIN", "http://door.example"}}).status == 403);
    BOOST_TEST(
        door.post("/", sign_in_form("alice"), {{"HTTP_HOST", "evil.example"}, {"HTTP_ORIGIN", "https://evil.example"}})
            .status == 403);
}

BOOST_AUTO_TEST_CASE(no_field_or_header_makes_another_method_of_a_request, *holds("RF5")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.sign_in("alice");
    const Variables overriding = {{"HTTP_COOKIE", cookie},
                                  {"HTTP_ORIGIN", own_origin},
                                  {"HTTP_X_HTTP_METHOD_OVERRIDE", "POST"},
                                  {"HTTP_X_METHOD_OVERRIDE", "POST"},
                                  {"HTTP_X_HTTP_METHOD", "POST"}};
    const CgiAnswer usual = door.get("/logout?_method=POST", {{"HTTP_COOKIE", cookie}});
    BOOST_TEST(usual.status == 200);
    BOOST_TEST(door.get("/logout?_method=POST", overriding).output == usual.output);
    BOOST_TEST(door.get("/home?_method=post&theme=dark", overriding).status == 200);
    BOOST_TEST(door.post("/logout?_method=GET", "_method=GET", {{"HTTP_COOKIE", cookie}}).status == 303);
    BOOST_TEST(door.get("/home", {{"HTTP_COOKIE", cookie}}).status == 303);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
