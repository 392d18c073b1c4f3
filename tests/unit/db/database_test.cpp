#include "db/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <vector>

#include "base/errors.h"
#include "db/journal.h"
#include "generated/schema.h"
#include "generated/statements.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Folder : test::TempFolder {
    std::string file = (path() / "test.sqlite").string();

    static bool is_empty(db::Database& database) {
        auto row = database.query(sql::has_users);
        row.next();
        return row.integer(0) == 0;
    }

    static void add_user(db::Database& database) {
        database.run(sql::add_user, {{":name", "a"},
                                     {":canonical_name", "a"},
                                     {":password_hash", "x"},
                                     {":now", 1},
                                     {":display_name", ""},
                                     {":folded_display_name", ""}});
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database, Folder)

BOOST_AUTO_TEST_CASE(the_version_changes_with_what_anybody_writes_and_with_nothing_else, *holds("AZ9")) {
    for (const bool wal : {false, true}) {
        db::Database database(file, sql::schema_steps);
        if (wal) database.use_wal();
        db::Database other(file, sql::schema_steps);
        for (db::Database* writer : {&database, &other}) {
            const bool before = is_empty(database);
            const auto version = database.version();
            BOOST_TEST(is_empty(database) == before);
            BOOST_TEST(database.version() == version);
            writer->run(sql::add_group, {{":name", std::to_string(version) + (wal ? "w" : "r")}});
            is_empty(database);
            BOOST_TEST(database.version() != version);
        }
    }
}

BOOST_AUTO_TEST_CASE(eight_first_starts_at_once_make_one_schema, *holds("PR11")) {
    std::array<pid_t, 8> children{};
    for (pid_t& child : children) {
        child = fork();
        if (child == 0) {
            try {
                const db::Database database(file, sql::schema_steps);
                _exit(0);
            } catch (const std::exception& error) {
                std::fprintf(stderr, "%s\n", error.what());
                _exit(1);
            }
        }
    }
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        BOOST_TEST(status == 0);
    }
    db::Database database(file, sql::schema_steps);
    BOOST_TEST(is_empty(database));
}

BOOST_AUTO_TEST_CASE(all_its_files_are_for_the_owner_only, *holds("CF1")) {
    const mode_t before = umask(0);
    db::Database database(file, sql::schema_steps);
    add_user(database);
    umask(before);
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path())) {
        struct stat status {};
        stat(entry.path().c_str(), &status);
        BOOST_TEST((status.st_mode & 0777) == 0600U, entry.path());
        ++files;
    }
    BOOST_TEST(files >= 3);  // the database, its log and its index
}

BOOST_AUTO_TEST_CASE(a_newer_schema_is_refused_by_name_unless_it_says_that_we_may_read_it, *holds("DB11")) {
    { const db::Database database(file, sql::schema_steps); }
    SQLite::Database raw(file, SQLite::OPEN_READWRITE);
    raw.exec("PRAGMA user_version = 99");
    BOOST_CHECK_NO_THROW(db::Database(file, sql::schema_steps));
    raw.exec("UPDATE properties SET value = '98' WHERE name = 'min_reader'");
    BOOST_CHECK_EXCEPTION(db::Database(file, sql::schema_steps), Unavailable, [](const Unavailable& error) {
        const std::string why = error.what();
        return why.find("number 99") != std::string::npos && why.find("newer Cloakroom") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_step_that_fails_leaves_the_old_schema, *holds("DB11")) {
    { const db::Database database(file, sql::schema_steps); }
    std::vector<db::SchemaStep> broken(std::begin(sql::schema_steps), std::end(sql::schema_steps));
    broken.push_back({broken.back().number + 1, "broken", "CREATE TABLE half (a); CREATE TABLE users (b);"});
    BOOST_CHECK_THROW(db::Database(file, broken), std::runtime_error);
    db::Database database(file, sql::schema_steps);
    BOOST_TEST(is_empty(database));
    SQLite::Database raw(file);
    BOOST_TEST(!raw.tableExists("half"));
}

BOOST_AUTO_TEST_CASE(what_is_not_committed_is_undone) {
    db::Database database(file, sql::schema_steps);
    {
        const db::Transaction transaction(database, db::Durability::full);
        add_user(database);
    }
    BOOST_TEST(is_empty(database));
}

BOOST_AUTO_TEST_CASE(a_lock_held_for_ever_is_unavailable_after_about_two_seconds, *holds("DB6")) {
    db::Database database(file, sql::schema_steps);
    SQLite::Database other(file, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const auto start = std::chrono::steady_clock::now();
    BOOST_CHECK_THROW(db::Transaction(database, db::Durability::relaxed), Unavailable);
    const auto waited = std::chrono::steady_clock::now() - start;
    BOOST_TEST((waited > std::chrono::milliseconds(1700) && waited < std::chrono::seconds(3)));
    BOOST_TEST(is_empty(database));  // readers do not wait
    other.exec("ROLLBACK");
    BOOST_CHECK_NO_THROW(add_user(database));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_unavailable_and_stays_as_it_is, *holds("DB10")) {
    std::ofstream(file) << std::string(5000, 'x');
    BOOST_CHECK_THROW(db::Database(file, sql::schema_steps), Unavailable);
    BOOST_TEST(std::filesystem::file_size(file) == 5000U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_gone_is_unavailable, *holds("PR12")) {
    BOOST_CHECK_THROW(db::Database("/nowhere/at/all.sqlite", sql::schema_steps), Unavailable);
}

BOOST_AUTO_TEST_CASE(the_journal_is_tried_on_a_file_that_is_thrown_away, *holds("DB8")) {
    BOOST_TEST(db::wal_works(path().string()));
    BOOST_TEST(std::filesystem::is_empty(path()));
}

BOOST_AUTO_TEST_CASE(no_shared_memory_means_a_rollback_journal, *holds("DB8")) {
    BOOST_TEST(!db::wal_works("/proc/self"));  // nothing can be made there
    BOOST_TEST(!db::wal_works("/nowhere"));
}

BOOST_AUTO_TEST_CASE(a_database_that_came_to_a_remote_disk_leaves_its_log_as_soon_as_one_has_it_alone, *holds("DB8")) {
    SQLite::Database first(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    first.exec("CREATE TABLE some (a)");
    first.exec("PRAGMA journal_mode = WAL");
    const auto journal = [&] { return first.execAndGet("PRAGMA journal_mode").getString(); };
    db::leave_wal(first, Disk::local);
    BOOST_TEST(journal() == "wal");
    {
        SQLite::Database second(file, SQLite::OPEN_READWRITE);
        second.execAndGet("SELECT count(*) FROM some");
        db::leave_wal(first, Disk::remote);
        BOOST_TEST(journal() == "wal");
    }
    db::leave_wal(first, Disk::remote);
    BOOST_TEST(journal() == "delete");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_was_forgotten_is_a_fault) {
    db::Database database(file, sql::schema_steps);
    BOOST_CHECK_THROW(database.run(sql::end_session), std::logic_error);
}

BOOST_AUTO_TEST_CASE(foreign_keys_hold_and_the_schema_is_not_trusted, *holds("DB13")) {
    db::Database database(file, sql::schema_steps);
    const std::string nobody(32, 'x');
    BOOST_CHECK_THROW(database.run(sql::add_to_group, {{":user_id", 77}, {":group", "admin"}}), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_statement_works_again_after_it_failed) {
    db::Database database(file, sql::schema_steps);
    BOOST_CHECK_THROW(database.run(sql::add_to_group, {{":user_id", 77}, {":group", "admin"}}), std::runtime_error);
    add_user(database);
    BOOST_TEST(database.run(sql::add_to_group, {{":user_id", 1}, {":group", "admin"}}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
