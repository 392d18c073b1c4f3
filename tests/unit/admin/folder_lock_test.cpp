// Locks on the disk: what is written where, and what never is.
#include "admin/folder_lock.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "support/house.h"

using namespace cloakroom;
using admin::LockAct;
namespace fs = std::filesystem;

namespace cloakroom::admin {
inline std::ostream& operator<<(std::ostream& out, LockAct act) {
    return out << word(act);
}
}  // namespace cloakroom::admin

namespace {

struct ASite : test::House {
    ASite() {
        fs::create_directories(root / "members" / "board");
        fs::create_directories(root / "door");
        fs::create_directories(folder->path() / "outside");
        write(root / "door" / "cloakroom.fcgi", "");
    }

    static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
    static std::string read(const fs::path& file) {
        std::ifstream stream(file);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    LockAct lock(const std::string& path) { return admin::lock_folder(auth, place, path, "Lock\n", actor); }
    LockAct unlock(const std::string& path) { return admin::unlock_folder(auth, place, path, actor); }
    std::int64_t files_in(const fs::path& where) const {
        return std::distance(fs::directory_iterator(where), fs::directory_iterator());
    }

    fs::path root = folder->path() / "site";
    fs::path file = root / "members" / ".htaccess";
    admin::SitePlace place{.root = root.string(),
                           .ours = {(root / "door/cloakroom.fcgi").string(), (root / "door/data").string()}};
    auth::Actor actor{.who = "user 1", .address = "192.0.2.1", .session_tag = "", .request_id = "r1"};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(folder_lock, ASite)

BOOST_AUTO_TEST_CASE(a_lock_is_written_and_taken_out_and_the_log_tells_of_both) {
    BOOST_TEST(lock("/members/") == LockAct::done);
    BOOST_TEST(admin::look_at_folder(place, "/members").is_locked);
    BOOST_TEST(read(file).find("\nLock\n") != std::string::npos);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'folder_locked' AND subject = '/members'") == 1);
    BOOST_TEST(unlock("/members") == LockAct::done);
    BOOST_TEST(!fs::exists(file));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'folder_unlocked' AND subject = '/members'") == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_there_keeps_its_content_and_permissions) {
    write(file, "Options -Indexes");
    fs::permissions(file, fs::perms{0640});
    BOOST_TEST(lock("/members") == LockAct::done);
    BOOST_TEST(read(file).ends_with("\nOptions -Indexes"));
    BOOST_TEST((fs::status(file).permissions() == fs::perms{0640}));
    BOOST_TEST(unlock("/members") == LockAct::done);
    BOOST_TEST(read(file) == "Options -Indexes");
    BOOST_TEST(files_in(root / "members") == 2);
}

BOOST_AUTO_TEST_CASE(what_is_refused_changes_nothing_and_is_not_in_the_log) {
    write(file, "Satisfy Any\n");
    BOOST_TEST(lock("/members") == LockAct::undone);
    BOOST_TEST(read(file) == "Satisfy Any\n");
    BOOST_TEST(unlock("/members") == LockAct::not_locked);
    BOOST_TEST(lock("/nowhere") == LockAct::no_folder);
    BOOST_TEST(lock("members") == LockAct::not_a_path);
    write(file, std::string(70'000, '#'));
    BOOST_TEST(lock("/members") == LockAct::unreadable);
    BOOST_TEST(count("SELECT count(*) FROM audit_log") == 0);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_outside_of_the_site_or_through_a_link) {
    const fs::path outside = folder->path() / "outside";
    fs::create_directory_symlink(outside, root / "link");
    fs::create_directory_symlink(root / "members", root / "inner");
    BOOST_TEST(lock("/link") == LockAct::no_folder);
    BOOST_TEST(lock("/inner/board") == LockAct::no_folder);
    BOOST_TEST(lock("/../outside") == LockAct::no_folder);
    BOOST_TEST(admin::put_canary(place, "/link", "x").act == LockAct::no_folder);
    BOOST_TEST(files_in(outside) == 0);
}

BOOST_AUTO_TEST_CASE(a_htaccess_file_that_is_a_link_is_left_alone) {
    const fs::path target = folder->path() / "outside" / "x";
    write(target, "mine");
    fs::create_symlink(target, file);
    BOOST_TEST(lock("/members") == LockAct::unreadable);
    BOOST_TEST(read(target) == "mine");
    BOOST_TEST(fs::is_symlink(file));
}

BOOST_AUTO_TEST_CASE(our_own_door_is_never_locked) {
    fs::create_directories(root / "door/data/codes");
    for (const char* path : {"/door", "/", "/door/data", "/door/data/codes"}) BOOST_TEST(lock(path) == LockAct::ours);
}

BOOST_AUTO_TEST_CASE(a_canary_can_be_read_by_the_server_and_goes_away_with_all_that_were_left) {
    const auto canary = admin::put_canary(place, "/members", "a test\n");
    BOOST_TEST(admin::put_canary(place, "/members", "a test\n").act == LockAct::done);
    BOOST_TEST(read(root / "members" / canary.name) == "a test\n");
    BOOST_TEST((fs::status(root / "members" / canary.name).permissions() == fs::perms{0644}));
    write(root / "members" / "cloakroom-test.txt", "mine");
    admin::remove_canaries(place, "/members");
    BOOST_TEST(files_in(root / "members") == 2);
    BOOST_TEST(fs::exists(root / "members" / "cloakroom-test.txt"));
}

BOOST_AUTO_TEST_SUITE_END()
