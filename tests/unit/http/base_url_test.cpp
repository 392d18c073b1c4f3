#include "http/base_url.h"

#include <array>
#include <string>

#include "base/path.h"
#include "support/holds.h"

using cloakroom::normalise_path;
using cloakroom::http::locate;
using cloakroom::http::Location;
using cloakroom::test::holds;

BOOST_TEST_DONT_PRINT_LOG_VALUE(Location)

namespace {

struct Case {
    const char* request_uri;
    const char* script_name;
    const char* path_info;
    const char* base;  // nullptr: not told
    const char* route;
};

// What each server sends for one address, as seen on Apache 2.4, lighttpd 1.4.69 and nginx 1.22.
struct SetUp {
    const char* name;
    std::array<Case, 3> cases;
};

constexpr SetUp set_ups[] = {
    {"Apache .htaccess at the root",
     {{{"/", "/cloakroom.fcgi", "/", "", "/"},
       {"/home", "/cloakroom.fcgi", "/home", "", "/home"},
       {"/setup?way=upload", "/cloakroom.fcgi", "/setup", "", "/setup"}}}},
    {"Apache .htaccess in a folder",
     {{{"/door/", "/door/cloakroom.fcgi", "/", "/door", "/"},
       {"/door/home?x=/home", "/door/cloakroom.fcgi", "/home", "/door", "/home"},
       {"/door/setup", "/door/cloakroom.fcgi", "/setup", "/door", "/setup"}}}},
    {"Apache FallbackResource",
     {{{"/x/", "/x/cloakroom.fcgi", "", "/x", "/"},
       {"/x/home?a=b", "/x/cloakroom.fcgi", "", "/x", "/home"},
       {"/x/setup", "/x/cloakroom.fcgi", "", "/x", "/setup"}}}},
    {"Apache FallbackResource at the root",
     {{{"/", "/cloakroom.fcgi", "", "", "/"},
       {"/home", "/cloakroom.fcgi", "", "", "/home"},
       {"/setup", "/cloakroom.fcgi", "", "", "/setup"}}}},
    {"Apache rewrite into /cgi-bin/ (PT)",
     {{{"/door/", "/cgi-bin/cloakroom.fcgi", "/", "/door", "/"},
       {"/door/home", "/cgi-bin/cloakroom.fcgi", "/home", "/door", "/home"},
       {"/setup", "/cgi-bin/cloakroom.fcgi", "/setup", "", "/setup"}}}},
    {"Apache Alias",
     {{{"/cloakroom/", "/cloakroom/cloakroom.fcgi", "/", "/cloakroom", "/"},
       {"/cloakroom/home", "/cloakroom/cloakroom.fcgi", "/home", "/cloakroom", "/home"},
       {"/cloakroom/setup", "/cloakroom/cloakroom.fcgi", "/setup", "/cloakroom", "/setup"}}}},
    {"Apache /~user",
     {{{"/~ann/", "/~ann/cloakroom.fcgi", "/", "/~ann", "/"},
       {"/%7Eann/home", "/~ann/cloakroom.fcgi", "/home", "/~ann", "/home"},
       {"/~ann/club/setup", "/~ann/club/cloakroom.fcgi", "/setup", "/~ann/club", "/setup"}}}},
    {"lighttpd rewrite, FastCGI, at the root",
     {{{"/", "/cloakroom.fcgi", "/", "", "/"},
       {"/home", "/cloakroom.fcgi", "/home", "", "/home"},
       {"/setup?", "/cloakroom.fcgi", "/setup", "", "/setup"}}}},
    {"lighttpd rewrite, CGI, in a folder",
     {{{"/door/?next=%2Fhome", "/door/cloakroom.cgi", "/", "/door", "/"},
       {"/door/home", "/door/cloakroom.cgi", "/home", "/door", "/home"},
       {"/door/setup", "/door/cloakroom.cgi", "/setup", "/door", "/setup"}}}},
    {"lighttpd prefix",
     {{{"/login", "/login", "", "/login", "/"},
       {"/login/home", "/login", "/home", "/login", "/home"},
       {"/login/setup", "/login", "/setup", "/login", "/setup"}}}},
    {"nginx, SCRIPT_NAME empty",
     {{{"/", "", "/", "", "/"}, {"/home", "", "/home", "", "/home"}, {"/setup?a", "", "/setup", "", "/setup"}}}},
    {"Apache ErrorDocument of another page",
     {{{"/members/a.html", "/door/cloakroom.fcgi", "", nullptr, "/"},
       {"/members/a.html", "/door/cloakroom.fcgi", "/home", nullptr, "/home"},
       {"/members/setup.html", "/door/cloakroom.fcgi", "/setup", nullptr, "/setup"}}}},
    {"Caddy, handle_path",
     {{{"/door", "", "/", nullptr, "/"},
       {"/door/", "", "/", "/door", "/"},
       {"/door/home", "", "/home", "/door", "/home"}}}},
    {"the program by its own name",
     {{{"/cgi-bin/cloakroom.fcgi", "/cgi-bin/cloakroom.fcgi", "", "/cgi-bin/cloakroom.fcgi", "/"},
       {"/cloakroom.fcgi/home", "/cloakroom.fcgi", "/home", "/cloakroom.fcgi", "/home"},
       {"/cloakroom.fcgi/setup", "", "/cloakroom.fcgi/setup", "", "/setup"}}}},
};

Location locate_in(const Case& c) {
    return locate({.request_uri = c.request_uri,
                   .script_name = c.script_name,
                   .path_info = c.path_info,
                   .program_name = "cloakroom.fcgi"});
}

std::string route_at_root(const char* request_uri, const char* path_info) {
    return locate_in({request_uri, "/cloakroom.fcgi", path_info, "", ""}).route;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_url)

BOOST_AUTO_TEST_CASE(base_and_route_are_found_under_every_server, *holds("PA3")) {
    for (const auto& set_up : set_ups) {
        for (const auto& c : set_up.cases) {
            const auto found = locate_in(c);
            BOOST_TEST_CONTEXT(set_up.name << ": " << c.request_uri) {
                BOOST_TEST(found.is_told == (c.base != nullptr));
                if (c.base != nullptr) BOOST_TEST(found.base == c.base);
                BOOST_TEST(found.route == c.route);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(where_the_address_does_not_tell_the_base_links_go_through_the_program_itself) {
    for (const char* path_info : {"", "/home"}) {
        const auto found = locate_in({"/members/a.html", "/door/cloakroom.fcgi", path_info, "", ""});
        BOOST_TEST(found.base == "/door/cloakroom.fcgi");
    }
}

BOOST_AUTO_TEST_CASE(a_path_has_one_normal_form, *holds("PA1")) {
    constexpr std::array<std::array<const char*, 2>, 24> cases = {{
        {"", "/"},
        {"/", "/"},
        {"//", "/"},
        {"/.", "/"},
        {"/./", "/"},
        {"/..", "/"},
        {"/../", "/"},
        {"/../../..", "/"},
        {"home", "/home"},
        {"//home", "/home"},
        {"///home", "/home"},
        {"/./home", "/home"},
        {"/../home", "/home"},
        {"/x/../home", "/home"},
        {"/x//..//home", "/home"},
        {"/home/", "/home/"},
        {"/home//", "/home/"},
        {"/home/.", "/home/"},
        {"/home/x/..", "/home/"},
        {"/home/..", "/"},
        {"/a/./b//../c/", "/a/c/"},
        {"/...", "/..."},
        {"/.home", "/.home"},
        {"/%2e%2e/home", "/%2e%2e/home"},
    }};
    for (const auto& [path, normal] : cases) BOOST_TEST(normalise_path(path) == normal);
}

BOOST_AUTO_TEST_CASE(other_spellings_lead_to_the_same_route_or_to_none, *holds("PA1")) {
    constexpr std::array<std::array<const char*, 2>, 18> cases = {{
        {"/x/home", "/home"},
        {"/x//home", "/home"},
        {"/x/./home", "/home"},
        {"/x/y/../home", "/home"},
        {"/x/%2e/home", "/home"},
        {"/x/y/%2E%2e/home", "/home"},
        {"/x/%68ome", "/home"},
        {"/x%2fhome", "/home"},
        {"/%78/home", "/home"},
        {"/x/home?y=/../setup", "/home"},
        {"/x/home/", "/home/"},
        {"/x/HOME", "/HOME"},
        {"/x/%2568ome", "/%68ome"},
        {"/x/%252e%252e/home", "/%2e%2e/home"},
        {"/x/home%5c", "/home\\"},
        {"/x/..;/home", "/..;/home"},
        {"/x/home%20", "/home "},
        {"/x/home.", "/home."},
    }};
    for (const auto& [uri, route] : cases) {
        BOOST_TEST_CONTEXT(uri) {
            BOOST_TEST(locate_in({uri, "/x/cloakroom.fcgi", "", "", ""}).route == route);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_ending_that_looks_like_a_file_makes_another_route, *holds("CA3")) {
    BOOST_TEST(route_at_root("/home/x.css", "/home/x.css") == "/home/x.css");
    BOOST_TEST(route_at_root("/home%2fx.js", "/home/x.js") == "/home/x.js");
    BOOST_TEST(route_at_root("/home%2f.js", "") == "/home/.js");
    BOOST_TEST(route_at_root("/home;a.png", "/home;a.png") == "/home;a.png");
    BOOST_TEST(route_at_root("/home;a.png", "") == "/home;a.png");
}

BOOST_AUTO_TEST_CASE(only_the_whole_program_name_is_stripped) {
    BOOST_TEST(route_at_root("/cloakroom.fcgi/home", "/cloakroom.fcgi/home") == "/home");
    BOOST_TEST(route_at_root("/cloakroom.fcgi", "/cloakroom.fcgi") == "/");
    BOOST_TEST(route_at_root("/cloakroom.fcgix", "/cloakroom.fcgix") == "/cloakroom.fcgix");
}

BOOST_AUTO_TEST_CASE(a_base_is_written_as_it_stands_in_a_link, *holds("RD3")) {
    const auto found = locate_in({"/b%c3%bcro%0d%0a%22/home", "/cgi-bin/x.fcgi", "/home", "", ""});
    BOOST_TEST(found.base == "/b%C3%BCro%0D%0A%22");
    const auto slashes = locate_in({"//evil.example/home", "/cgi-bin/x.fcgi", "/home", "", ""});
    BOOST_TEST(slashes.base == "/evil.example");
    const auto script = locate_in({"/x", "//evil.example/x.fcgi", "/home", "", ""});
    BOOST_TEST(script.base == "/evil.example/x.fcgi");
}

BOOST_AUTO_TEST_SUITE_END()
