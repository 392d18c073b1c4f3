// A backup is a file of many kilobytes that a page sends.
#include <fstream>

#include "server/database.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {

ON_EACH_SERVER(a_backup_that_is_downloaded_is_a_sound_database_of_all_users_and_no_session, *holds("DB12")) {
    const Site::User user = site.add_user();
    must_run(site, {"group", "add", "admin", user.name});
    const HttpResponse answer = site.signed_in(user).post("/admin/backup", {});
    BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
    BOOST_TEST(answer.header("content-type") == "application/vnd.sqlite3");

    const TempFolder folder;
    const auto file = folder.path() / "backup.sqlite";
    std::ofstream(file, std::ios::binary) << answer.body;
    Database copy(file);
    BOOST_TEST(copy.value("PRAGMA integrity_check") == "ok");
    const std::string names = "SELECT group_concat(name, ' ') FROM (SELECT name FROM users ORDER BY id)";
    BOOST_TEST(copy.value(names) == Database(site).value(names));
    BOOST_TEST(copy.value(names).ends_with(user.name));
    BOOST_TEST(copy.value("SELECT count(*) FROM sessions") == "0");
}

}  // namespace cloakroom::test
