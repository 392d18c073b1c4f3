// Files of protected folders on servers that cannot ask us: we send them.
#include <filesystem>
#include <fstream>

#include "server/checks.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// alice may see /members; with files in it, gone with this object.
struct Members {
    explicit Members(Site& on) : site(on), folder(on.folders().documents / "members") {
        BOOST_TEST_REQUIRE(site.command_line({"protect", "/members"}).status == 0);
        alice = std::make_unique<HttpClient>(site.signed_in());
    }
    ~Members() {
        std::error_code ignored;
        for (const auto& path : added) fs::remove_all(path, ignored);
    }
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;

    void write(const std::string& name, const std::string& text) {
        added.push_back(folder / name.substr(0, name.find('/')));
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
        fs::permissions(folder / name, fs::perms{0644});
    }

    HttpResponse ask(const std::string& path, const Headers& headers = {{"Accept", "text/html"}},
                     const std::string& method = "GET") {
        return alice->send({.method = method, .path = "/members" + path, .headers = headers});
    }

    Site& site;
    fs::path folder;
    std::vector<fs::path> added;
    std::unique_ptr<HttpClient> alice;
};

std::string large_text() {
    std::string text;
    for (int line = 0; text.size() < 3'000'000; ++line) text += std::to_string(line) + "\n";
    return text;
}

}  // namespace

ON_SERVERS_THAT(sends_files, a_file_comes_whole_and_in_parts, *holds("CG4")) {
    Members members(site);
    const std::string text = large_text();
    members.write("large.txt", text);
    const HttpResponse whole = members.ask("/large.txt");
    BOOST_TEST(whole.status == 200);
    BOOST_TEST((whole.body == text));
    BOOST_TEST(whole.header("content-type") == "text/plain");
    BOOST_TEST(whole.header("x-content-type-options") == "nosniff");
    BOOST_TEST(whole.header("content-security-policy") == "");
    const HttpResponse part = members.ask("/large.txt", {{"Range", "bytes=1000000-1999999"}});
    BOOST_TEST(part.status == 206);
    BOOST_TEST((part.body == text.substr(1'000'000, 1'000'000)));
    BOOST_TEST(members.ask("/large.txt", {{"Range", "bytes=99999999-"}}).status == 416);
    BOOST_TEST(members.ask("/large.txt", {{"If-Match", "\"x\""}}).status == 412);
    const HttpResponse head = members.ask("/large.txt", {}, "HEAD");
    BOOST_TEST(head.status == 200);
    const std::string length = head.header("content-length");  // Apache may leave it out
    BOOST_TEST((length.empty() || length == std::to_string(text.size())));
}

ON_SERVERS_THAT(sends_files, a_folder_shows_its_index_file_and_never_a_list, *holds("AZ6")) {
    Members members(site);
    members.write("photos/one.txt", "text");
    const HttpResponse without_slash = members.ask("/photos");
    BOOST_TEST(without_slash.status == 303);
    BOOST_TEST(without_slash.header("location").ends_with("/members/photos/"));
    BOOST_TEST(members.ask("/photos/").status == 404);
    BOOST_TEST(!members.ask("/photos/").shows("one.txt"));
    members.write("photos/index.html", "<p>the index</p>");
    BOOST_TEST(members.ask("/photos/").body == "<p>the index</p>");
    BOOST_TEST(members.ask("/photos/").header("content-type").starts_with("text/html"));
}

ON_SERVERS_THAT(sends_files, what_is_never_sent_is_not_sent, *holds("PA2 AZ6")) {
    Members members(site);
    for (const char* name :
         {".hidden", ".git/config.txt", "x.php", "x.PHP", "x.php~", "x.php.bak", "x.cgi", "x.shtml", "x.py"}) {
        members.write(name, locked_text);
        const HttpResponse response = members.ask(std::string("/") + name);
        BOOST_TEST(response.status == 403, name << " " << response.status);
        BOOST_TEST(!response.shows("SECRET"), name);
    }
    BOOST_TEST(members.ask("/.htaccess").status == 403);
    members.write("link", "");
    fs::remove(members.folder / "link");
    fs::create_symlink("/etc/passwd", members.folder / "link");
    BOOST_TEST(members.ask("/link").status == 403);
}

ON_SERVERS_THAT(sends_files, only_get_and_head_are_answered, *holds("AZ2 HD5")) {
    Members members(site);
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
        HttpRequest request{.method = method, .path = "/members/secret.txt"};
        if (std::string(method) != "OPTIONS") request.body = "a=b";
        const HttpResponse response = members.alice->send(request);
        BOOST_TEST(response.status == 405, method << " " << response.status);
        BOOST_TEST(!response.shows("SECRET"), method);
    }
}

ON_SERVERS_THAT(sends_files, a_file_may_have_the_name_of_a_page_of_ours, *holds("PA3")) {
    Members members(site);
    for (const char* name : {"gate", "home", "style.css", "setup"}) {
        members.write(name, "a file of the site");
        BOOST_TEST(members.ask(std::string("/") + name + "?a=1&a=2").body == "a file of the site", name);
    }
}

// An owner may have rules for pretty addresses in a folder below.
ON_SERVERS_THAT([](const SetUp& set_up) { return sends_files(set_up) && is_apache(set_up); },
                a_folder_below_with_a_rewrite_of_its_own_stays_locked, *holds("AZ2")) {
    Members members(site);
    members.write("blog/.htaccess", "RewriteEngine On\nRewriteRule ^pretty$ page.html\n");
    members.write("blog/page.html", locked_text);
    HttpClient stranger = site.client();
    for (const char* path : {"/members/blog/page.html", "/members/blog/pretty", "/members/blog/", "/members/blog"}) {
        const HttpResponse response = stranger.send({.path = path, .headers = {{"Accept", "text/html"}}});
        BOOST_TEST(response.status == 303, path << " " << response.status);
        BOOST_TEST(!response.shows("SECRET"), path);
    }
    BOOST_TEST(members.ask("/blog/page.html").body == locked_text);
}

}  // namespace cloakroom::test
