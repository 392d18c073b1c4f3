#include "admin/backup.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <fstream>
#include <thread>

#include "base/descriptor.h"
#include "base/errors.h"
#include "base/private_file.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using test::good_password;
using test::holds;
using test::House;

namespace {

// A house, and what a backup of it is.
struct BackedUp : House {
    std::string file = (folder->path() / "backup.sqlite").string();

    void back_up() {
        make_private_file(file);
        admin::write_backup(auth, folder->path(), file, auth::Actor::command_line());
    }

    std::int64_t in_copy(const std::string& query) const {
        return SQLite::Database(file, SQLite::OPEN_READONLY).execAndGet(query).getInt64();
    }

    std::string text_in_copy(const std::string& query) const {
        return SQLite::Database(file, SQLite::OPEN_READONLY).execAndGet(query).getString();
    }

    // Another installation whose database is the backup.
    House restored() const {
        auto elsewhere = std::make_shared<test::TempFolder>();
        std::filesystem::copy_file(file, elsewhere->path() / "cloakroom.sqlite");
        return House({}, elsewhere);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(backup, BackedUp)

BOOST_AUTO_TEST_CASE(it_holds_users_groups_rules_and_the_audit_log_and_a_site_runs_with_it, *holds("DB12")) {
    add("alice");
    auth.groups.join("rowers", "alice", {});
    auth.rules.protect({.path = "/club", .requirement = auth::Requirement::listed, .groups = {"rowers"}, .users = {}},
                       {});
    back_up();
    House house = restored();
    BOOST_TEST((house.sign_in("alice").outcome == auth::SignIn::done));
    BOOST_TEST(house.auth.groups.of(1).size() == 1U);
    BOOST_TEST(house.auth.rules.list().size() == 1U);
    BOOST_TEST(house.count("SELECT count(*) FROM audit_log WHERE event = 'user_added'") == 1);
}

BOOST_AUTO_TEST_CASE(no_session_ended_since_is_revived_by_it, *holds("DB12 SL1")) {
    add("alice");
    const auto fresh = *sign_in("alice").fresh;
    auth.variables.write(fresh.session, auth::Space::program, "cart", auth::Json{"three books"});
    back_up();
    auth::sign_out(auth, fresh.session, {});
    BOOST_TEST(!restored().find(fresh.id));
    BOOST_TEST(in_copy("SELECT count(*) FROM sessions") == 0);
    BOOST_TEST(in_copy("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_CASE(no_code_that_was_used_since_opens_anything_again, *holds("DB12 PW11")) {
    auth.tokens.make(auth::TokenKind::way_back, std::chrono::hours{1});
    back_up();
    BOOST_TEST(in_copy("SELECT count(*) FROM tokens") == 0);
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 1);
}

BOOST_AUTO_TEST_CASE(nothing_that_was_left_out_can_be_found_in_its_bytes, *holds("DB12")) {
    add("alice");
    const auto fresh = *sign_in("alice").fresh;
    auth.variables.write(fresh.session, auth::Space::program, "note", auth::Json{"for nobody but this browser"});
    back_up();
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    BOOST_TEST(bytes.find("correct horse") == std::string::npos);
    BOOST_TEST(bytes.find("for nobody but this browser") == std::string::npos);
    BOOST_TEST(bytes.find(fresh.session.id_hash) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_is_one_private_file_that_any_disk_can_bear) {
    add("alice");
    back_up();
    struct stat status {};
    BOOST_TEST(stat(file.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0600U);
    BOOST_TEST(!std::filesystem::exists(file + "-wal"));
    BOOST_TEST(text_in_copy("PRAGMA journal_mode") == "delete");
    for (const auto& entry : std::filesystem::directory_iterator(folder->path())) {
        BOOST_TEST(!entry.path().filename().string().starts_with("temporary-"), entry.path());
    }
}

// Where only the private folder is our own, and another file of ours could be read or left behind.
BOOST_AUTO_TEST_CASE(nothing_with_sessions_stands_beside_it_meanwhile, *holds("DB12")) {
    const test::TempFolder elsewhere;
    file = elsewhere.path() / "backup.sqlite";
    const Descriptor watch(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    inotify_add_watch(watch.get(), elsewhere.path().c_str(), IN_CREATE);
    back_up();
    alignas(inotify_event) std::array<char, 4096> events{};
    const auto size = read(watch.get(), events.data(), events.size());
    BOOST_TEST_REQUIRE(size > 0);
    for (auto at = events.data(); at < events.data() + size;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        BOOST_TEST(std::string_view(event->name).starts_with("backup.sqlite"), event->name);
        at += sizeof *event + event->len;
    }
}

BOOST_AUTO_TEST_CASE(who_made_it_is_in_the_audit_log, *holds("LG1")) {
    back_up();
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'backup_made' AND actor = 'command_line'") == 1);
}

BOOST_AUTO_TEST_CASE(while_others_write_it_is_whole_and_stops_none_of_them, *holds("DB12")) {
    add("alice");
    std::atomic<bool> ended = false;
    std::atomic<int> written = 0;
    std::thread writer([&] {
        House other({}, folder);
        for (; !ended; ++written) {
            const std::string group = "group" + std::to_string(written);
            other.auth.groups.join(group, "alice", {});
            other.auth.audit.write(auth::Event::sign_in_failed, {}, std::nullopt);
        }
    });
    for (int i = 0; i < 5; ++i) {
        const int before = written;
        back_up();
        BOOST_TEST(text_in_copy("PRAGMA integrity_check") == "ok");
        BOOST_TEST(in_copy("SELECT count(*) FROM pragma_foreign_key_check") == 0);
        BOOST_TEST(in_copy("SELECT count(*) FROM groups WHERE name LIKE 'group%'") >= before);
        BOOST_TEST(in_copy("SELECT count(*) FROM group_members") == in_copy("SELECT count(*) FROM groups") - 1);
        std::filesystem::remove(file);
    }
    ended = true;
    writer.join();
    BOOST_TEST(written > 0);
}

BOOST_AUTO_TEST_CASE(where_it_cannot_be_written_that_is_told_and_nothing_is_left) {
    BOOST_CHECK_THROW(admin::write_backup(auth, folder->path(), "/nowhere/backup.sqlite", {}), Unavailable);
    BOOST_TEST(count("SELECT count(*) FROM audit_log") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
