// Made-up hosts, and what is said of them.
#include "admin/host_check.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "support/holds.h"
#include "view/templates.h"
#include "web/check.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using admin::Finding;
using admin::FolderTest;
using admin::Host;
using admin::Level;
using test::holds;

namespace {

// A good one, as a visit shows it.
Host good_host() {
    return {.visit = admin::HostVisit{.secure = true,
                                      .address = "192.0.2.1",
                                      .host = "club.example",
                                      .path = "/door/setup",
                                      .document_root = "/home/me/public_html",
                                      .server = "Apache/2.4.57",
                                      .over_fastcgi = true,
                                      .cookies_return = true},
            .place = {.program = "/home/me/public_html/door/cloakroom.fcgi",
                      .private_folder = "/home/me/cloakroom-data-door",
                      .site_folder = "/home/me/public_html",
                      .base_url = "https://club.example/door"},
            .is_set_up = true,
            .admins = 2,
            .fcgi_library = "2.4.2-2+deb12u1",
            .now = std::chrono::sys_days{std::chrono::year{2027} / 5 / 1},
            .program_came = std::chrono::sys_days{std::chrono::year{2027} / 4 / 1},
            .files_ahead = 0s,
            .knows_document_root = true,
            .file_system = {.type = 0xEF53, .name = "ext4", .disk = Disk::local},
            .free_bytes = std::uint64_t{1} << 40U,
            .can_hash = true,
            .hash_time = 20ms,
            .has_htaccess = true};
}

// The same on the command line.
Host good_host_without_visit() {
    Host host = good_host();
    host.visit.reset();
    return host;
}

Finding found(const Host& host, std::string_view check) {
    for (const auto& finding : admin::check_host(host)) {
        if (finding.check == check) return finding;
    }
    return {"nothing"};
}

std::string word_of(const Host& host, std::string_view check) {
    return std::string(found(host, check).word);
}

bool is_bad(const Host& host) {
    return std::ranges::any_of(admin::check_host(host), [](const auto& one) { return one.level == Level::bad; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(host_check)

BOOST_AUTO_TEST_CASE(of_a_good_host_all_is_good) {
    for (const Host& host : {good_host(), good_host_without_visit()}) {
        for (const auto& finding : admin::check_host(host)) {
            BOOST_TEST((finding.level == Level::good), finding.word);
            BOOST_TEST(!admin::stops_set_up(finding), finding.word);
        }
    }
}

BOOST_AUTO_TEST_CASE(plain_http_is_bad_except_on_ones_own_machine, *holds("CF7")) {
    Host host = good_host();
    host.visit->secure = false;
    BOOST_TEST(word_of(host, "https") == "plain_http");
    BOOST_TEST(admin::warns_before_set_up(found(host, "https")));
    BOOST_TEST(is_bad(host));
    for (const char* own : {"localhost", "localhost:8080", "club.localhost", "127.0.0.1:80", "[::1]:8080", "[::1]"}) {
        host.visit->host = own;
        BOOST_TEST(word_of(host, "https") == "this_machine", own);
    }
    for (const char* other : {"localhost.example", "club.example:80", "192.0.2.1"}) {
        host.visit->host = other;
        BOOST_TEST(word_of(host, "https") == "plain_http", other);
    }
}

BOOST_AUTO_TEST_CASE(without_a_visit_the_sites_own_address_tells_whether_there_is_https, *holds("CF7")) {
    Host host = good_host_without_visit();
    BOOST_TEST(word_of(host, "https") == "https_works");
    host.place.base_url = "http://club.example/door";
    BOOST_TEST(word_of(host, "https") == "plain_http");
    host.place.base_url = "http://localhost:8080";
    BOOST_TEST(word_of(host, "https") == "this_machine");
    host.place.base_url = "";
    BOOST_TEST(word_of(host, "https") == "nothing");
}

BOOST_AUTO_TEST_CASE(https_that_ends_at_a_proxy_nobody_listed_is_told_once_with_the_cure) {
    Host host = good_host();
    host.visit->secure = false;
    host.visit->told_https = host.visit->unlisted_proxy = true;
    const auto finding = found(host, "https");
    BOOST_TEST(finding.word == "tls_at_proxy");
    BOOST_TEST(finding.figures.at("proxy") == "192.0.2.1");
    BOOST_TEST(word_of(host, "proxy") == "nothing");
    host.visit->told_https = false;
    BOOST_TEST(word_of(host, "proxy") == "unlisted_proxy");
}

BOOST_AUTO_TEST_CASE(another_address_than_the_sites_own_is_told) {
    Host host = good_host();
    host.visit->host = "www.club.example";
    BOOST_TEST(word_of(host, "address") == "other_address");
    host.visit->host = "club.example:8443";
    BOOST_TEST(word_of(host, "address") == "other_address");
    host.place.base_url = "";
    BOOST_TEST(word_of(host, "address") == "no_base_url");
    host.is_set_up = false;
    BOOST_TEST(word_of(host, "address") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_folder_of_a_user_shares_its_cookies_with_the_neighbours) {
    Host host = good_host();
    for (const char* path : {"/~ann/club/setup", "/%7Eann/"}) {
        host.visit->path = path;
        BOOST_TEST(word_of(host, "neighbours") == "neighbours", path);
        BOOST_TEST((found(host, "neighbours").level == Level::bad));
        BOOST_TEST(admin::warns_before_set_up(found(host, "neighbours")));
    }
    host = good_host_without_visit();
    host.place.base_url = "https://www.college.example/~ann/club";
    BOOST_TEST(word_of(host, "neighbours") == "neighbours");
}

BOOST_AUTO_TEST_CASE(cookies_that_do_not_come_back_stop_set_up) {
    Host host = good_host();
    host.visit->cookies_return = false;
    BOOST_TEST(admin::stops_set_up(found(host, "cookies")));
    host.visit->cookies_return.reset();
    BOOST_TEST(word_of(host, "cookies") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_clock_that_stands_before_the_program_came_is_wrong, *holds("CF7")) {
    Host host = good_host();
    host.now = Instant{};
    BOOST_TEST(word_of(host, "clock") == "clock_wrong");
    BOOST_TEST(is_bad(host));
    host = good_host();
    host.now = *host.program_came - 25h;
    BOOST_TEST(word_of(host, "clock") == "clock_wrong");
    host.now = *host.program_came - 1h;
    BOOST_TEST(word_of(host, "clock") == "clock_right");
    host.files_ahead = -600s;
    BOOST_TEST(found(host, "clock").figures.at("seconds") == "-600");
}

BOOST_AUTO_TEST_CASE(a_private_folder_on_the_site_must_be_found_shut, *holds("CF7")) {
    Host host = good_host_without_visit();
    host.folder_addresses = {"/door/data"};
    BOOST_TEST(word_of(host, "private_folder") == "folder_untested");
    BOOST_TEST(is_bad(host));
    BOOST_TEST(admin::stops_set_up(found(host, "private_folder")));
    host.folder_test = FolderTest::fetched;
    BOOST_TEST(word_of(host, "private_folder") == "folder_open");
    BOOST_TEST(is_bad(host));
    BOOST_TEST(admin::stops_set_up(found(host, "private_folder")));
    host.folder_test = FolderTest::refused;
    BOOST_TEST(word_of(host, "private_folder") == "folder_shut");
    BOOST_TEST(!is_bad(host));
}

BOOST_AUTO_TEST_CASE(where_the_document_root_is_unknown_nobody_says_that_the_folder_is_outside, *holds("PA4")) {
    for (Host host : {good_host(), good_host_without_visit()}) {
        BOOST_TEST(word_of(host, "private_folder") == "folder_outside");
        host.knows_document_root = false;
        BOOST_TEST(word_of(host, "private_folder") == "folder_unknown");
        BOOST_TEST((found(host, "private_folder").level == Level::advice));
    }
}

BOOST_AUTO_TEST_CASE(files_that_others_may_read_are_bad, *holds("CF7")) {
    Host host = good_host();
    host.open_files = {"cloakroom.conf", "cloakroom.sqlite"};
    BOOST_TEST(word_of(host, "rights") == "files_open");
    BOOST_TEST(found(host, "rights").figures.at("file") == "cloakroom.conf");
    BOOST_TEST(is_bad(host));
    host.folder_writable = false;
    BOOST_TEST(admin::stops_set_up(found(host, "rights")));
}

BOOST_AUTO_TEST_CASE(a_disk_without_a_write_ahead_log_is_bad_and_so_is_one_that_forgets, *holds("CF7")) {
    Host host = good_host();
    host.file_system = {.type = 0x6969, .name = "NFS", .disk = Disk::remote};
    host.uses_wal = false;
    BOOST_TEST(word_of(host, "disk") == "disk_without_wal");
    BOOST_TEST(is_bad(host));
    host.uses_wal = true;
    BOOST_TEST(word_of(host, "disk") == "disk_remote");
    BOOST_TEST(is_bad(host));
    host.file_system = {.type = 0x01021994, .name = "tmpfs", .disk = Disk::in_memory};
    BOOST_TEST(word_of(host, "disk") == "disk_in_memory");
    BOOST_TEST(is_bad(host));
}

BOOST_AUTO_TEST_CASE(of_a_disk_that_is_not_known_nothing_good_is_said) {
    Host host = good_host();
    host.file_system = {.type = 0x1234, .name = "", .disk = Disk::local};
    BOOST_TEST(word_of(host, "disk") == "disk_unknown");
    BOOST_TEST((found(host, "disk").level == Level::advice));
}

BOOST_AUTO_TEST_CASE(files_that_could_not_be_listed_are_not_called_private, *holds("CF7")) {
    Host host = good_host();
    host.folder_listed = false;
    BOOST_TEST(word_of(host, "rights") == "files_not_listed");
    BOOST_TEST((found(host, "rights").level == Level::advice));
}

BOOST_AUTO_TEST_CASE(a_disk_with_no_room_for_a_backup_is_full) {
    Host host = good_host();
    host.database_bytes = 100 << 20;
    host.free_bytes = 300 << 20;
    BOOST_TEST(word_of(host, "space") == "disk_free");
    host.free_bytes = 263 << 20;
    BOOST_TEST(word_of(host, "space") == "disk_full");
    BOOST_TEST(found(host, "space").figures.at("free") == "263");
}

BOOST_AUTO_TEST_CASE(limits_that_are_too_low_are_told_with_the_figure) {
    Host host = good_host();
    host.most_memory = 47 << 20;
    host.most_processes = 15;
    host.most_descriptors = 16;
    BOOST_TEST(word_of(host, "memory") == "memory_little");
    BOOST_TEST(found(host, "memory").figures.at("megabytes") == "47");
    BOOST_TEST(word_of(host, "processes") == "processes_few");
    BOOST_TEST(word_of(host, "descriptors") == "descriptors_few");
    host.most_memory = 64 << 20;
    host.most_processes = host.most_descriptors = 1024;
    BOOST_TEST(word_of(host, "memory") == "memory_enough");
    BOOST_TEST(word_of(host, "processes") == "processes_enough");
    BOOST_TEST(word_of(host, "descriptors") == "descriptors_enough");
}

BOOST_AUTO_TEST_CASE(no_memory_to_hash_stops_set_up) {
    Host host = good_host();
    host.can_hash = false;
    host.hash_time.reset();
    BOOST_TEST(admin::stops_set_up(found(host, "memory")));
    BOOST_TEST(word_of(host, "hashing") == "nothing");
}

BOOST_AUTO_TEST_CASE(what_is_bad_stops_set_up_or_warns_before_it_and_nothing_else_does) {
    Host host = good_host();
    host.visit->secure = false;
    host.visit->told_https = true;
    host.visit->path = "/~ann/cloakroom.fcgi/setup";
    host.visit->cookies_return = false;
    host.now = Instant{};
    host.folder_addresses = {"/door/data"};
    host.open_files = {"cloakroom.conf"};
    host.uses_wal = false;
    host.free_bytes = 0;
    host.can_hash = false;
    host.has_htaccess = false;
    host.has_htaccess_text = true;
    host.program_mode = 02;
    host.fcgi_library = "2.4.0";
    host.most_processes = 1;
    int count_bad = 0;
    for (const auto& finding : admin::check_host(host)) {
        const bool bad = finding.level == Level::bad;
        BOOST_TEST((admin::stops_set_up(finding) != admin::warns_before_set_up(finding)) == bad, finding.word);
        count_bad += bad ? 1 : 0;
    }
    BOOST_TEST(count_bad == 12);
}

BOOST_AUTO_TEST_CASE(hashing_is_told_in_milliseconds_and_judged) {
    Host host = good_host();
    BOOST_TEST(found(host, "hashing").figures.at("milliseconds") == "20");
    host.hash_time = 501ms;
    BOOST_TEST(word_of(host, "hashing") == "hashing_slow");
    host.hash_time = 3ms;
    BOOST_TEST(word_of(host, "hashing") == "hashing_quick");
}

BOOST_AUTO_TEST_CASE(plain_cgi_works_and_is_slower) {
    Host host = good_host();
    host.visit->over_fastcgi = false;
    const auto finding = found(host, "server");
    BOOST_TEST(finding.word == "server_cgi");
    BOOST_TEST((finding.level == Level::advice));
}

BOOST_AUTO_TEST_CASE(an_htaccess_file_that_is_missing_or_not_obeyed_is_told_where_it_counts) {
    Host host = good_host();
    host.visit->path = "/door/cloakroom.fcgi/setup";
    BOOST_TEST(word_of(host, "rewriting") == "rewriting_missing");
    host.has_htaccess = false;
    host.has_htaccess_text = true;
    BOOST_TEST(word_of(host, "rewriting") == "htaccess_missing");
    host.visit->path = "/door/setup";  // as htaccess/only-cgi-bin.txt does it
    BOOST_TEST(word_of(host, "rewriting") == "nothing");
    host.visit->server = "lighttpd/1.4.69";
    BOOST_TEST(word_of(host, "rewriting") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_program_that_others_may_change_is_told) {
    Host host = good_host();
    host.program_mode = 02;
    BOOST_TEST((found(host, "program").level == Level::bad));
    BOOST_TEST(admin::stops_set_up(found(host, "program")));
    host.program_mode = 020;
    BOOST_TEST((found(host, "program").level == Level::advice));
    BOOST_TEST(!admin::stops_set_up(found(host, "program")));
}

BOOST_AUTO_TEST_CASE(a_libfcgi_with_a_known_flaw_is_bad, *holds("BH4")) {
    Host host = good_host();
    for (const char* mended : {"2.4.2-2+deb12u1", "2.4.2-2+deb12u3", "2.4.5-1", "2.4.10", "2.5.0"}) {
        host.fcgi_library = mended;
        BOOST_TEST(word_of(host, "fcgi_library") == "fcgi_mended", mended);
    }
    for (const char* old : {"2.4.2-2", "2.4.2-2+b1", "2.4.4-1"}) {
        host.fcgi_library = old;
        BOOST_TEST(word_of(host, "fcgi_library") == "fcgi_old", old);
        BOOST_TEST(is_bad(host));
    }
    host.fcgi_library = "";
    BOOST_TEST(word_of(host, "fcgi_library") == "fcgi_unknown");
}

// A word in the source stands behind "Finding{", "?" or ":".
BOOST_AUTO_TEST_CASE(the_page_has_words_for_each_finding) {
    view::Templates templates("");
    std::ifstream stream("src/admin/host_check.cpp");
    const std::string source{std::istreambuf_iterator<char>(stream), {}};
    const std::regex in_source("(?:Finding\\{|[?:])\\s*\"([a-z_]+)\"");
    std::set<std::string> words;
    for (auto at = std::sregex_iterator(source.begin(), source.end(), in_source); at != std::sregex_iterator(); ++at) {
        words.insert((*at)[1]);
    }
    BOOST_TEST(words.size() > 50U);  // so it looks in the right place
    for (const std::string& word : words) {
        Finding finding{word};
        for (const char* figure : {"proxy", "own", "seconds", "file", "system", "free", "megabytes", "milliseconds",
                                   "processes", "descriptors", "server", "version"}) {
            finding.figures[figure] = "7";
        }
        BOOST_TEST(web::plain_words(templates, finding).size() > 10U, word);
    }
}

BOOST_AUTO_TEST_SUITE_END()
