// cloakroom::open(): from a folder and a CGI environment to the visitor's session.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/clock.h"
#include "cloakroom.h"
#include "http/cookie.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using test::holds;

namespace {

namespace fs = std::filesystem;

struct Installation {
    Installation() { make(); }

    // The private folder, as Cloakroom leaves it.
    void make() {
        fs::create_directory(folder());
        fs::permissions(folder(), fs::perms{0700});
        const db::Database database(folder() + "/cloakroom.sqlite", sql::schema_steps);
    }
    std::string folder() const { return (temp.path() / "private").string(); }
    void configure(const std::string& text) const { std::ofstream(folder() + "/cloakroom.conf") << text; }
    void remove_database() const {
        for (const char* end : {"", "-wal", "-shm"}) fs::remove(folder() + "/cloakroom.sqlite" + end);
    }

    // The request of a browser with these variables in its environment.
    Session request(std::vector<std::string> variables = {}) {
        std::vector<const char*> environment;
        for (const std::string& variable : variables) environment.push_back(variable.c_str());
        environment.push_back(nullptr);
        return open(door, environment.data());
    }
    std::string set_cookie(const std::vector<std::string>& variables = {}) {
        Session session = request(variables);
        session["colour"] = "green";
        for (const auto& [name, value] : session.headers()) {
            if (name == "Set-Cookie") return value;
        }
        return "";
    }
    // What the door says when it does not open.
    std::string complaint() {
        try {
            request();
            return "";
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    }
    bool complains_of(const std::string& words) {
        const std::string text = complaint();
        BOOST_TEST(text.find(words) != std::string::npos, "\"" << text << "\" does not say \"" << words << "\"");
        return text.find(words) != std::string::npos;
    }

    test::TempFolder temp;
    Door door{folder()};
};

// A change shows when the clock's second has.
void wait_for_the_next_second() {
    const SystemClock clock;
    for (const Instant now = clock.now(); clock.now() == now;) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(door, Installation)

BOOST_AUTO_TEST_CASE(a_visitor_is_known_again_by_his_cookie) {
    const std::string cookie = set_cookie();
    Session later = request({"REMOTE_ADDR=192.0.2.1", "HTTP_COOKIE=a=b; " + cookie.substr(0, cookie.find(';'))});
    BOOST_TEST((later["colour"] == "green"));
    BOOST_TEST(later.headers().size() == 2U);
}

BOOST_AUTO_TEST_CASE(https_has_a_cookie_of_its_own, *holds("CK1 CK2")) {
    BOOST_TEST(set_cookie({"HTTPS=on"}).starts_with("__Host-cloakroom="));
    BOOST_TEST(set_cookie({"HTTPS=off"}).starts_with("cloakroom="));
    BOOST_TEST(set_cookie().find("Secure") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_base_path_of_the_site_stands_in_the_name_of_the_cookie) {
    configure("base_url = \"https://club.example/door\"\n");
    BOOST_TEST(set_cookie({"HTTPS=on"}).starts_with(http::session_cookie_name(true, "/door") + "="));
}

BOOST_AUTO_TEST_CASE(the_address_that_set_up_stored_counts_within_a_second) {
    BOOST_TEST(set_cookie().starts_with("cloakroom="));
    db::Database database(folder() + "/cloakroom.sqlite", sql::schema_steps);
    auth::Properties(database).set_base_url("http://club.example/door");
    wait_for_the_next_second();
    BOOST_TEST(set_cookie().starts_with(http::session_cookie_name(false, "/door") + "="));
}

BOOST_AUTO_TEST_CASE(a_program_with_an_older_library_of_the_series_goes_on, *holds("DB11")) {
    const std::string cookie = "HTTP_COOKIE=" + set_cookie().substr(0, 54);
    SQLite::Database raw(folder() + "/cloakroom.sqlite", SQLite::OPEN_READWRITE);
    raw.exec("CREATE TABLE next (a); PRAGMA user_version = 99");
    BOOST_TEST((request({cookie})["colour"] == "green"));  // the door that was open
    door = Door(folder());
    BOOST_TEST((request({cookie})["colour"] == "green"));
}

BOOST_AUTO_TEST_CASE(a_program_of_a_former_series_is_told_what_it_needs, *holds("DB11")) {
    SQLite::Database raw(folder() + "/cloakroom.sqlite", SQLite::OPEN_READWRITE);
    raw.exec("UPDATE properties SET value = '98' WHERE name = 'min_reader'; PRAGMA user_version = 99");
    complains_of("needs a program that knows 98 at least");
    complains_of("link with its libcloakroom");
}

BOOST_AUTO_TEST_CASE(a_changed_configuration_counts_within_a_second) {
    const std::string permanent = "permanent_lifetime_days = 2\n";
    const auto lasting_cookie = [this] {
        Session session = request();
        session.set_permanent(true);
        session["colour"] = "green";
        return session.headers().back().value;
    };
    BOOST_TEST(lasting_cookie().ends_with("Max-Age=604800"));
    configure(permanent);
    wait_for_the_next_second();
    BOOST_TEST(lasting_cookie().ends_with("Max-Age=172800"));
}

BOOST_AUTO_TEST_CASE(a_replaced_database_is_opened_within_a_second) {
    const std::string cookie = "HTTP_COOKIE=" + set_cookie().substr(0, 54);
    Session before = request({cookie});
    BOOST_TEST((before["colour"] == "green"));
    remove_database();
    make();
    wait_for_the_next_second();
    BOOST_TEST(!request({cookie}).contains("colour"));
    BOOST_TEST((before["colour"] == "green"));  // what is open stays whole
}

BOOST_AUTO_TEST_CASE(a_session_may_outlive_its_door) {
    Session session = [this] {
        Door short_lived{folder()};
        const char* environment[] = {nullptr};
        return open(short_lived, environment);
    }();
    session["colour"] = "green";
    BOOST_TEST((session["colour"] == "green"));
}

BOOST_AUTO_TEST_CASE(a_child_with_a_door_of_its_own_shares_the_session) {
    const std::string cookie = "HTTP_COOKIE=" + set_cookie().substr(0, 54);
    if (fork() == 0) {
        door = Door(folder());
        request({cookie})["child"] = true;
        _exit(0);
    }
    wait(nullptr);
    BOOST_TEST((request({cookie})["child"] == true));
}

BOOST_AUTO_TEST_CASE(a_form_that_another_site_sends_is_told_from_our_own, *holds("RF3")) {
    configure("base_url = \"https://club.example/door\"\n");
    const auto is_same_origin = [this](std::vector<std::string> variables) {
        variables.emplace_back("HTTP_HOST=club.example");
        return request(variables).is_same_origin();
    };
    BOOST_TEST(is_same_origin({"REQUEST_METHOD=GET", "HTTP_ORIGIN=https://evil.example"}));
    BOOST_TEST(is_same_origin({"REQUEST_METHOD=POST", "HTTP_ORIGIN=https://club.example"}));
    BOOST_TEST(is_same_origin({"REQUEST_METHOD=POST", "HTTP_SEC_FETCH_SITE=same-origin"}));
    BOOST_TEST(!is_same_origin({"REQUEST_METHOD=POST", "HTTP_ORIGIN=https://evil.example"}));
    BOOST_TEST(!is_same_origin({"REQUEST_METHOD=POST", "HTTP_ORIGIN=null"}));
    BOOST_TEST(!is_same_origin({"REQUEST_METHOD=POST", "HTTP_SEC_FETCH_SITE=cross-site"}));
    BOOST_TEST(!is_same_origin({"REQUEST_METHOD=POST"}));
    BOOST_TEST(!is_same_origin({"REQUEST_METHOD=PUT"}));
}

// What is wrong is said with what mends it, and all is well when it is mended.

BOOST_AUTO_TEST_CASE(a_folder_that_is_missing_is_named_and_not_made, *holds("PR12")) {
    const std::string elsewhere = folder() + "/nowhere";
    Door wrong{elsewhere};
    std::swap(door, wrong);
    complains_of("there is no folder " + elsewhere);
    complains_of("name Cloakroom's private folder");
    BOOST_TEST(!fs::exists(elsewhere));
    std::swap(door, wrong);
    BOOST_TEST(complaint() == "");
}

BOOST_AUTO_TEST_CASE(a_folder_that_others_may_enter_is_refused) {
    fs::permissions(folder(), fs::perms{0755});
    complains_of("chmod 700 " + folder());
    fs::permissions(folder(), fs::perms{0700});
    BOOST_TEST(complaint() == "");
}

BOOST_AUTO_TEST_CASE(a_folder_of_another_user_tells_which) {
    if (geteuid() == 0) {
        BOOST_TEST(chown(folder().c_str(), 65534, 65534) == 0);
        complains_of("run this program as that user");
    } else {
        door = Door("/");
        complains_of("run this program as that user");
    }
}

BOOST_AUTO_TEST_CASE(a_database_of_a_newer_version_tells_what_to_link, *holds("DB11")) {
    SQLite::Database(folder() + "/cloakroom.sqlite", SQLite::OPEN_READWRITE)
        .exec("UPDATE properties SET value = '99' WHERE name = 'min_reader'; PRAGMA user_version = 99");
    complains_of("was written by a newer Cloakroom");
    complains_of("libcloakroom");
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_is_named_with_its_line) {
    configure("\nidle_timeout_hours = 0\n");
    complains_of("cloakroom.conf:2: idle_timeout_hours");
    configure("");
    BOOST_TEST(complaint() == "");
}

BOOST_AUTO_TEST_SUITE_END()
