// An upgrade that ends before its end, at each of its statements: the schema is the old or
// the new one, never between, and the next start completes it.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "db/database.h"
#include "generated/statements.h"
#include "support/holds.h"
#include "support/released.h"
#include "support/temp_folder.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// How many statements this process may begin, and what comes then.
int left_to_begin = 0;
bool ends_by_a_signal = false;

int count_statement(unsigned /*what*/, void* connection, void* /*statement*/, void* /*text*/) {
    if (left_to_begin-- > 0) return 0;
    if (ends_by_a_signal) kill(getpid(), SIGKILL);
    sqlite3_interrupt(static_cast<sqlite3*>(connection));
    return 0;
}

// SQLite calls this for each connection that is opened.
int watch(sqlite3* connection, const char** /*error*/, const void* /*api*/) {
    return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, count_statement, connection);
}

// True if all of it was done.
bool upgrade(const std::string& file) {
    try {
        const db::Database database(file, sql::schema_steps, sql::every_statement);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

// In a process of its own, which may begin so many statements; true if it needed no more.
bool upgrade_with(const std::string& file, int statements, bool dies) {
    const pid_t child = fork();
    if (child == 0) {
        left_to_begin = statements;
        ends_by_a_signal = dies;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
        _exit(upgrade(file) ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    BOOST_TEST((status == 0 || (dies ? WIFSIGNALED(status) : WIFEXITED(status))));
    return status == 0;
}

void end_at_each_statement(bool dies) {
    TempFolder folder;
    const std::string fresh = folder.path() / "fresh.sqlite";
    { const db::Database database(fresh, sql::schema_steps); }
    std::map<int, std::string> whole;
    std::map<int, int> found;
    bool done = false;
    for (int statements = 0; !done; ++statements) {
        BOOST_TEST_CONTEXT("after " << statements << " statements") {
            const TempFolder house;
            const std::string file = house.path() / "cloakroom.sqlite";
            make_released(file, 1);
            whole = {{1, schema_of(file)}, {newest_number(), schema_of(fresh)}};
            done = upgrade_with(file, statements, dies);
            const int number = number_of(file);
            ++found[number];
            BOOST_TEST_REQUIRE(whole.contains(number));
            BOOST_TEST(schema_of(file) == whole[number]);
            BOOST_TEST(upgrade(file));
            BOOST_TEST(schema_of(file) == whole[newest_number()]);
            SQLite::Database database(file, SQLite::OPEN_READWRITE);
            BOOST_TEST(database.execAndGet("SELECT count(*) FROM users").getInt() == 2);
            BOOST_TEST(database.execAndGet("SELECT count(*) FROM session_variables").getInt() == 2);
            BOOST_TEST(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
        }
    }
    BOOST_TEST(found.size() == 2U);
    BOOST_TEST(found[1] > 30);  // the copy, the steps and the checks
    BOOST_TEST_MESSAGE(found[1] << " times the old schema, " << found[newest_number()] << " times the new one");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(killed_upgrade)

BOOST_AUTO_TEST_CASE(killed_at_any_statement_it_leaves_the_old_or_the_new_schema, *holds("DB11")) {
    end_at_each_statement(true);
}

BOOST_AUTO_TEST_CASE(failing_at_any_statement_it_leaves_the_old_or_the_new_schema, *holds("DB11")) {
    end_at_each_statement(false);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
