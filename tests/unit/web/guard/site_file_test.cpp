#include "web/guard/site_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/errors.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;
using Kind = web::SiteFile::Kind;

BOOST_TEST_DONT_PRINT_LOG_VALUE(Kind)

namespace {

namespace fs = std::filesystem;

// A site, and beside it what is not of the site.
struct OnDisk {
    OnDisk() {
        fs::create_directories(site() / "members/deep");
        write(site() / "members/page.html");
        write(folder.path() / "outside.html");
    }

    fs::path site() const { return folder.path() / "site"; }

    static void write(const fs::path& file, const std::string& text = "text") {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
        fs::permissions(file, fs::perms{0644});
    }

    web::SiteFile find(const std::string& address) const {
        return web::find_site_file({.path = site().string(), .shut = shut}, address);
    }

    test::TempFolder folder;
    std::vector<std::string> shut;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(site_file, OnDisk)

BOOST_AUTO_TEST_CASE(a_file_is_found_by_its_address) {
    const auto found = find("/members/page.html");
    BOOST_TEST(found.kind == Kind::file);
    BOOST_TEST(found.address == "/members/page.html");
    BOOST_TEST(found.path == fs::canonical(site() / "members/page.html").string());
    BOOST_TEST(found.size == 4);
    BOOST_TEST(found.content.is_open());
}

BOOST_AUTO_TEST_CASE(the_tag_of_a_file_changes_with_it) {
    const std::string tag = find("/members/page.html").tag;
    BOOST_TEST(find("/members/page.html").tag == tag);
    write(site() / "members/page.html", "other");
    BOOST_TEST(find("/members/page.html").tag != tag);
}

BOOST_AUTO_TEST_CASE(a_name_is_taken_as_it_is) {
    for (const char* name :
         {"a b.html", "\xc3\xa9t\xc3\xa9.html", "100%.html", "%2e%2e", "a\\b.html", "a;b.html", "a?b"}) {
        write(site() / "members" / name);
        BOOST_TEST(find(std::string("/members/") + name).kind == Kind::file, name);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_is_told_from_a_file, *holds("AZ6")) {
    BOOST_TEST(find("/members").kind == Kind::folder);
    BOOST_TEST(find("/members/").kind == Kind::folder);
    BOOST_TEST(find("/").kind == Kind::folder);
    BOOST_TEST(find("/members/page.html/").kind == Kind::missing);
}

BOOST_AUTO_TEST_CASE(what_is_neither_file_nor_folder_is_missing) {
    BOOST_TEST(find("/members/none.html").kind == Kind::missing);
    BOOST_TEST(find("/members/page.html/none").kind == Kind::missing);
    BOOST_TEST(find("/" + std::string(5000, 'x')).kind == Kind::missing);
    BOOST_REQUIRE(mkfifo((site() / "pipe.txt").c_str(), 0644) == 0);
    BOOST_TEST(find("/pipe.txt").kind == Kind::missing);
    fs::create_symlink("loop.html", site() / "loop.html");
    BOOST_TEST(find("/loop.html").kind == Kind::missing);
}

BOOST_AUTO_TEST_CASE(a_link_out_of_the_site_leads_nowhere, *holds("PA2 AZ6")) {
    fs::create_symlink(folder.path() / "outside.html", site() / "link.html");
    fs::create_symlink(folder.path(), site() / "up");
    fs::create_symlink("../../outside.html", site() / "members/relative.html");
    for (const char* address : {"/link.html", "/up", "/up/", "/up/outside.html", "/members/relative.html"}) {
        BOOST_TEST(find(address).kind == Kind::shut, address);
    }
    BOOST_TEST(find("/../outside.html").kind != Kind::file);
    // A folder beside the site whose name only begins like its own.
    write(folder.path() / "site-2/page.html");
    fs::create_symlink(folder.path() / "site-2", site() / "two");
    BOOST_TEST(find("/two/page.html").kind == Kind::shut);
}

BOOST_AUTO_TEST_CASE(a_link_within_the_site_tells_where_it_leads, *holds("PA2")) {
    fs::create_directory_symlink("members", site() / "friends");
    const auto found = find("/friends/page.html");
    BOOST_TEST(found.kind == Kind::file);
    BOOST_TEST(found.address == "/members/page.html");
}

BOOST_AUTO_TEST_CASE(a_site_may_itself_lie_behind_a_link) {
    fs::create_directory_symlink(site(), folder.path() / "public_html");
    const auto found =
        web::find_site_file({.path = (folder.path() / "public_html/").string(), .shut = {}}, "/members/page.html");
    BOOST_TEST(found.kind == Kind::file);
    BOOST_TEST(found.address == "/members/page.html");
}

BOOST_AUTO_TEST_CASE(dot_files_and_dot_folders_are_shut, *holds("PA2")) {
    for (const char* address : {"/.htaccess", "/members/.htpasswd", "/.git/config", "/members/.page.html.swp"}) {
        write(site() / (address + 1));
        BOOST_TEST(find(address).kind == Kind::shut, address);
    }
    BOOST_TEST(find("/.git/").kind == Kind::shut);
    BOOST_TEST(find("/members/.none").kind == Kind::shut);
    fs::create_symlink("../.git/config", site() / "members/config.txt");
    BOOST_TEST(find("/members/config.txt").kind == Kind::shut);
}

BOOST_AUTO_TEST_CASE(sources_of_programs_are_shut_by_whatever_name, *holds("PA2 AZ6")) {
    for (const char* name : {"x.php", "x.PHP", "x.php~", "x.php.bak", "x.cgi", "x.pl", "x.inc"}) {
        write(site() / name);
        BOOST_TEST(find(std::string("/") + name).kind == Kind::shut, name);
    }
    fs::create_symlink("x.php", site() / "x.html");
    BOOST_TEST(find("/x.html").kind == Kind::shut);
}

BOOST_AUTO_TEST_CASE(what_may_be_executed_is_shut, *holds("PA2 AZ6")) {
    for (const unsigned mode : {0744U, 0654U, 0645U}) {
        fs::permissions(site() / "members/page.html", fs::perms{mode});
        BOOST_TEST(find("/members/page.html").kind == Kind::shut, mode);
    }
}

BOOST_AUTO_TEST_CASE(the_program_and_its_private_folder_are_shut, *holds("PA2 PA4")) {
    write(site() / "door/program");
    write(site() / "door/data/cloakroom.txt");
    write(site() / "door/data-sheet.txt");
    fs::create_directory_symlink(site() / "door/data", site() / "private");
    shut = {(site() / "door/program").string(), (site() / "private").string()};
    for (const char* address : {"/door/program", "/door/data/cloakroom.txt", "/door/data", "/private/cloakroom.txt"}) {
        BOOST_TEST(find(address).kind == Kind::shut, address);
    }
    BOOST_TEST(find("/door/data-sheet.txt").kind == Kind::file);
}

BOOST_AUTO_TEST_CASE(a_nul_does_not_cut_a_name_short, *holds("PA2")) {
    BOOST_TEST(find(std::string("/members/page.html\0.txt", 23)).kind == Kind::shut);
}

BOOST_AUTO_TEST_CASE(without_its_folder_a_site_is_out_of_order) {
    for (const char* path : {"", "/no/such/folder"}) {
        BOOST_CHECK_THROW(web::find_site_file({.path = path, .shut = {}}, "/x"), Unavailable);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_that_becomes_a_link_meanwhile_leads_nowhere_else, *holds("PA2")) {
    write(site() / "sw/x.html");
    write(folder.path() / "elsewhere/x.html", "another text");
    fs::create_directory_symlink(folder.path() / "elsewhere", folder.path() / "link");
    std::atomic<bool> done = false;
    std::thread swapper([&] {
        while (!done) {
            renameat2(AT_FDCWD, (site() / "sw").c_str(), AT_FDCWD, (folder.path() / "link").c_str(), RENAME_EXCHANGE);
        }
    });
    int wrong = 0;
    for (int i = 0; i < 3000; ++i) {
        const auto found = find("/sw/x.html");
        if (found.kind == Kind::file && found.size != 4) ++wrong;
    }
    done = true;
    swapper.join();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
