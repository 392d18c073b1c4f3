// Protected folders behind each server that asks us: who sees what, however he asks.
#include <vector>

#include "server/checks.h"
#include "server/database.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

// Those who may want to see a protected folder. Alice is in the group choir.
struct Visitors {
    explicit Visitors(Site& site)
        : alice_user(site.add_user()),
          bob_user(site.add_user()),
          expired_user(site.add_user()),
          disabled_user(site.add_user()),
          stranger(site.client()),
          alice(site.signed_in(alice_user)),
          bob(site.signed_in(bob_user)),
          expired(site.signed_in(expired_user)),
          disabled(site.signed_in(disabled_user)) {
        for (const Command& words : std::vector<Command>{{"group", "add", "choir", alice_user.name},
                                                         {"protect", "/members"},
                                                         {"protect", "/members/open", "--anyone"},
                                                         {"protect", "/choir", "--group", "choir"},
                                                         {"protect", "/alice", "--user", alice_user.name},
                                                         {"user", "disable", disabled_user.name}}) {
            must_run(site, words);
        }
        Database(site).execute(
            "UPDATE sessions SET expires_at = 1 WHERE user_id = (SELECT id FROM users WHERE name = '" +
            expired_user.name + "')");
    }

    Site::User alice_user, bob_user, expired_user, disabled_user;
    HttpClient stranger, alice, bob, expired, disabled;
};

enum class Sees { file, sign_in, refusal };

struct Row {
    const char* path;
    Sees stranger;  // and who was signed in once: an expired session, a disabled user
    Sees alice;
    Sees bob;
};

using enum Sees;
constexpr Row rows[] = {
    {"/members/secret.txt", sign_in, file, file},  {"/members/open/secret.txt", file, file, file},
    {"/choir/secret.txt", sign_in, file, refusal}, {"/choir/open/secret.txt", sign_in, file, refusal},
    {"/alice/secret.txt", sign_in, file, refusal}, {"/norule/secret.txt", refusal, refusal, refusal},
};

void check_refusal(const HttpResponse& response, Sees sees, const Site& site, const std::string& path) {
    BOOST_TEST(!response.shows("SECRET"));
    BOOST_TEST(response.header("content-range") == "");
    if (sees == sign_in) {
        BOOST_TEST(response.status == 303);
        BOOST_TEST(response.header("location").ends_with(site.at("/") + "?next=" + (path.empty() ? "" : "%2F" + path)));
    } else {
        BOOST_TEST(response.status == 403);
    }
}

// One address, in all ways of asking for it.
void check(HttpClient& browser, const Row& row, Sees sees, const Site& site) {
    const std::string path = row.path;
    const std::string next = [&] {
        std::string encoded;
        for (const char c : path.substr(1)) encoded += c == '/' ? std::string("%2F") : std::string(1, c);
        return encoded;
    }();
    const auto ask = [&](const std::string& method, Headers headers = {}) {
        headers.insert(headers.end(), navigation.begin(), navigation.end());
        HttpRequest request{.method = method, .path = path, .headers = std::move(headers)};
        if (method == "POST") request.body = "a=b";
        return browser.send(request);
    };
    const HttpResponse got = ask("GET");
    if (sees != file) {
        check_refusal(got, sees, site, next);
        for (const char* method : {"HEAD", "POST", "OPTIONS", "PUT"}) {
            const HttpResponse response = ask(method);
            BOOST_TEST(!response.shows("SECRET"));
            BOOST_TEST((response.status >= 300 || response.body.empty()), method << " " << response.status);
        }
        check_refusal(ask("GET", {{"Range", "bytes=0-3"}}), sees, site, next);
        check_refusal(ask("GET", {{"If-None-Match", "*"}}), sees, site, next);
        check_refusal(ask("GET", {{"If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"}}), sees, site, next);
        return;
    }
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.body == locked_text);
    BOOST_TEST(got.header("cache-control").find("private") != std::string::npos);
    BOOST_TEST(got.header("cache-control").find("no-cache") != std::string::npos);
    BOOST_TEST(ask("HEAD").status == 200);
    const int posted = ask("POST").status;  // a file takes none, but that is for the server to say
    BOOST_TEST((posted == 405 || posted == 200), posted);
    const HttpResponse part = ask("GET", {{"Range", "bytes=0-5"}});
    BOOST_TEST(part.status == 206);
    BOOST_TEST(part.body == "SECRET");
    BOOST_TEST(ask("GET", {{"If-None-Match", got.header("etag")}}).status == 304);
}

}  // namespace

ON_SERVERS_THAT(can_lock, each_visitor_sees_what_the_rules_say_however_he_asks, *holds("AZ2 AZ5 CA4")) {
    Visitors visitors(site);
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row.path) {
            BOOST_TEST_CONTEXT("a stranger") {
                check(visitors.stranger, row, row.stranger, site);
            }
            BOOST_TEST_CONTEXT("alice") {
                check(visitors.alice, row, row.alice, site);
            }
            BOOST_TEST_CONTEXT("bob") {
                check(visitors.bob, row, row.bob, site);
            }
            BOOST_TEST_CONTEXT("an expired session") {
                check(visitors.expired, row, row.stranger, site);
            }
            BOOST_TEST_CONTEXT("a disabled user") {
                check(visitors.disabled, row, row.stranger, site);
            }
        }
    }
}

}  // namespace cloakroom::test
