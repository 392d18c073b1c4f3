// Another time, another time zone, another language: the program as the host's clock and
// settings find it. It is linked dynamically here, since no other clock can be preloaded
// into a static program.
#ifndef __SANITIZE_ADDRESS__  // which must be preloaded itself

#include <cstdlib>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/process.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t day = 86'400;
constexpr std::int64_t now = 1'800'000'000;  // 2027-01-15T08:00:00Z

struct Dynamic : Door {
    Dynamic() {
        fs::copy_file(std::getenv("CLOAKROOM_DYNAMIC"), program(), fs::copy_options::overwrite_existing);
        add_user("Ilias");
    }

    CgiAnswer sign_in_at(std::int64_t moment, const Command& more = {}) const {
        return send({.method = "POST", .body = sign_in_form("ilias") + "&permanent=1", .through = at(moment, more)});
    }
    CgiAnswer home_at(std::int64_t moment, const std::string& cookie) const {
        return send({.target = "/home", .variables = {{"HTTP_COOKIE", cookie}}, .through = at(moment)});
    }
    std::int64_t started() const { return count("SELECT started_at FROM sessions"); }

    // The clock stands still at that moment, in seconds since 1970.
    static Command at(std::int64_t moment, const Command& more = {}) {
        Command command = {"env", "FAKETIME_FMT=%s", "faketime", "-f", std::to_string(moment)};
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }
};

// Locales of our own, since a machine may have none.
class Locales {
   public:
    Locales() {
        for (const char* name : names) {
            run({"localedef", "-i", name, "-f", "UTF-8", (folder_.path() / name).string() + ".UTF-8"});
        }
    }
    Command in(const std::string& name) const {
        return {"env", "LOCPATH=" + folder_.path().string(), "LC_ALL=" + name + ".UTF-8"};
    }

    static constexpr const char* names[] = {"de_DE", "tr_TR", "fa_IR"};

   private:
    TempFolder folder_;
};

// All that may not differ, and what the user table says of the name.
std::string what_is_sent(const Dynamic& door, const Command& more) {
    std::string all;
    const CgiAnswer signed_in = door.send(
        {.method = "POST", .body = sign_in_form("ILIAS") + "&permanent=1", .through = Dynamic::at(now, more)});
    for (const char* target : {"/", "/home", "/session"}) {
        const CgiAnswer answer = door.send(
            {.target = target, .variables = {{"HTTP_COOKIE", signed_in.cookie()}}, .through = Dynamic::at(now, more)});
        for (const auto& [name, value] : answer.headers) {
            // A page may say when, as people say it where the site is.
            if (name != "Content-Length") all += name + ": " + value + "\n";
        }
        if (answer.header("Content-Type") == "application/json") all += answer.body;
    }
    for (const auto& [name, value] : signed_in.headers) {
        all += name + ": " + value.substr(name == "Set-Cookie" ? value.find(';') : 0) + "\n";
    }
    return all;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(time_and_language, Dynamic)

BOOST_AUTO_TEST_CASE(a_session_of_2038_and_of_2106_lives_seven_days, *holds("TM2 CK3")) {
    for (const std::int64_t start : {2'147'483'648, 4'294'967'296}) {
        const CgiAnswer answer = sign_in_at(start);
        BOOST_TEST(answer.status == 303, answer.output << answer.errors);
        BOOST_TEST(answer.header("Set-Cookie").ends_with("; Max-Age=604800"));
        BOOST_TEST(started() == start);
        BOOST_TEST(home_at(start + 7 * day - 1, answer.cookie()).status == 200);
        BOOST_TEST(home_at(start + 7 * day, answer.cookie()).status == 303);
        BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_by_400_days_revives_nothing, *holds("TM1")) {
    for (const std::int64_t jump : {now + 400 * day, now - 400 * day}) {
        const std::string before = sign_in_at(now).cookie();
        BOOST_TEST(home_at(jump, before).status == 303);
        const std::string meanwhile = sign_in_at(jump).cookie();
        BOOST_TEST(home_at(jump, meanwhile).status == 200);
        BOOST_TEST(home_at(now, before).status == 303);
        BOOST_TEST(home_at(now, meanwhile).status == 303);
        BOOST_TEST(home_at(jump, meanwhile).status == 303);
    }
}

BOOST_AUTO_TEST_CASE(neither_language_nor_time_zone_changes_a_byte_of_what_is_sent, *holds("TM3")) {
    const Locales locales;
    Command decimal_point = locales.in("de_DE");
    decimal_point.insert(decimal_point.end(), {"locale", "decimal_point"});
    BOOST_TEST(run(decimal_point).output == ",\n");  // the locales are there

    const std::string plain = what_is_sent(*this, {"env"});
    BOOST_TEST(plain.find("; Max-Age=604800") != std::string::npos);
    BOOST_TEST(plain.find("\"expires_at\":\"2027-01-22T08:00:00Z\"") != std::string::npos, plain);
    for (const char* name : Locales::names) BOOST_TEST(what_is_sent(*this, locales.in(name)) == plain, name);
    for (const char* zone : {"Asia/Tehran", "America/St_Johns", ":/nowhere"}) {
        BOOST_TEST(what_is_sent(*this, {"env", std::string("TZ=") + zone}) == plain);
    }
}

BOOST_AUTO_TEST_CASE(the_log_is_in_utc_wherever_the_host_is, *holds("TM3 LG1")) {
    const Command broken = {"env", "TZ=Asia/Tehran", "LC_ALL=fa_IR.UTF-8"};
    send({.method = "POST",
          .target = "/",
          .body = "username=a&password=b",
          .variables = {{"HTTP_ORIGIN", "https://elsewhere.example"}},
          .through = at(now, broken)});
    BOOST_TEST(log().find("2027-01-15T08:00:00Z ") != std::string::npos, log());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test

#endif
