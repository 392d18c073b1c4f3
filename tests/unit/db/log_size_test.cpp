// The write-ahead log: bounded while nobody reads for long, and small again after somebody did.
#include <SQLiteCpp/SQLiteCpp.h>

#include "db/database.h"
#include "generated/schema.h"
#include "generated/statements.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

constexpr std::uintmax_t mebibyte = 1'048'576;

struct Written : test::TempFolder {
    std::string file = (path() / "test.sqlite").string();
    db::Database database{file, sql::schema_steps};

    void write(int times) {
        for (int i = 0; i < times; ++i) {
            database.run(sql::write_property, {{":name", "filler"}, {":value", std::string(3000, 'x')}});
            database.run(sql::write_property, {{":name", "filler"}, {":value", std::to_string(i)}});
        }
    }
    std::uintmax_t log_size() const { return std::filesystem::file_size(file + "-wal"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(log_size, Written)

BOOST_AUTO_TEST_CASE(twenty_thousand_writes_leave_a_short_log, *holds("DB15")) {
    write(10'000);
    BOOST_TEST(log_size() < 5 * mebibyte);
}

BOOST_AUTO_TEST_CASE(after_a_long_reader_the_log_shrinks_by_itself, *holds("DB15")) {
    write(1);
    SQLite::Database other(file, SQLite::OPEN_READWRITE);
    {
        SQLite::Statement reader(other, "SELECT value FROM properties ORDER BY name");
        BOOST_TEST_REQUIRE(reader.executeStep());
        write(2'000);
        BOOST_TEST(log_size() > 10 * mebibyte);
        BOOST_TEST_REQUIRE(reader.executeStep());  // and it still reads what it began with
    }
    write(2);
    BOOST_TEST(log_size() < 5 * mebibyte);
    BOOST_TEST(other.execAndGet("PRAGMA integrity_check").getString() == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
