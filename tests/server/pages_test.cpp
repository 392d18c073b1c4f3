// Refusals, headers and files, as every server must deliver them.
#include <algorithm>
#include <map>

#include "server/checks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

constexpr const char* form_type = "application/x-www-form-urlencoded";

HttpRequest form_post(const Site& site, const std::string& path, std::string body) {
    return {.method = "POST",
            .path = site.at(path),
            .headers = {{"Origin", site.origin()}, {"Content-Type", form_type}},
            .body = std::move(body)};
}

// Headers that belong to the connection or to the moment, not to the page.
bool is_of_the_page(const std::string& name) {
    return name != "date" && name != "connection" && name != "keep-alive";
}

std::map<std::string, std::string> page_headers(const HttpResponse& response) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : response.headers) {
        if (is_of_the_page(name)) headers[name] = value;
    }
    return headers;
}

}  // namespace

ON_EACH_SERVER(what_does_not_exist_is_a_page, *holds("HD1 HD2 CA1 LG6")) {
    HttpClient browser = site.signed_in();
    for (const char* path : {"/nothing", "/home/", "/homes", "/cloakroom", "/..", "/setup"}) {
        if (std::string_view(path) == "/home/" || std::string_view(path) == "/..") continue;
        check_page(browser.get(path), 404);
    }
}

ON_EACH_SERVER(a_private_page_has_no_name_that_a_cache_would_keep, *holds("CA3")) {
    HttpClient browser = site.signed_in();
    for (const char* path :
         {"/home/x.css", "/home/nothing.js", "/home%2f.js", "/home;a.png", "/home.css", "/home/.png"}) {
        const HttpResponse response = browser.get(path);
        BOOST_TEST(response.status == 404, path);
        BOOST_TEST(!response.shows("Hello"), path);
        BOOST_TEST(response.header("cache-control").find("public") == std::string::npos, path);
    }
}

ON_EACH_SERVER(a_method_that_a_page_does_not_know_is_refused_with_those_it_knows, *holds("HD5 FP14")) {
    HttpClient browser = site.client();
    for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"}) {
        const HttpResponse response = browser.send({.method = method, .path = site.at("/")});
        check_page(response, 405);
        BOOST_TEST(response.header("allow").find("GET") != std::string::npos, method);
        BOOST_TEST(response.header("allow").find("POST") != std::string::npos, method);
    }
    const HttpResponse post = browser.send(form_post(site, "/style.css", "a=1"));
    check_page(post, 405);
    BOOST_TEST(post.header("allow") == "GET, HEAD");
    const int unknown = browser.send({.method = "FROBNICATE", .path = site.at("/")}).status;
    BOOST_TEST((unknown == 405 || unknown == 501), unknown);
}

// With .htaccess alone nobody can stop Apache from echoing a TRACE; but it is Apache
// that does, and the program never hears of it.
ON_EACH_SERVER(trace_reaches_no_page, *holds("HD5")) {
    HttpClient browser = site.signed_in();
    const HttpResponse response = browser.send({.method = "TRACE", .path = site.at("/home")});
    const bool echoed = response.header("content-type") == "message/http";
    BOOST_TEST((response.status == 405 || response.status == 501 || echoed), response.status);
    BOOST_TEST(!response.shows("Hello"));
}

ON_EACH_SERVER(head_is_get_without_a_body, *holds("HD5")) {
    HttpClient browser = site.signed_in();
    HttpClient stranger = site.client();
    const auto check = [&](HttpClient& who, const std::string& path) {
        const HttpResponse get = who.get(path);
        const HttpResponse head = who.send({.method = "HEAD", .path = site.at(path)});
        BOOST_TEST(head.status == get.status, path);
        BOOST_TEST(head.body.empty(), path);
        auto of_get = page_headers(get);
        auto of_head = page_headers(head);
        for (const char* counted : {"content-length", "transfer-encoding"}) {
            if (of_head.count(counted) == 0) of_get.erase(counted);  // Apache leaves it out
        }
        BOOST_TEST((of_head == of_get), path);
    };
    for (const char* path : {"/", "/home", "/style.css"}) check(stranger, path);
    for (const char* path : {"/home", "/sessions", "/account", "/logout"}) check(browser, path);
}

ON_EACH_SERVER(a_post_from_another_site_changes_nothing, *holds("RF3 SI10")) {
    HttpClient browser = site.signed_in();
    const std::vector<Headers> foreign = {{{"Origin", "https://evil.example"}},
                                          {{"Origin", "null"}},
                                          {},
                                          {{"Origin", site.origin()}, {"Sec-Fetch-Site", "cross-site"}},
                                          {{"Origin", site.origin()}, {"Sec-Fetch-Site", "same-site"}}};
    for (Headers headers : foreign) {
        headers.emplace_back("Content-Type", form_type);
        for (const char* path : {"/", "/home", "/sessions", "/account", "/logout"}) {
            const HttpRequest request{
                .method = "POST", .path = site.at(path), .headers = headers, .body = "theme=dark"};
            check_page(browser.send(request), 403);
        }
    }
    const HttpResponse home = browser.get("/home");
    BOOST_TEST(home.status == 200);
    BOOST_TEST(home.shows("data-theme=\"device\""));
}

ON_EACH_SERVER(a_method_cannot_be_written_over, *holds("RF5")) {
    HttpClient browser = site.signed_in();
    browser.get("/logout?_method=POST");
    browser.send({.path = site.at("/logout"), .headers = {{"X-HTTP-Method-Override", "POST"}}});
    browser.send({.path = site.at("/logout"), .headers = {{"X-HTTP-Method", "POST"}, {"X-Method-Override", "POST"}}});
    BOOST_TEST(is_signed_in(browser));
}

ON_EACH_SERVER(damaged_forms_are_refused, *holds("FP4 FP6 FP7 FP9")) {
    HttpClient browser = site.client();
    for (const char* body :
         {"username=a%00b&password=c", "username=a&username=b", "username=a&&password=b", "username=%ff"}) {
        check_page(browser.send(form_post(site, "/", body)), 400);
    }
    check_page(browser.send({.path = site.at("/?next=a&next=b")}), 400);
    for (const char* type :
         {"text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencodedx"}) {
        const HttpRequest request{.method = "POST",
                                  .path = site.at("/"),
                                  .headers = {{"Origin", site.origin()}, {"Content-Type", type}},
                                  .body = "username=a&password=b"};
        check_page(browser.send(request), 415);
    }
}

ON_EACH_SERVER(a_large_form_is_refused_with_a_page, *holds("FP1 FP3")) {
    HttpClient browser = site.client();
    check_page(browser.send(form_post(site, "/", "password=" + std::string(17'000, 'x'))), 413);
    check_page(browser.send(form_post(site, "/", "password=" + std::string(90'000, 'x'))), 413);
    try {
        BOOST_TEST(browser.send(form_post(site, "/", "password=" + std::string(3'000'000, 'x'))).status >= 413);
    } catch (const std::exception& refused) {
        BOOST_TEST_MESSAGE("the server hung up: " << refused.what());  // lighttpd over HTTP/2
    }
    BOOST_TEST(browser.get("/").status == 200);
}

// Where the server cannot tell the length (mod_cgid; Caddy says -1), the program must not take the form for an empty
// one.
ON_EACH_SERVER(a_form_without_a_length_is_read_or_refused_with_a_page, *holds("FP10")) {
    const Site::User user = site.add_user();
    HttpRequest request = form_post(site, "/", encode_form({{"username", user.name}, {"password", user.password}}));
    request.chunked = true;
    HttpClient browser = site.client();
    const HttpResponse response = browser.send(request);
    if (site.set_up().hosting == Hosting::htaccess_cgid) {
        check_page(response, 411);
    } else if (site.set_up().hosting == Hosting::caddy_fastcgi) {
        check_page(response, 400);
    } else {
        check_redirect(response, site.at("/home"));
    }
}

ON_EACH_SERVER(a_foreign_host_is_repeated_nowhere, *holds("RD2")) {
    HttpClient browser = site.signed_in();
    HttpClient stranger = site.client();
    const Headers foreign = {{"Host", "evil.example"}, {"X-Forwarded-Host", "evil.example"}};
    for (const char* path :
         {"", "/", "/home", "/home?x=1", "/sessions", "/account", "/logout", "/setup", "/nothing", "/cloakroom.fcgi"}) {
        for (HttpClient* who : {&browser, &stranger}) {
            const std::string whole = site.at(path);
            const HttpResponse response = who->send({.path = whole.empty() ? "/" : whole, .headers = foreign});
            BOOST_TEST(response.header("location").find("evil") == std::string::npos, whole);
            BOOST_TEST(!response.shows("evil.example"), whole);
        }
    }
    const Site::User user = site.add_user();
    HttpRequest post = form_post(site, "/", encode_form({{"username", user.name}, {"password", user.password}}));
    post.headers.emplace_back("Host", "evil.example");
    const HttpResponse response = stranger.send(post);
    BOOST_TEST((response.status == 303 || response.status == 403), response.status);
    BOOST_TEST(response.header("location").find("evil") == std::string::npos);
}

ON_EACH_SERVER(line_breaks_in_a_request_break_no_header, *holds("RD3")) {
    HttpClient browser = site.client();
    for (const char* path : {"/?next=%2Fhome%0d%0aX-Evil:%201", "/home%0d%0aX-Evil:%201", "/?next=%0aSet-Cookie:x=1"}) {
        const HttpResponse response = browser.get(path);
        BOOST_TEST(response.status < 500, path);
        BOOST_TEST(response.header("x-evil").empty(), path);
        BOOST_TEST(response.all("set-cookie").empty(), path);
    }
}

ON_EACH_SERVER(the_style_sheet_may_be_kept_for_ever_under_its_version, *holds("CA5 HD1")) {
    HttpClient browser = site.client();
    const std::string page = browser.get("/").body;
    for (const auto& [file, type] :
         {std::pair{"/style.css", "text/css; charset=utf-8"}, {"/icon.svg", "image/svg+xml"}}) {
        const std::string link = site.at(file) + "?v=";
        const std::size_t at = page.find(link);
        BOOST_TEST_REQUIRE(at != std::string::npos, link);
        const HttpResponse response = browser.send({.path = page.substr(at, page.find('"', at) - at)});
        BOOST_TEST(response.status == 200);
        BOOST_TEST(response.header("content-type") == type);
        BOOST_TEST(response.header("cache-control") == "public, max-age=31536000, immutable");
        BOOST_TEST(response.all("set-cookie").empty());
        check_security_headers(response);
    }
}

ON_EACH_SERVER(every_way_to_write_the_address_leads_to_the_same_page, *holds("PA1 PA3")) {
    HttpClient browser = site.signed_in();
    for (const char* path : {"/home", "/./home", "//home", "/x/../home", "/%68ome", "/home?a=b"}) {
        BOOST_TEST(browser.get(path).shows("Hello"), path);
    }
    const HttpResponse bare = site.client().send({.path = *site.set_up().base == '\0' ? "/" : site.set_up().base});
    BOOST_TEST(is_sign_in_form(bare));
    BOOST_TEST(bare.shows("action=\"" + site.at("/") + "\""));
}

}  // namespace cloakroom::test
