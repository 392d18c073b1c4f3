// The head of every answer: what the browser is told to guard, and what never gets into it.
#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

struct Named {
    std::string name;
    CgiAnswer answer;
};

// One answer of each kind that a visitor can bring about.
std::vector<Named> answers_of_each_kind() {
    Door door;
    door.configure("tries_per_name = 3\n");
    door.add_user("alice");
    const Variables signed_in = {{"HTTP_COOKIE", door.sign_in("alice")}};
    std::vector<Named> all = {{"200 form", door.get("/")},
                              {"200 head", door.send({.method = "HEAD"})},
                              {"200 home", door.get("/home", signed_in)},
                              {"200 sessions", door.get("/sessions", signed_in)},
                              {"200 account", door.get("/account/password", signed_in)},
                              {"200 sign-out", door.get("/logout", signed_in)},
                              {"200 wrong", door.post("/", "username=bob&password=x")},
                              {"303 to the form", door.get("/home")},
                              {"303 home", door.get("/", signed_in)},
                              {"303 theme", door.post("/home", "theme=dark", signed_in)},
                              {"303 others", door.post("/sessions", "do=revoke_others", signed_in)},
                              {"404 session", door.post("/sessions", "do=revoke&session=0", signed_in)},
                              {"422 account", door.post("/account/password", "", signed_in)},
                              {"303 signed in", door.post("/", sign_in_form("alice"))},
                              {"303 signed out", door.post("/logout", "", signed_in)},
                              {"400", door.get("/?a=%00")},
                              {"403", door.post("/", "", {{"HTTP_ORIGIN", "https://evil.example"}})},
                              {"404", door.get("/nowhere")},
                              {"404 set-up", door.get("/setup")},
                              {"405", door.send({.method = "PUT", .target = "/home"})},
                              {"405 asset", door.post("/style.css", "")},
                              {"411", door.post("/", "", {{"CONTENT_LENGTH", std::nullopt}})},
                              {"413", door.post("/", "", {{"CONTENT_LENGTH", "99999"}})},
                              {"415", door.post("/", "", {{"CONTENT_TYPE", "text/plain"}})},
                              {"422", door.post("/", "username=alice")}};
    for (int tries = 0; tries < 3; ++tries) door.post("/", "username=carol&password=x");
    all.push_back({"429", door.post("/", "username=carol&password=x")});
    door.configure("nonsense = 1\n");
    all.push_back({"503", door.get("/")});
    for (const auto& [name, answer] : all) BOOST_TEST_REQUIRE(name.substr(0, 3) == std::to_string(answer.status));
    return all;
}

const std::vector<Named>& answers() {
    static const std::vector<Named> made = answers_of_each_kind();
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(headers)

BOOST_AUTO_TEST_CASE(every_answer_lets_nothing_be_loaded_from_elsewhere_or_framed, *holds("HD1 HD6")) {
    for (const auto& [name, answer] : answers()) {
        const std::string policy = answer.header("Content-Security-Policy");
        BOOST_TEST(answer.count("Content-Security-Policy") == 1U, name);
        for (const char* part :
             {"default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"}) {
            BOOST_TEST(policy.find(part) != std::string::npos, name << " lacks " << part);
        }
        BOOST_TEST(policy.find("unsafe") == std::string::npos, name);
        BOOST_TEST(policy.find("script-src") == std::string::npos, name);
    }
}

BOOST_AUTO_TEST_CASE(every_answer_bears_the_headers_that_guard_it, *holds("HD1 HD2")) {
    for (const auto& [name, answer] : answers()) {
        BOOST_TEST(answer.header("X-Content-Type-Options") == "nosniff", name);
        BOOST_TEST(answer.header("Referrer-Policy") == "same-origin", name);
        BOOST_TEST(answer.header("Cross-Origin-Opener-Policy") == "same-origin", name);
        BOOST_TEST(answer.header("Cross-Origin-Resource-Policy") == "same-origin", name);
    }
}

BOOST_AUTO_TEST_CASE(every_page_says_its_type_and_no_answer_our_version, *holds("HD2")) {
    for (const auto& [name, answer] : answers()) {
        const bool is_redirect = answer.status == 303;
        BOOST_TEST(answer.header("Content-Type") == (is_redirect ? "" : "text/html; charset=utf-8"), name);
        for (const auto& [header, value] : answer.headers) {
            BOOST_TEST(header != "Server", name);
            BOOST_TEST(!header.starts_with("X-Powered"), name);
            BOOST_TEST(!header.starts_with("Access-Control"), name);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_cache_keeps_what_depends_on_the_session, *holds("CA1 CA3")) {
    for (const auto& [name, answer] : answers()) {
        BOOST_TEST(answer.count("Cache-Control") == 1U, name);
        BOOST_TEST(answer.header("Cache-Control") == "no-store", name);
        BOOST_TEST(answer.header("Vary") == "Cookie", name);
    }
}

BOOST_AUTO_TEST_CASE(a_path_that_looks_like_a_file_shows_no_private_page, *holds("CA3")) {
    Door door;
    door.add_user("alice");
    const Variables signed_in = {{"HTTP_COOKIE", door.sign_in("alice")}};
    for (const char* path : {"/home/x.css", "/home.css", "/home;a.png", "/homE", "/home/x"}) {
        BOOST_TEST(door.get(path, signed_in).status == 404, path);
    }
}

BOOST_AUTO_TEST_CASE(files_that_are_the_same_for_all_may_be_kept_and_set_no_cookie, *holds("CA5")) {
    Door door;
    door.add_user("alice");
    const std::string page = door.get("/").body;
    for (const char* file : {"/style.css", "/icon.svg"}) {
        const auto at = page.find(std::string(file) + "?v=");
        BOOST_TEST_REQUIRE(at != std::string::npos);
        const std::string address = page.substr(at, page.find('"', at) - at);
        const CgiAnswer answer = door.get(address, {{"HTTP_COOKIE", "cloakroom=" + std::string(43, 'A')}});
        BOOST_TEST(answer.status == 200, address);
        BOOST_TEST(answer.header("Cache-Control") == "public, max-age=31536000, immutable", address);
        BOOST_TEST(answer.count("Set-Cookie") == 0U, address);
        BOOST_TEST(answer.header("X-Content-Type-Options") == "nosniff", address);
        BOOST_TEST(door.get(std::string(file) + "?v=00000000").header("Cache-Control") == "no-cache", file);
    }
}

BOOST_AUTO_TEST_CASE(head_has_the_headers_of_get_and_no_body, *holds("HD5")) {
    Door door;
    door.add_user("alice");
    const Variables signed_in = {{"HTTP_COOKIE", door.sign_in("alice")}};
    for (const char* path : {"/", "/home", "/sessions", "/account", "/logout", "/style.css", "/icon.svg"}) {
        const CgiAnswer get = door.get(path, signed_in);
        const CgiAnswer head = door.send({.method = "HEAD", .target = path, .variables = signed_in});
        BOOST_TEST((head.headers == get.headers), path);
        BOOST_TEST(head.body.empty(), path);
    }
}

BOOST_AUTO_TEST_CASE(no_line_break_of_a_visitor_gets_into_a_header, *holds("RD3")) {
    Door door;
    door.add_user("alice");
    const std::string split = "%0d%0aX-Evil:%20yes%0d%0a%0d%0a";
    const std::string raw = "x\r\nX-Evil: yes\r\n\r\n";
    const CgiAnswer answers[] = {door.get("/?next=/" + split),
                                 door.get("/home" + split),
                                 door.get("/home?a=" + split),
                                 door.post("/", sign_in_form("alice") + "&next=/" + split),
                                 door.post("/", sign_in_form("alice"), {{"HTTP_HOST", raw}}),
                                 door.post("/", sign_in_form("alice"), {{"HTTP_ORIGIN", own_origin + raw}}),
                                 door.post("/", sign_in_form("alice"), {{"HTTP_USER_AGENT", raw}}),
                                 door.post("/", sign_in_form("alice"), {{"REMOTE_ADDR", raw}}),
                                 door.get("/", {{"HTTP_COOKIE", "cloakroom=" + raw}}),
                                 door.get("/home", {{"REQUEST_URI", "/home" + raw}, {"PATH_INFO", "/home" + raw}}),
                                 door.get("/home", {{"REQUEST_URI", "/" + raw + "/home"}, {"SCRIPT_NAME", "/" + raw}}),
                                 door.get("/home", {{"QUERY_STRING", raw}})};
    for (const CgiAnswer& answer : answers) {
        BOOST_TEST(answer.status != 0, answer.output);
        BOOST_TEST(answer.status < 500, answer.output);
        BOOST_TEST(answer.count("X-Evil") == 0U, answer.output);
        BOOST_TEST(answer.header("Content-Length") == std::to_string(answer.body.size()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(redirects)

BOOST_AUTO_TEST_CASE(after_sign_in_no_one_is_sent_to_another_site, *holds("RD1")) {
    Door door;
    door.configure("tries_per_network = 1000\ntries_in_all = 1000\n");
    door.add_user("alice");
    for (const char* next : {"//evil.example",
                             "///evil.example",
                             "/\\evil.example",
                             "\\\\evil.example",
                             "/%09/evil.example",
                             "%09//evil.example",
                             "https:evil.example",
                             "https://evil.example",
                             "http:/evil.example",
                             "evil.example",
                             "@evil.example",
                             "javascript:alert(1)",
                             "JaVaScRiPt:alert(1)",
                             "data:text/html,x",
                             "/%0d%0aLocation:+//evil",
                             "/%0a/evil.example",
                             "%5c%5cevil.example",
                             "/%5cevil.example",
                             "%20//evil.example",
                             "+//evil.example",
                             "/%e2%81%84evil.example",
                             "%e2%81%84/evil.example",
                             "",
                             "?x",
                             "#x",
                             ".",
                             "..",
                             "./x",
                             "%01//evil.example"}) {
        const CgiAnswer answer = door.post("/", sign_in_form("alice") + "&next=" + next);
        BOOST_TEST(answer.status == 303, next);
        BOOST_TEST(answer.header("Location") == "/home", next << " leads to " << answer.header("Location"));
    }
    BOOST_TEST(door.post("/", sign_in_form("alice") + "&next=/a/b?c=d%26e").header("Location") ==
               "/?arrived=1&next=%2Fa%2Fb%3Fc%3Dd%26e");
}

BOOST_AUTO_TEST_CASE(the_form_does_not_show_a_next_that_leads_elsewhere, *holds("RD1")) {
    Door door;
    door.add_user("alice");
    BOOST_TEST(!door.get("/?next=//evil.example").shows("evil.example"));
    BOOST_TEST(!door.post("/", "username=alice&password=x&next=//evil.example").shows("evil.example"));
    BOOST_TEST(door.get("/?next=/members/").shows("name=\"next\" value=\"/members/\""));
}

BOOST_AUTO_TEST_CASE(a_foreign_host_never_stands_in_an_answer, *holds("RD2")) {
    Door door;
    door.add_user("alice");
    const Variables foreign = {{"HTTP_HOST", "evil.example"},
                               {"SERVER_NAME", "evil.example"},
                               {"HTTP_X_FORWARDED_HOST", "evil.example"},
                               {"HTTP_FORWARDED", "host=evil.example"}};
    Variables from_there = foreign;
    from_there["HTTP_ORIGIN"] = "http://evil.example";
    const CgiAnswer answers[] = {door.get("/", foreign), door.get("/home", foreign), door.get("/nowhere", foreign),
                                 door.post("/", sign_in_form("alice"), foreign),
                                 door.post("/", sign_in_form("alice"), from_there)};
    for (const CgiAnswer& answer : answers) {
        BOOST_TEST(answer.status != 0);
        BOOST_TEST(!answer.shows("evil.example"), answer.output);
    }
}

BOOST_AUTO_TEST_CASE(a_form_is_answered_with_see_other, *holds("RD4")) {
    Door door;
    door.add_user("alice");
    const CgiAnswer welcome = door.post("/", sign_in_form("alice"));
    BOOST_TEST(welcome.status == 303);
    const Variables signed_in = {{"HTTP_COOKIE", welcome.cookie()}};
    BOOST_TEST(door.post("/home", "theme=light", signed_in).status == 303);
    BOOST_TEST(door.post("/logout", "", signed_in).status == 303);
}

BOOST_AUTO_TEST_CASE(a_session_that_ended_costs_one_redirect, *holds("RD4")) {
    Door door;
    door.add_user("alice");
    const Variables ended = {{"HTTP_COOKIE", door.sign_in("alice")}};
    door.post("/logout", "", ended);
    const CgiAnswer sent = door.get("/home", ended);
    BOOST_TEST(sent.header("Location") == "/?next=%2Fhome");
    BOOST_TEST(door.get(sent.header("Location"), ended).status == 200);
    BOOST_TEST(door.get(sent.header("Location")).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
