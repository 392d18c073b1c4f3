#include "web/guard/delivery.h"

#include <filesystem>
#include <fstream>

#include "http/date.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using http::Request;
using test::holds;
using test::WebHouse;

namespace {

namespace fs = std::filesystem;

// alice, of the choir, may see /members, all of it but /members/board.
struct Members : WebHouse {
    Members() {
        fs::create_directories(root() / "members/board");
        write("members/page.html", "0123456789");
        write("members/board/minutes.txt", "secret");
        add("alice");
        auth.groups.join("choir", "alice", {});
        auth.groups.add("board", {});
        auth.rules.protect({"/members", auth::Requirement::listed, {"choir"}, {}}, {});
        auth.rules.protect({"/members/board", auth::Requirement::listed, {"board"}, {}}, {});
        id = sign_in("alice").fresh->id;
    }

    fs::path root() const { return folder->path() / "site"; }

    void write(const std::string& file, const std::string& text) const {
        std::ofstream(root() / file) << text;
        fs::permissions(root() / file, fs::perms{0644});
    }

    Request asking_for(const std::string& target) const {
        Request sent = request(http::Method::get, "/gate", id);
        sent.target = target;
        sent.document_root = root().string();
        sent.accept = "text/html";
        return sent;
    }

    http::Response get(const std::string& target, std::string Request::*name = &Request::host,
                       const std::string& value = "") {
        Request sent = asking_for(target);
        sent.*name = value;
        return web::dispatch(site, sent);
    }

    static std::string content(const http::Response& response) {
        std::string text;
        if (!response.file) return text;
        response.file->read([&text](std::string_view piece) { return text += piece, true; });
        return text;
    }

    std::string id;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(delivery, Members)

BOOST_AUTO_TEST_CASE(who_may_see_a_file_gets_it_as_it_is) {
    const auto response = get("/members/page.html?a=b");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(content(response) == "0123456789");
    BOOST_TEST(header(response, "Content-Type") == "text/html");
    BOOST_TEST(header(response, "Accept-Ranges") == "bytes");
}

BOOST_AUTO_TEST_CASE(a_file_is_kept_by_no_shared_cache_and_bears_no_policy_of_our_pages, *holds("CA4")) {
    for (const char* range : {"", "bytes=1-2"}) {
        const auto response = get("/members/page.html", &Request::range, range);
        BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
        BOOST_TEST(header(response, "Vary") == "Cookie");
        BOOST_TEST(header(response, "X-Content-Type-Options") == "nosniff");
        BOOST_TEST(header(response, "Content-Security-Policy").empty());
    }
}

BOOST_AUTO_TEST_CASE(who_may_not_see_a_file_learns_nothing_of_it, *holds("CA4 AZ2")) {
    const auto known = get("/members/page.html");
    id.clear();
    for (const auto name : {&Request::host, &Request::if_none_match, &Request::if_modified_since, &Request::if_match,
                            &Request::range, &Request::if_unmodified_since}) {
        for (const std::string& value : {header(known, "ETag"), header(known, "Last-Modified"),
                                         std::string("bytes=0-1"), std::string("bytes=99-"), std::string("*")}) {
            const auto response = get("/members/page.html", name, value);
            BOOST_TEST(response.status == 303);
            BOOST_TEST(header(response, "ETag").empty());
        }
    }
    BOOST_TEST(get("/members/none.html").status == 303);
    BOOST_TEST(get("/members").status == 303);
    BOOST_TEST(header(get("/members"), "Location") == "/?next=%2Fmembers");
}

BOOST_AUTO_TEST_CASE(the_longest_rule_decides, *holds("AZ2")) {
    for (const char* target :
         {"/members/board/minutes.txt", "/members/./board//minutes.txt", "/members/%62oard/minutes.txt",
          "/x/../members/board/minutes.txt", "/members/board/", "/members/board"}) {
        BOOST_TEST(get(target).status == 403, target);
    }
    BOOST_TEST(get("/elsewhere.html").status == 403);
    BOOST_TEST(get("members/page.html").status == 403);
}

BOOST_AUTO_TEST_CASE(a_link_opens_nothing_that_its_target_does_not, *holds("AZ6 PA2")) {
    fs::create_symlink("board/minutes.txt", root() / "members/link.txt");
    fs::create_directory_symlink("board", root() / "members/plan");
    BOOST_TEST(get("/members/link.txt").status == 403);
    BOOST_TEST(get("/members/plan/minutes.txt").status == 403);
    BOOST_TEST(get("/members/plan").status == 403);
}

BOOST_AUTO_TEST_CASE(a_folder_shows_its_index_file_and_never_a_list, *holds("AZ6")) {
    BOOST_TEST(get("/members/").status == 404);
    write("members/index.htm", "the second");
    BOOST_TEST(content(get("/members/")) == "the second");
    write("members/index.html", "the first");
    BOOST_TEST(content(get("/members/")) == "the first");
    fs::remove(root() / "members/index.html");
    fs::create_directory(root() / "members/index.html");
    BOOST_TEST(content(get("/members/")) == "the second");
}

BOOST_AUTO_TEST_CASE(an_index_file_that_is_a_link_needs_the_rule_of_where_it_leads, *holds("AZ6")) {
    write("members/board/minutes.html", "for the board");
    auth.rules.protect({"/members/board", auth::Requirement::listed, {"board"}, {}}, {});
    fs::create_symlink("board/minutes.html", root() / "members/index.html");
    BOOST_TEST(get("/members/").status == 403);
}

BOOST_AUTO_TEST_CASE(a_folder_without_its_slash_gets_one, *holds("AZ6 RD2")) {
    BOOST_TEST(get("/members").status == 303);
    BOOST_TEST(header(get("/members?a=b"), "Location") == "/members/?a=b");
    BOOST_TEST(header(get("//members"), "Location") == "/members/");
    fs::create_directory(root() / "members/a b");
    BOOST_TEST(header(get("/members/a%20b"), "Location") == "/members/a%20b/");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_and_what_is_never_sent_look_like_it) {
    write("members/x.php", "<?php");
    write("members/.htaccess", "Require");
    BOOST_TEST(get("/members/none.html").status == 404);
    BOOST_TEST(get("/members/page.html/").status == 404);
    BOOST_TEST(get("/members/x.php").status == 403);
    BOOST_TEST(get("/members/.htaccess").status == 403);
    BOOST_TEST(get("/members/none.html", &Request::fetch_dest, "image").body.empty());
    BOOST_TEST(header(get("/members/none.html", &Request::fetch_dest, "empty"), "Content-Type") ==
               "application/problem+json");
}

BOOST_AUTO_TEST_CASE(a_file_that_the_browser_has_is_not_sent_again) {
    const auto first = get("/members/page.html");
    const auto again = get("/members/page.html", &Request::if_none_match, header(first, "ETag"));
    BOOST_TEST(again.status == 304);
    BOOST_TEST(!again.file);
    BOOST_TEST(header(again, "ETag") == header(first, "ETag"));
    BOOST_TEST(header(again, "Content-Security-Policy").empty());
    BOOST_TEST(get("/members/page.html", &Request::if_modified_since, header(first, "Last-Modified")).status == 304);
    BOOST_TEST(get("/members/page.html", &Request::if_match, "\"x\"").status == 412);
}

BOOST_AUTO_TEST_CASE(a_range_is_a_206_with_its_place_in_the_whole) {
    const auto response = get("/members/page.html", &Request::range, "bytes=2-4");
    BOOST_TEST(response.status == 206);
    BOOST_TEST(content(response) == "234");
    BOOST_TEST(header(response, "Content-Range") == "bytes 2-4/10");
    const auto beyond = get("/members/page.html", &Request::range, "bytes=10-");
    BOOST_TEST(beyond.status == 416);
    BOOST_TEST(header(beyond, "Content-Range") == "bytes */10");
    BOOST_TEST(get("/members/page.html", &Request::range, "bytes=0-1,3-4").status == 200);
}

BOOST_AUTO_TEST_CASE(a_range_of_another_state_of_the_file_is_the_whole) {
    Request sent = asking_for("/members/page.html");
    sent.range = "bytes=2-4";
    sent.if_range = "\"another\"";
    BOOST_TEST(content(web::dispatch(site, sent)) == "0123456789");
    sent.if_range = header(get("/members/page.html"), "ETag");
    BOOST_TEST(content(web::dispatch(site, sent)) == "234");
}

BOOST_AUTO_TEST_CASE(head_tells_of_the_whole_file) {
    Request sent = asking_for("/members/page.html");
    sent.method = http::Method::head;
    sent.range = "bytes=2-4";
    const auto document = http::document_of(web::dispatch(site, sent), sent.method);
    BOOST_TEST(document.text.starts_with("Status: 200 OK\r\n"));
    BOOST_TEST(document.text.ends_with("Content-Length: 10\r\n\r\n"));
    BOOST_TEST(!document.file);
}

BOOST_AUTO_TEST_CASE(other_methods_are_refused, *holds("AZ2 HD5")) {
    for (const auto method : {http::Method::post, http::Method::put, http::Method::remove, http::Method::other}) {
        Request sent = asking_for("/members/page.html");
        sent.method = method;
        const auto response = web::dispatch(site, sent);
        BOOST_TEST(response.status == 405);
        BOOST_TEST(header(response, "Allow") == "GET, HEAD");
    }
}

BOOST_AUTO_TEST_CASE(the_folder_of_the_site_can_be_set) {
    Request sent = asking_for("/members/page.html");
    sent.document_root = "/no/such/folder";
    BOOST_TEST(web::dispatch(site, sent).status == 503);
    site.options.site_folder = root().string();
    BOOST_TEST(web::dispatch(site, sent).status == 200);
}

BOOST_AUTO_TEST_CASE(the_server_is_told_what_to_send_only_for_who_may_see_it, *holds("PA2")) {
    write("members/a b.html", "text");
    site.options.send_files = "x-sendfile";
    const auto response = get("/members/a%20b.html");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(!response.file);
    BOOST_TEST(header(response, "X-Sendfile") == fs::canonical(root()).string() + "/members/a%20b.html");
    BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
    BOOST_TEST(header(get("/members/a%20b.html", &Request::server, "Apache/2.4.62 (Debian)"), "X-Sendfile") ==
               fs::canonical(root()).string() + "/members/a b.html");
    site.options.send_files = "x-accel-redirect";
    BOOST_TEST(header(get("/members/a%20b.html"), "X-Accel-Redirect") == "/cloakroom-files/members/a%20b.html");
    BOOST_TEST(header(get("/members/board/minutes.txt"), "X-Accel-Redirect").empty());
    BOOST_TEST(header(get("/members/none.html"), "X-Accel-Redirect").empty());
}

BOOST_AUTO_TEST_SUITE_END()
