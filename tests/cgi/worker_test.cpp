// What one worker does over many requests: it writes nothing that nobody asked for,
// keeps nothing, and believes no request that began before a session ended.
#include "support/worker.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/write_watch.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

std::map<std::string_view, std::string_view> script(const std::string& cookie) {
    return {{"HTTP_COOKIE", cookie}, {"CONTENT_TYPE", "application/json"}, {"HTTP_SEC_FETCH_SITE", "same-origin"}};
}

bool is(const std::string& document, int status) {
    return document.starts_with("Status: " + std::to_string(status));
}

std::int64_t open_files(const Worker& worker) {
    std::int64_t fewest = 1000;
    for (int look = 0; look < 20; ++look) {  // the last connection may be closing still
        const fs::directory_iterator files("/proc/" + std::to_string(worker.pid()) + "/fd");
        fewest = std::min<std::int64_t>(fewest, std::distance(begin(files), end(files)));
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return fewest;
}

long resident_kibibytes(const Worker& worker) {
    std::ifstream status("/proc/" + std::to_string(worker.pid()) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    }
    return 0;
}

// A bit of everything, some of it wrong.
void use(const Worker& worker, const std::string& cookie, int times) {
    for (int i = 0; i < times; ++i) {
        BOOST_TEST_REQUIRE(is(worker.ask("GET", "/home", "", {{"HTTP_COOKIE", cookie}}), 200));
        BOOST_TEST_REQUIRE(is(worker.ask("PUT", "/session/page/n", std::to_string(i), script(cookie)), 204));
        BOOST_TEST_REQUIRE(is(worker.ask("POST", "/session/page/n/increment", "1", script(cookie)), 200));
        BOOST_TEST_REQUIRE(is(worker.ask("PUT", "/session/page/n", "{", script(cookie)), 400));
        BOOST_TEST_REQUIRE(is(worker.ask("DELETE", "/session/page/n", "", script(cookie)), 200));
        BOOST_TEST_REQUIRE(is(worker.get("/nowhere"), 404));
    }
}

// The calls that a worker made to change one of the database's files, as strace saw them.
int changes(const fs::path& trace) {
    std::ifstream stream(trace);
    int found = 0;
    for (std::string line; std::getline(stream, line);) {
        found += line.find("cloakroom.sqlite") != std::string::npos ? 1 : 0;
    }
    return found;
}

struct Signed : Door {
    Signed() {
        add_user("alice");
        cookie = sign_in("alice");
    }
    std::string cookie;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(worker, Signed)

BOOST_AUTO_TEST_CASE(a_thousand_page_views_write_nothing, *holds("SL12")) {
    const fs::path trace = folder() / "trace";
    const Worker worker(
        *this, 1,
        {"strace", "-D", "-f", "-qq", "-y", "-e", "signal=none", "-e",
         "trace=pwrite64,pwritev,write,writev,ftruncate,fallocate,fsync,fdatasync,unlink", "-o", trace.string()});
    BOOST_TEST(is(worker.ask("GET", "/home", "", {{"HTTP_COOKIE", cookie}}), 200));
    WriteWatch watch(database().string());
    const int before = changes(trace);
    for (int view = 0; view < 250; ++view) {
        for (const auto& [page, status] :
             {std::pair{"/home", 200}, {"/logout", 200}, {"/session", 200}, {"/session/page/n", 404}}) {
            BOOST_TEST(is(worker.ask("GET", page, "", {{"HTTP_COOKIE", cookie}}), status), page);
        }
    }
    BOOST_TEST(!watch.saw_a_write());
    BOOST_TEST(changes(trace) == before);
    BOOST_TEST(is(worker.ask("PUT", "/session/page/n", "1", script(cookie)), 204));
    BOOST_TEST(watch.saw_a_write());  // we look in the right place
    BOOST_TEST(changes(trace) > before);
}

BOOST_AUTO_TEST_CASE(a_request_that_began_before_sign_out_writes_nothing, *holds("SL1")) {
    const Worker worker(*this, 2);
    BOOST_TEST(is(worker.ask("PUT", "/session/page/n", "1", script(cookie)), 204));
    const int put = worker.begin("PUT", "/session/page/n", 2, script(cookie));
    BOOST_TEST(post("/logout", "", {{"HTTP_COOKIE", cookie}}).status == 303);
    BOOST_TEST(is(Worker::finish(put, "22"), 401));
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(descriptors_and_memory_stay_as_they_are_over_many_requests, *holds("PR6 PR7")) {
    const Worker worker(*this);
    use(worker, cookie, 100);
    const auto files = open_files(worker);
    [[maybe_unused]] const long memory = resident_kibibytes(worker);
    use(worker, cookie, 700);
    BOOST_TEST(open_files(worker) == files);
#ifndef __SANITIZE_ADDRESS__
    BOOST_TEST(resident_kibibytes(worker) <= memory + memory / 20 + 100);
#endif
}

BOOST_AUTO_TEST_CASE(a_worker_with_sixteen_descriptors_serves_on, *holds("PR7")) {
    const Worker worker(*this, 1, {"prlimit", "--nofile=16"});
    use(worker, cookie, 20);
}

BOOST_AUTO_TEST_CASE(a_lock_held_for_ever_is_a_503_and_reading_goes_on, *holds("DB6")) {
    const Worker worker(*this);
    {
        SQLite::Database other(database().string(), SQLite::OPEN_READWRITE);
        other.exec("BEGIN IMMEDIATE");
        const auto start = std::chrono::steady_clock::now();
        const std::string refused = worker.ask("PUT", "/session/page/n", "1", script(cookie));
        BOOST_TEST(is(refused, 503));
        BOOST_TEST(refused.find("\r\nRetry-After: ") != std::string::npos);
        BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds{4}));
        BOOST_TEST(is(worker.ask("GET", "/home", "", {{"HTTP_COOKIE", cookie}}), 200));
    }
    BOOST_TEST(is(worker.ask("PUT", "/session/page/n", "1", script(cookie)), 204));
}

BOOST_AUTO_TEST_CASE(a_lock_held_for_a_second_is_waited_for, *holds("DB6 DB7")) {
    const Worker worker(*this);
    SQLite::Database other(database().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    std::jthread holder([&] {
        std::this_thread::sleep_for(std::chrono::seconds{1});
        other.exec("COMMIT");
    });
    BOOST_TEST(is(worker.ask("PUT", "/session/page/n", "1", script(cookie)), 204));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
