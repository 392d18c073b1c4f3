// Files of protected folders that the program sends itself: with a rewrite to /gate, the
// server hands over each request for them.
#include <filesystem>
#include <fstream>

#include "support/cgi.h"
#include "support/holds.h"

using namespace cloakroom::test;

namespace {

namespace fs = std::filesystem;

// alice may see /members, and is not in the board.
struct LockedDoor : Door {
    LockedDoor() {
        configure("base_url = \"http://door.example\"\n");
        add_user("alice");
        for (const Command& words :
             {Command{"protect", "/members"}, {"group", "add", "board"}, {"protect", "/board", "--group", "board"}}) {
            if (command(words).exit_code != 0) throw std::runtime_error("not protected: " + words.back());
        }
        write("members/page.html", "0123456789");
        write("board/minutes.txt", "secret");
        cookie = sign_in("alice");
    }

    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((documents() / file).parent_path());
        std::ofstream(documents() / file) << text;
        fs::permissions(documents() / file, fs::perms{0644});
    }

    // Of that size, and only holes.
    void write_large(const std::string& file, std::uintmax_t size) const {
        write(file, "");
        fs::resize_file(documents() / file, size);
    }

    CgiRequest asking_for(const std::string& target, Variables variables = {},
                          const std::string& method = "GET") const {
        variables.insert({{"PATH_INFO", "/gate"}, {"HTTP_ACCEPT", "text/html"}, {"HTTP_COOKIE", cookie}});
        return {.method = method, .target = target, .variables = std::move(variables)};
    }

    CgiAnswer ask(const std::string& target, const Variables& variables = {}, const std::string& method = "GET") const {
        return send(asking_for(target, variables, method));
    }

    std::string cookie;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(delivery, LockedDoor)

BOOST_AUTO_TEST_CASE(a_user_gets_the_file_with_its_type, *holds("CG4")) {
    const CgiAnswer answer = ask("/members/page.html");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body == "0123456789");
    BOOST_TEST(answer.header("Content-Type") == "text/html");
    BOOST_TEST(answer.header("Content-Length") == "10");
    BOOST_TEST(answer.count("Cache-Control") == 1U);
    BOOST_TEST(answer.header("Cache-Control") == "private, no-cache");
}

BOOST_AUTO_TEST_CASE(a_stranger_is_sent_to_sign_in_and_back, *holds("CA4 AZ2")) {
    for (const char* range : {"", "bytes=0-1", "bytes=99-"}) {
        const CgiAnswer answer = ask("/members/page.html?a=1&a=2", {{"HTTP_COOKIE", ""}, {"HTTP_RANGE", range}});
        BOOST_TEST(answer.status == 303);
        BOOST_TEST(answer.header("Location") == "/?next=%2Fmembers%2Fpage.html%3Fa%3D1%26a%3D2");
        BOOST_TEST(answer.header("Content-Range").empty());
        BOOST_TEST(!answer.shows("0123456789"));
    }
}

BOOST_AUTO_TEST_CASE(a_user_of_another_group_is_refused, *holds("AZ2")) {
    for (const char* target :
         {"/board/minutes.txt", "/board/", "/board", "/board/none", "/members/../board/minutes.txt"}) {
        const CgiAnswer answer = ask(target, {{"HTTP_IF_NONE_MATCH", "*"}});
        BOOST_TEST(answer.status == 403, target);
        BOOST_TEST(!answer.shows("secret"));
    }
}

BOOST_AUTO_TEST_CASE(the_query_is_that_of_the_page) {
    BOOST_TEST(ask("/members/page.html?a=1&a=2;%ff").status == 200);
    BOOST_TEST(ask("/members/page.html?" + std::string(6000, 'x')).status == 200);
}

BOOST_AUTO_TEST_CASE(each_status_over_cgi, *holds("CG4 AZ6")) {
    fs::create_directory(documents() / "members/photos");
    const std::string tag = ask("/members/page.html").header("ETag");
    struct Row {
        const char* target;
        Variables variables;
        int status;
        const char* body;
    };
    for (const Row& row : std::vector<Row>{
             {"/members/page.html", {{"HTTP_RANGE", "bytes=-3"}}, 206, "789"},
             {"/members/page.html", {{"HTTP_RANGE", "bytes=0-1,3-4"}}, 200, "0123456789"},
             {"/members/page.html", {{"HTTP_RANGE", "bytes=10-"}}, 416, ""},
             {"/members/page.html", {{"HTTP_IF_NONE_MATCH", tag}}, 304, ""},
             {"/members/page.html", {{"HTTP_IF_MODIFIED_SINCE", "Fri, 01 Jan 2100 00:00:00 GMT"}}, 304, ""},
             {"/members/page.html", {{"HTTP_IF_UNMODIFIED_SINCE", "Mon, 01 Jan 2001 00:00:00 GMT"}}, 412, ""},
             {"/members/page.html", {{"HTTP_IF_MATCH", "\"x\""}}, 412, ""},
             {"/members/page.html", {{"HTTP_IF_RANGE", tag}, {"HTTP_RANGE", "bytes=0-0"}}, 206, "0"},
             {"/members/page.html", {{"HTTP_IF_RANGE", "\"x\""}, {"HTTP_RANGE", "bytes=0-0"}}, 200, "0123456789"},
             {"/members/photos", {}, 303, ""}}) {
        const CgiAnswer answer = ask(row.target, row.variables);
        BOOST_TEST(answer.status == row.status, row.target << " " << row.status);
        BOOST_TEST(answer.body == row.body);
        BOOST_TEST(answer.count("X-Content-Type-Options") == 1U);
    }
    BOOST_TEST(ask("/members/photos/").status == 404);
    BOOST_TEST(ask("/members/none.html").status == 404);
    BOOST_TEST(ask("/members/page.html%00.txt").status == 400);
}

BOOST_AUTO_TEST_CASE(head_has_the_headers_of_get, *holds("HD5")) {
    const CgiAnswer got = ask("/members/page.html");
    const CgiAnswer head = ask("/members/page.html", {}, "HEAD");
    BOOST_TEST(head.status == 200);
    BOOST_TEST((head.headers == got.headers));
    BOOST_TEST(head.body.empty());
}

BOOST_AUTO_TEST_CASE(other_methods_get_nothing, *holds("AZ2 HD5")) {
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"}) {
        const CgiAnswer answer = ask("/members/page.html", {}, method);
        BOOST_TEST(answer.status == 405, method);
        BOOST_TEST(answer.header("Allow") == "GET, HEAD");
        BOOST_TEST(!answer.shows("0123456789"));
    }
}

BOOST_AUTO_TEST_CASE(what_is_private_is_not_sent_from_a_folder_that_is_open_to_all, *holds("PA2 PA4")) {
    BOOST_TEST_REQUIRE(command({"protect", "/", "--anyone"}).exit_code == 0);
    write(".htpasswd", "SECRET");
    write("x.php.bak", "SECRET");
    fs::create_directory_symlink(data(), documents() / "d");
    fs::create_symlink(configuration(), documents() / "c.txt");
    for (const char* target :
         {"/.htpasswd", "/x.php.bak", "/cloakroom.fcgi", "/d/cloakroom.sqlite", "/d/", "/c.txt", "/d/cloakroom.conf",
          "/../cloakroom-data/cloakroom.conf", "/%2e%2e/cloakroom-data/cloakroom.conf"}) {
        const CgiAnswer answer = ask(target);
        BOOST_TEST((answer.status == 403 || answer.status == 404), target << " " << answer.status);
        BOOST_TEST(!answer.shows("SECRET"));
        BOOST_TEST(!answer.shows("base_url"));
    }
}

BOOST_AUTO_TEST_CASE(a_private_folder_inside_the_site_is_not_sent, *holds("PA2 PA4")) {
    BOOST_TEST_REQUIRE(command({"protect", "/", "--anyone"}).exit_code == 0);
    configure("base_url = \"http://door.example\"\nsite_folder = \"" + folder().string() + "\"\n");
    BOOST_TEST(ask("/public/members/page.html").status == 200);
    BOOST_TEST(ask("/cloakroom-data/cloakroom.conf").status == 403);
    BOOST_TEST(ask("/cloakroom-data/cloakroom.sqlite").status == 403);
}

BOOST_AUTO_TEST_CASE(without_the_folder_of_the_site_the_log_says_what_to_do) {
    configure("base_url = \"http://door.example\"\n");
    BOOST_TEST(ask("/members/page.html", {{"DOCUMENT_ROOT", "/no/such/folder"}}).status == 503);
    BOOST_TEST(log().find("name it with site_folder in cloakroom.conf") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_web_server_can_send_the_file_itself, *holds("PA2")) {
    configure("base_url = \"http://door.example\"\nsend_files = \"x-sendfile\"\n");
    const CgiAnswer answer = ask("/members/page.html", {{"HTTP_RANGE", "bytes=0-1"}});
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body.empty());
    BOOST_TEST(answer.header("X-Sendfile") == fs::canonical(documents()).string() + "/members/page.html");
    BOOST_TEST(ask("/members/page.html", {{"HTTP_COOKIE", ""}}).count("X-Sendfile") == 0U);
    BOOST_TEST(ask("/board/minutes.txt").count("X-Sendfile") == 0U);
}

BOOST_AUTO_TEST_CASE(two_gigabytes_take_no_more_memory_than_a_small_file, *holds("PR6")) {
    constexpr std::int64_t small = 1024 * 1024;
    constexpr std::int64_t large = 2048 * small;
    write_large("members/small.bin", small);
    write_large("members/large.bin", large);
    const auto peak = [this](const std::string& target, std::int64_t size) {
        SlowReader reader(*this, asking_for(target));
        BOOST_TEST(reader.read_head().find("Content-Length: " + std::to_string(size)) != std::string::npos);
        const std::int64_t rest = size / 2;  // more than a pipe holds: the program still has to write it
        BOOST_TEST(reader.skip(size - rest) == size - rest);
        const std::int64_t half_way = reader.peak_memory();
        BOOST_TEST(reader.skip(rest + 1) == rest);
        BOOST_TEST(reader.wait() == 0);
        return half_way;
    };
    const std::int64_t of_small = peak("/members/small.bin", small);
    const std::int64_t of_large = peak("/members/large.bin", large);
    BOOST_TEST_MESSAGE("peak memory: " << of_small << " KiB for 1 MiB, " << of_large << " KiB for 2 GiB");
    BOOST_TEST(of_large <= of_small + 10'000);
}

BOOST_AUTO_TEST_CASE(a_client_that_hangs_up_ends_the_download_quietly, *holds("PR1 PR8")) {
    write_large("members/large.bin", 1024 * 1024 * 1024);
    SlowReader reader(*this, asking_for("/members/large.bin"));
    reader.read_head();
    reader.skip(100'000);
    reader.hang_up();
    BOOST_TEST(reader.wait() == 0);
    BOOST_TEST(log().find("error") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
