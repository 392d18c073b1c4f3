// What a server, or whoever else gets at the socket, sends instead of a request.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>

#include "support/holds.h"
#include "support/worker.h"

namespace cloakroom::test {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

bool serves(const Worker& worker) {
    return worker.get("/").starts_with("Status: ");
}

// 200,000 in `make check`. Under sanitizers each takes ten times as long, which say of an absurd length what libfcgi
// would have said.
#ifdef __SANITIZE_ADDRESS__
constexpr int usual_records = 20'000;
constexpr const char* absurd_length = "AddressSanitizer: requested allocation size";
#else
constexpr int usual_records = 200'000;
constexpr const char* absurd_length = "fcgiapp.c";
#endif

// How often it gave up.
int said_by_libfcgi(const std::filesystem::path& errors) {
    std::ifstream file(errors);
    int lines = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.find(absurd_length) != std::string::npos) ++lines;
    }
    return lines;
}

int wished_records() {
    const char* wished = std::getenv("RECORDS");
    return wished != nullptr ? std::atoi(wished) : usual_records;
}

// A request with some of its bytes changed, left out or doubled.
class BrokenRequests {
   public:
    std::string next() {
        std::string records = whole_;
        for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
            const std::size_t at = below(records.size());
            switch (below(4)) {
                case 0:
                    records.erase(at, below(16));
                    break;
                case 1:
                    records.insert(at, whole_.substr(below(whole_.size()), below(64)));
                    break;
                default:
                    // The heads of the records have the most to say.
                    records[below(2) == 0 ? std::min<std::size_t>(below(24), records.size() - 1) : at] =
                        static_cast<char>(below(256));
            }
            if (records.empty()) break;
        }
        return records;
    }

   private:
    std::size_t below(std::size_t limit) { return random_() % limit; }

    std::mt19937_64 random_{20261124};
    const std::string whole_ = fastcgi_head({{"REQUEST_METHOD", "POST"},
                                             {"REQUEST_URI", "/"},
                                             {"PATH_INFO", "/"},
                                             {"SCRIPT_NAME", "/cloakroom.fcgi"},
                                             {"CONTENT_TYPE", "application/x-www-form-urlencoded"},
                                             {"CONTENT_LENGTH", "10"}}) +
                               fastcgi_record(FCGI_STDIN, "username=a") + fastcgi_record(FCGI_STDIN, "");
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(records, Door)

// libfcgi itself aborts where a length is absurd. That is no hole, as only the server reaches the socket.
BOOST_AUTO_TEST_CASE(no_records_however_broken_end_or_stop_a_worker_but_by_libfcgi_itself, *holds("PR3 FP13")) {
    std::optional<Worker> worker(std::in_place, *this);
    BrokenRequests requests;
    int ends = 0;
    const int number = wished_records();
    for (int sent = 0; sent < number; ++sent) {
        try {
            close(worker->begin_with(requests.next()));
            if (sent % 100 == 0) BOOST_TEST_REQUIRE((serves(*worker) || worker->ends()));
        } catch (const std::runtime_error&) {
            ++ends;
            worker.emplace(*this);
        }
    }
    BOOST_TEST(serves(*worker));
    BOOST_TEST(said_by_libfcgi(folder() / "worker.errors") == ends);
}

BOOST_AUTO_TEST_CASE(half_a_request_and_then_silence_keeps_a_worker_for_fifteen_seconds, *holds("PR2 PR3")) {
    const Worker worker(*this);
    BOOST_TEST(serves(worker));
    const auto start = steady_clock::now();
    const std::string head = fastcgi_head({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/"}});
    const int half = worker.begin_with(head.substr(0, head.size() - 9));
    BOOST_TEST(serves(worker));  // waits in line behind the half
    BOOST_TEST((steady_clock::now() - start < seconds{30}));
    close(half);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
