// A URL can reach a CGI program's arguments. It must not reach its command line.
#include "server/checks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {

ON_EACH_SERVER(no_address_reaches_the_command_line, *holds("CG1")) {
    const std::string before = site.command_line({"user", "list", "--json"}).output;
    HttpClient browser = site.client();
    for (const char* path : {"/", "/home", "/cloakroom.fcgi", "/cloakroom.fcgi/"}) {
        for (const char* query : {"--help", "--version", "-h", "setup", "check-config", "user", "user+list",
                                  "user+list+--json", "user+add+mallory+--admin+--password-stdin",
                                  "--config+/etc/passwd+user+list", "user%20list", "--config%3d/etc/passwd", "--",
                                  "user+password+"
                                  "owner"}) {
            const HttpResponse response = browser.get(std::string(path) + "?" + query);
            const int usual = std::string_view(path) == "/home" ? 303 : 200;
            BOOST_TEST((response.status == usual || response.status == 400), path << "?" << query << response.status);
            for (const char* word : {"Usage", "Exit codes", "Options:", "Cloakroom 0.", "root:", "added"}) {
                BOOST_TEST(!response.shows(word), path << "?" << query << " shows " << word);
            }
        }
    }
    BOOST_TEST(site.command_line({"user", "list", "--json"}).output == before);
}

ON_EACH_SERVER(a_client_cannot_set_what_only_the_server_may, *holds("CG2 CG7")) {
    HttpClient browser = site.client();
    const Headers twins = {{"Remote-User", "admin"},         {"Script-Name", "/evil"},
                           {"Path-Info", "/home"},           {"Https", "on"},
                           {"Proxy", "http://evil.example"}, {"Document-Root", "/etc"},
                           {"X-Forwarded-Proto", "https"},   {"Redirect-Status", "401"},
                           {"Request-Method", "POST"}};
    const HttpResponse response = browser.send({.path = site.at("/"), .headers = twins});
    check_page(response, 200);
    BOOST_TEST(is_sign_in_form(response));
    BOOST_TEST(!response.shows("evil"));
    BOOST_TEST(browser.send({.path = site.at("/home"), .headers = twins}).status == 303);
}

}  // namespace cloakroom::test
