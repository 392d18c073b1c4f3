#include "base/log.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "support/holds.h"
#include "support/manual_clock.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

struct LogFile {
    test::TempFolder folder;
    test::ManualClock clock;
    Log log{clock};
    std::string path = (folder.path() / "cloakroom.log").string();

    LogFile() { log.also_to(path); }

    std::string content() const {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(log_, LogFile)

BOOST_AUTO_TEST_CASE(a_line_has_time_level_event_and_detail) {
    log.warning("request_refused", "id 7");
    BOOST_TEST(content() == "2027-01-15T08:00:00Z cloakroom warning request_refused id 7\n");
}

BOOST_AUTO_TEST_CASE(a_visitor_cannot_forge_a_line, *holds("LG3")) {
    log.error("failed", std::string("a\r\nb\x1b[2J\0c\xe2\x80\xa8"
                                    "d\xc2\x85"
                                    "e\x7f",
                                    18));
    const std::string line = content();
    BOOST_TEST(line.find('\n') == line.size() - 1);
    for (const char* escaped : {"\\x0d\\x0a", "\\x1b", "\\x00"}) BOOST_TEST(line.find(escaped) != std::string::npos);
    BOOST_TEST(line.find("\xe2\x80\xa8") == std::string::npos);
    BOOST_TEST(line.find("\xc2\x85") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_line_is_at_most_one_kibibyte_of_utf8, *holds("LG3")) {
    std::string long_text;
    for (int i = 0; i < 500'000; ++i) long_text += "\xc3\xa9";
    log.error("failed", long_text);
    BOOST_TEST(content().size() <= 1024U);
    BOOST_TEST(content().back() == '\n');
}

BOOST_AUTO_TEST_CASE(the_log_file_is_for_its_owner_only, *holds("CF1")) {
    const mode_t before = umask(0);
    log.warning("started", "");
    umask(before);
    struct stat status {};
    stat(path.c_str(), &status);
    BOOST_TEST((status.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(a_log_past_a_mebibyte_moves_aside) {
    std::ofstream(path) << std::string(1'100'000, 'x');
    log.warning("one", "");
    log.warning("two", "");
    BOOST_TEST(std::filesystem::exists(path + ".1"));
    BOOST_TEST(content().find("two") != std::string::npos);
    BOOST_TEST(content().size() < 1000U);
}

BOOST_AUTO_TEST_CASE(a_log_that_cannot_be_written_stops_nobody, *holds("LG4")) {
    log.also_to("/nowhere/at/all.log");
    BOOST_CHECK_NO_THROW(log.warning("started", ""));
}

BOOST_AUTO_TEST_SUITE_END()
