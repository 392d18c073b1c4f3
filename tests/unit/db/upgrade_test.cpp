// What former releases left is brought to the schema of today, and nobody loses anything.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <csignal>

#include "auth/variables.h"
#include "base/errors.h"
#include "base/file_lock.h"
#include "base/version.h"
#include "generated/statements.h"
#include "support/holds.h"
#include "support/house.h"
#include "support/released.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

auto every_released() {
    return boost::unit_test::data::xrange(1, newest_released() + 1);
}

// A folder with a database of that schema number.
struct Left {
    std::shared_ptr<TempFolder> folder = std::make_shared<TempFolder>();
    std::string file = folder->path() / "cloakroom.sqlite";
    fs::path backups = folder->path() / "backups";

    explicit Left(int number = 1) { make_released(file, number); }

    void upgrade() const { const db::Database database(file, sql::schema_steps, sql::every_statement); }

    // Why that cannot be; empty if it can.
    std::string complaint(const std::vector<db::SchemaStep>& steps,
                          std::span<const db::Sql> statements = sql::every_statement) const {
        try {
            const db::Database database(file, steps, statements);
            return "";
        } catch (const Unavailable& error) {
            return error.what();
        }
    }

    std::vector<std::string> copies() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(backups)) names.push_back(entry.path().filename());
        std::ranges::sort(names);
        return names;
    }
    void execute(const char* statement) const { SQLite::Database(file, SQLite::OPEN_READWRITE).exec(statement); }
};

// The steps of today and one more.
std::vector<db::SchemaStep> steps_and(const char* text) {
    std::vector<db::SchemaStep> steps(std::begin(sql::schema_steps), std::end(sql::schema_steps));
    steps.push_back({newest_number() + 1, "next", text});
    return steps;
}

mode_t mode_of(const fs::path& path) {
    struct stat status {};
    stat(path.c_str(), &status);
    return status.st_mode & 0777U;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(upgrade)

BOOST_AUTO_TEST_CASE(whoever_adds_a_step_brings_a_database_of_the_one_before) {
    BOOST_TEST(newest_released() >= newest_number() - 1);
}

BOOST_DATA_TEST_CASE(what_each_release_left_becomes_what_a_new_site_has, every_released()) {
    const Left old(sample);
    BOOST_TEST(number_of(old.file) == sample);
    old.upgrade();
    const House fresh;
    BOOST_TEST(number_of(old.file) == newest_number());
    BOOST_TEST(schema_of(old.file) == schema_of(fresh.path()));
}

BOOST_DATA_TEST_CASE(users_groups_and_passwords_of_each_release_live_on, every_released()) {
    House house({}, Left(sample).folder);
    BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
    BOOST_TEST((house.sign_in("bob").outcome == auth::SignIn::wrong));  // he is disabled
    BOOST_TEST(house.auth.groups.is_admin(1));
    BOOST_TEST(house.auth.groups.of(1).size() == 2U);
    BOOST_TEST(house.auth.properties.base_url() == "https://club.example");
    BOOST_TEST(house.auth.rules.list().size() == (sample < 3 ? 0U : 2U));
    BOOST_TEST(house.count("SELECT count(*) FROM audit_log WHERE event = 'user_added'") == 1);
}

BOOST_DATA_TEST_CASE(whoever_was_signed_in_stays_so_with_his_variables, every_released()) {
    House house({}, Left(sample).folder);
    const auto session = house.find(released_session);
    BOOST_TEST_REQUIRE(session.has_value());
    BOOST_TEST(session->user->name == "Alice");
    BOOST_TEST(house.auth.variables.read(*session, auth::Space::program, "cart")->dump() == "[\"three books\"]");
    BOOST_TEST(house.auth.variables.read(*session, auth::Space::page, "draft")->dump() == "\"Dear club\"");
}

BOOST_AUTO_TEST_CASE(a_private_copy_of_before_is_kept, *holds("DB11")) {
    const Left old;
    const std::string before = schema_of(old.file);
    old.upgrade();
    BOOST_TEST_REQUIRE(old.copies().size() == 1U);
    const std::string name = old.copies().front();
    BOOST_TEST(name.starts_with("before-schema-00" + std::to_string(newest_number()) + "-20"), name);
    BOOST_TEST(schema_of(old.backups / name) == before);
    BOOST_TEST(mode_of(old.backups / name) == 0600U);
    BOOST_TEST(mode_of(old.backups) == 0700U);
}

BOOST_AUTO_TEST_CASE(the_three_newest_copies_are_kept) {
    const Left old;
    fs::create_directory(old.backups);
    fs::permissions(old.backups, fs::perms::owner_all);
    const auto put = [&](const std::string& name, int hours_ago) {
        std::ofstream(old.backups / name) << "x";
        fs::last_write_time(old.backups / name, fs::file_time_type::clock::now() - std::chrono::hours{hours_ago});
    };
    put("before-schema-009-2025-01-01.sqlite", 300);
    put("before-schema-001-2025-01-02.sqlite", 200);
    put("before-schema-002-2025-01-03.sqlite", 100);
    put("my own.sqlite", 900);
    old.upgrade();
    BOOST_TEST(old.copies().size() == 4U);
    BOOST_TEST(!fs::exists(old.backups / "before-schema-009-2025-01-01.sqlite"));
    BOOST_TEST(fs::exists(old.backups / "my own.sqlite"));
}

BOOST_AUTO_TEST_CASE(a_new_site_needs_no_copy) {
    const House house;
    BOOST_TEST(!fs::exists(house.folder->path() / "backups"));
}

BOOST_AUTO_TEST_CASE(eight_programs_that_start_together_upgrade_once, *holds("DB11")) {
    const Left old;
    std::array<pid_t, 8> children{};
    for (pid_t& child : children) {
        child = fork();
        if (child == 0) _exit(old.complaint(steps_and("CREATE TABLE next (a)")).empty() ? 0 : 1);
    }
    for (const pid_t child : children) {
        int status = -1;
        waitpid(child, &status, 0);
        BOOST_TEST(status == 0);
    }
    BOOST_TEST(old.copies().size() == 1U);
    BOOST_TEST(number_of(old.file) == newest_number() + 1);
}

// Each of these fails another check.
BOOST_DATA_TEST_CASE(an_upgrade_that_leaves_something_wrong_is_undone_and_the_program_of_before_runs_on,
                     boost::unit_test::data::make({"CREATE TABLE users (b)", "CREATE TABLE half (",
                                                   "DROP TABLE devices",
                                                   "PRAGMA defer_foreign_keys = ON; "
                                                   "INSERT INTO group_members VALUES (1, 77)"})) {
    const Left old(newest_released());
    const std::string before = schema_of(old.file);
    const std::string why = old.complaint(steps_and((std::string("CREATE TABLE new (a); ") + sample).c_str()));
    BOOST_TEST(has(why, "stays at schema " + std::to_string(newest_released())), why);
    BOOST_TEST(has(why, "put the program back that served before"));
    BOOST_TEST(schema_of(old.file) == before);
    House house({}, old.folder);
    BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
}

BOOST_AUTO_TEST_CASE(an_upgrade_that_fails_again_and_again_makes_no_copies, *holds("DB11")) {
    const Left old;
    BOOST_TEST(has(old.complaint(steps_and("CREATE TABLE half (")), "stays at schema 1"));
    BOOST_TEST(!fs::exists(old.backups));
}

BOOST_AUTO_TEST_CASE(whoever_finds_it_in_the_work_for_long_is_asked_to_come_again, *holds("DB11")) {
    const Left old;
    const FileLock others(old.file + ".lock");
    BOOST_TEST(has(old.complaint(steps_and("CREATE TABLE next (a)")), "try again"));
}

BOOST_AUTO_TEST_CASE(without_room_for_the_copy_nothing_is_changed, *holds("DB11")) {
    const Left old;
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{65'536, 65'536};
        setrlimit(RLIMIT_FSIZE, &small);
        const std::string why = old.complaint(steps_and("CREATE TABLE next (a)"));
        _exit(has(why, "cannot keep a copy") && has(why, "make room") && has(why, "backups") ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    BOOST_TEST(status == 0);
    BOOST_TEST(number_of(old.file) == 1);
    BOOST_TEST(old.copies().empty());
    old.upgrade();  // and when there is room, it goes on
    BOOST_TEST(number_of(old.file) == newest_number());
}

BOOST_AUTO_TEST_CASE(a_newer_database_is_refused_with_the_version_that_it_needs_and_stays_as_it_is, *holds("DB11")) {
    const Left old(newest_released());
    old.execute(
        "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99;"
        "INSERT OR REPLACE INTO properties VALUES ('min_reader', '98'), ('made_by', '7.8.9')");
    const std::string bytes = schema_of(old.file);
    const auto written = fs::last_write_time(old.file);
    const std::string why = old.complaint(steps_and("CREATE TABLE next (a)"));
    BOOST_TEST(has(why, "a newer Cloakroom, 7.8.9"), why);
    BOOST_TEST(has(why, "knows 98 at least"), why);
    BOOST_TEST(has(why, std::string("this one, ") + version), why);
    BOOST_TEST(has(why, "Put the newer program back"), why);
    BOOST_TEST((fs::last_write_time(old.file) == written));
    BOOST_TEST(!fs::exists(old.backups));
}

BOOST_AUTO_TEST_CASE(an_upgraded_database_says_which_program_it_belongs_to) {
    const Left old;
    old.upgrade();
    SQLite::Database database(old.file, SQLite::OPEN_READWRITE);
    BOOST_TEST(database.execAndGet("SELECT value FROM properties WHERE name = 'made_by'").getString() == version);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
