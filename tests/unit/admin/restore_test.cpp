// A backup takes the place of the database while others work with that.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "admin/backup.h"
#include "admin/restore_file.h"
#include "auth/session_acts.h"
#include "base/errors.h"
#include "base/private_file.h"
#include "db/kept_copy.h"
#include "support/holds.h"
#include "support/house.h"
#include "support/released.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// A house, its backup, and what has changed since.
struct Restored : House {
    std::string file = (folder->path() / "backup.sqlite").string();
    std::string kept;

    Restored() {
        add("alice");
        make_private_file(file);
        admin::write_backup(auth, folder->path(), file, {});
    }

    void restore() { kept = admin::restore_backup(file, path(), auth::Actor::command_line(), clock); }

    std::string complaint() {
        try {
            restore();
            return "";
        } catch (const Unavailable& error) {
            return error.what();
        }
    }
    bool is_unchanged() const {
        return count("SELECT count(*) FROM users WHERE name = 'bob'") == 1 &&
               count("SELECT count(*) FROM audit_log WHERE event = 'backup_restored'") == 0;
    }
    std::int64_t in_kept(const char* query) const { return SQLite::Database(kept).execAndGet(query).getInt64(); }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(restore, Restored)

BOOST_AUTO_TEST_CASE(it_brings_back_what_the_backup_holds_and_says_so_in_the_log, *holds("DB12")) {
    add("bob");
    auth.users.remove("alice", {});
    restore();
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
    BOOST_TEST((sign_in("bob").outcome == auth::SignIn::wrong));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'backup_restored' AND actor = 'command_line'") == 1);
    BOOST_TEST(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1);
}

BOOST_AUTO_TEST_CASE(every_session_ends_those_of_the_backup_and_those_of_now, *holds("DB12 SL1")) {
    const std::string before = sign_in("alice").fresh->id;
    fs::remove(file);
    SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("VACUUM INTO '" + file + "'");  // with sessions
    const std::string later = sign_in("alice").fresh->id;
    restore();
    BOOST_TEST(!find(before));
    BOOST_TEST(!find(later));
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(codes_and_known_browsers_of_the_file_open_nothing_again, *holds("DB12 PW11")) {
    auth.tokens.make(auth::TokenKind::way_back, std::chrono::hours{1});
    execute("INSERT INTO devices VALUES (zeroblob(32), 1, 1800000000)");
    fs::remove(file);
    SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("VACUUM INTO '" + file + "'");
    restore();
    BOOST_TEST(count("SELECT (SELECT count(*) FROM tokens) + (SELECT count(*) FROM devices)") == 0);
}

BOOST_AUTO_TEST_CASE(what_was_there_before_is_kept) {
    add("bob");
    restore();
    BOOST_TEST(has(kept, "/backups/before-restore-20"), kept);
    BOOST_TEST(in_kept("SELECT count(*) FROM users WHERE name = 'bob'") == 1);
}

BOOST_AUTO_TEST_CASE(two_on_one_day_keep_both_and_the_three_newest_stay, *holds("DB12")) {
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) {
        restore();
        all.push_back(kept);
    }
    const std::set<std::string> newest(all.end() - 3, all.end());
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder->path() / "backups")) found.insert(entry.path());
    BOOST_TEST(newest.size() == 3U);
    BOOST_TEST((found == newest));
}

BOOST_AUTO_TEST_CASE(where_somebody_holds_the_database_it_says_so_and_nothing_changes, *holds("DB12")) {
    add("bob");
    SQLite::Database other(path(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    BOOST_TEST(has(complaint(), "the database is busy"));
    other.exec("ROLLBACK");
    BOOST_TEST(is_unchanged());
}

BOOST_AUTO_TEST_CASE(a_backup_of_each_release_can_be_put_back, *holds("DB11 DB12")) {
    for (int number = 1; number <= newest_released(); ++number) {
        fs::remove(file);
        for (const char* suffix : {"-wal", "-shm"}) fs::remove(file + suffix);
        make_released(file, number);
        restore();
        BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
        BOOST_TEST(!find(released_session));
        for (const auto& entry : fs::directory_iterator(folder->path() / "backups")) {
            BOOST_TEST(entry.path().filename().string().starts_with("before-restore-"), entry.path());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_sound_backup_of_ours_is_refused_and_nothing_changes, *holds("DB10 DB12")) {
    add("bob");
    const std::string sound{std::istreambuf_iterator<char>(std::ifstream(file, std::ios::binary).rdbuf()), {}};
    const auto damaged = [&](std::size_t at) {
        std::string bytes = sound;
        for (std::size_t i = at; i < at + 200; ++i) bytes[i] = '\x5a';
        return bytes;
    };
    for (const std::string& bytes : {std::string("years of work"), std::string(), sound.substr(0, sound.size() / 2),
                                     damaged(4096 * 3), damaged(4096 * 6)}) {
        std::ofstream(file, std::ios::binary) << bytes;
        const std::string why = complaint();
        BOOST_TEST((has(why, "is no database of Cloakroom") || has(why, "is damaged") || has(why, "malformed")), why);
    }
    fs::remove(file);
    BOOST_TEST(has(complaint(), "cannot read " + file));
    BOOST_TEST(is_unchanged());
}

BOOST_AUTO_TEST_CASE(somebody_elses_database_is_refused, *holds("DB10")) {
    fs::remove(file);
    SQLite::Database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE users (a); PRAGMA user_version = 1");
    BOOST_TEST(has(complaint(), "is no database of Cloakroom"));
}

BOOST_AUTO_TEST_CASE(a_newer_one_is_refused_by_name, *holds("DB11")) {
    add("bob");
    SQLite::Database(file, SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = 99; UPDATE properties SET value = '98' WHERE name = 'min_reader'");
    BOOST_TEST(has(complaint(), "number 99"));
    BOOST_TEST(is_unchanged());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_in_use_is_refused) {
    add("bob");
    file = path();
    BOOST_TEST(has(complaint(), "is in use"));
    BOOST_TEST(is_unchanged());
}

BOOST_AUTO_TEST_CASE(of_an_upload_that_went_wrong_one_is_told_ten_minutes_later, *holds("DB12")) {
    add("bob");
    const fs::path upload = folder->path() / "restore.sqlite";
    std::ofstream(upload) << "<h1>404 Not Found</h1>";
    clock.set(SystemClock().now());
    BOOST_TEST(!admin::restore_from_file(path(), clock));
    clock.move(std::chrono::seconds{602});
    const auto refused = admin::restore_from_file(path(), clock);
    BOOST_TEST_REQUIRE(refused.has_value());
    BOOST_TEST(has(refused->refused, "is no database of Cloakroom"));
    BOOST_TEST(has(refused->file, "/backups/uploaded-20"));
    BOOST_TEST(!fs::exists(upload));
    BOOST_TEST(is_unchanged());
}

BOOST_AUTO_TEST_CASE(a_damaged_database_is_replaced_and_its_files_are_kept, *holds("DB10")) {
    for (const std::string& bytes : {std::string(8192, 'x'), std::string("SQLite format 3\0", 16)}) {
        auto elsewhere = std::make_shared<TempFolder>();
        const std::string broken = elsewhere->path() / "cloakroom.sqlite";
        std::ofstream(broken, std::ios::binary) << bytes;
        std::ofstream(broken + "-wal") << "old changes";
        kept = admin::restore_backup(file, broken, {}, clock);
        BOOST_TEST(has(kept, "/backups/damaged-20"));
        BOOST_TEST(fs::file_size(kept) == bytes.size());
        BOOST_TEST(fs::exists(kept + "-wal"));
        House house({}, elsewhere);
        BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
    }
}

BOOST_AUTO_TEST_CASE(of_damaged_databases_the_three_newest_are_kept_with_what_stood_beside_them, *holds("DB10")) {
    const TempFolder elsewhere;
    const fs::path broken = elsewhere.path() / "cloakroom.sqlite";
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) {
        std::ofstream(broken, std::ios::binary) << std::string(8192, 'x');
        std::ofstream(broken.string() + "-wal") << "old changes";
        all.push_back(admin::restore_backup(file, broken, {}, clock));
    }
    const std::set<std::string> newest(all.end() - 3, all.end());
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(elsewhere.path() / "backups")) {
        const fs::path& path = entry.path();
        found.insert(path.string().substr(0, path.string().rfind(".sqlite")) + ".sqlite");
    }
    BOOST_TEST(newest.size() == 3U);
    BOOST_TEST((found == newest));
    for (const std::string& one : newest) BOOST_TEST(fs::exists(one + "-wal"));
}

BOOST_AUTO_TEST_CASE(it_also_helps_where_a_change_was_cut_off, *holds("DB10")) {
    const TempFolder elsewhere;
    const std::string broken = elsewhere.path() / "cloakroom.sqlite";
    std::ofstream(broken, std::ios::binary) << std::string(8192, 'x');
    std::ofstream(broken + "-journal") << "of a change that was cut off";
    admin::restore_backup(file, broken, {}, clock);
    BOOST_TEST(SQLite::Database(broken).execAndGet("SELECT count(*) FROM users").getInt() == 1);
    BOOST_TEST(!fs::exists(broken + "-journal"));
}

// As on file systems that know no second names.
BOOST_AUTO_TEST_CASE(where_a_damaged_database_cannot_be_kept_its_files_stay_as_they_are, *holds("DB10")) {
    const TempFolder elsewhere;
    const fs::path broken = elsewhere.path() / "cloakroom.sqlite";
    fs::create_directory(broken);  // it gets no second name, and cannot be copied
    std::ofstream(broken.string() + "-wal") << "old changes";
    BOOST_CHECK_THROW(db::keep_files(broken, "damaged"), std::exception);
    BOOST_TEST(fs::exists(broken.string() + "-wal"));
}

BOOST_AUTO_TEST_CASE(a_file_whose_last_changes_stand_beside_it_is_refused, *holds("DB12")) {
    add("bob");
    for (const char* part : {"-wal", "-journal"}) {
        std::ofstream(file + part) << "changes";
        BOOST_TEST(has(complaint(), "its last changes stand in " + file + part));
        fs::remove(file + part);
    }
    BOOST_TEST(is_unchanged());
}

BOOST_AUTO_TEST_CASE(where_there_was_none_the_backup_becomes_the_database) {
    auto elsewhere = std::make_shared<TempFolder>();
    kept = admin::restore_backup(file, elsewhere->path() / "cloakroom.sqlite", {}, clock);
    BOOST_TEST(kept.empty());
    House house({}, elsewhere);
    BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
    BOOST_TEST(house.database.uses_wal() == database.uses_wal());
}

// Each look sees one of the two, whole, and what is written meanwhile damages neither.
BOOST_AUTO_TEST_CASE(whoever_works_on_meanwhile_finds_the_old_or_the_new_content, *holds("DB12")) {
    std::atomic<bool> ended = false;
    std::atomic<int> wrong = 0;
    std::jthread other([&] {
        House worker({}, folder);
        for (int i = 0; !ended; ++i) {
            worker.auth.audit.write(auth::Event::sign_in_failed, {}, std::nullopt);
            if (worker.count("SELECT count(*) FROM users") != 1) ++wrong;
            if (!worker.auth.users.find("alice")) ++wrong;
        }
    });
    for (int i = 0; i < 10; ++i) restore();
    ended = true;
    other.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1);
    BOOST_TEST(count("SELECT count(*) FROM pragma_foreign_key_check") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
