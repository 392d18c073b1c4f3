// `cloakroom restore` on a site that is in use, with the real program.
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "support/holds.h"
#include "support/worker.h"

namespace cloakroom::test {
namespace {

constexpr int done = 0;
constexpr int wrong_usage = 2;
constexpr int unavailable = 3;

struct BackedUp : Door {
    std::string file = folder() / "backup.sqlite";

    BackedUp() {
        add_user("alice");
        command({"backup", file});
    }
    CgiAnswer restore() const { return command({"restore", file}); }
    std::filesystem::path upload() const { return data() / "restore.sqlite"; }
    bool may_see_home(const std::string& cookie) const { return get("/home", {{"HTTP_COOKIE", cookie}}).status == 200; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(restore_command, BackedUp)

BOOST_AUTO_TEST_CASE(running_workers_serve_what_was_put_back_at_their_next_request, *holds("DB12 SL1")) {
    add_user("bob");
    const std::string alice = sign_in("alice");
    const std::string bob = sign_in("bob");
    const Worker worker(*this, 2);
    const auto home = [&](const std::string& cookie) {
        return worker.ask("GET", "/home", "", {{"HTTP_COOKIE", cookie}});
    };
    for (int i = 0; i < 10; ++i) BOOST_TEST(home(bob).find("Hello, <bdi>bob</bdi>") != std::string::npos);
    const CgiAnswer answer = restore();
    BOOST_TEST(answer.exit_code == done, answer.errors);
    BOOST_TEST(answer.output.find("everybody signs in anew") != std::string::npos);
    for (int i = 0; i < 10; ++i) {
        BOOST_TEST(home(alice).find("Status: 303") != std::string::npos);
        BOOST_TEST(home(bob).find("Status: 303") != std::string::npos);
    }
    BOOST_TEST(may_see_home(sign_in("alice")));
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
    BOOST_TEST(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1);
}

// Some write all the time, while one backup after the other is put back.
BOOST_AUTO_TEST_CASE(writers_and_restores_do_each_other_no_harm, *holds("DB12")) {
    const Worker worker(*this, 4);
    std::atomic<bool> ended = false;
    std::atomic<int> answered = 0;
    std::atomic<int> failed = 0;
    std::vector<std::jthread> writers;
    for (int i = 0; i < 4; ++i) {
        writers.emplace_back([&] {
            while (!ended) {
                const std::string reply =
                    worker.ask("POST", "/", sign_in_form("alice"),
                               {{"HTTP_ORIGIN", own_origin}, {"CONTENT_TYPE", "application/x-www-form-urlencoded"}});
                ++answered;
                if (reply.find("Status: 303") == std::string::npos && reply.find("Status: 429") == std::string::npos &&
                    reply.find("Status: 503") == std::string::npos) {
                    ++failed;
                    BOOST_TEST_MESSAGE(reply.substr(0, 2000));
                }
            }
        });
    }
    for (int i = 0; i < 10; ++i) BOOST_TEST(restore().exit_code == done);
    ended = true;
    writers.clear();
    BOOST_TEST(answered > 10);
    BOOST_TEST(failed == 0);
    BOOST_TEST(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1);
    BOOST_TEST(count("SELECT count(*) FROM pragma_foreign_key_check") == 0);
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
}

BOOST_AUTO_TEST_CASE(it_tells_scripts_where_the_former_content_is) {
    const std::string output = command({"restore", file, "--json"}).output;
    BOOST_TEST(output.find("\"kept\":\"" + data().string() + "/backups/before-restore-") != std::string::npos, output);
}

BOOST_AUTO_TEST_CASE(a_damaged_database_that_no_page_can_open_is_put_right, *holds("DB10")) {
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(database().string() + suffix);
    std::ofstream(database(), std::ios::binary) << std::string(20'000, 'x');
    BOOST_TEST(get("/").status == 503);
    const CgiAnswer list = command({"user", "list"});
    BOOST_TEST(list.exit_code == unavailable);
    for (const std::string& told : {list.errors, log()}) {
        BOOST_TEST(told.find("cloakroom.fcgi restore FILE") != std::string::npos, told);
        BOOST_TEST(told.find("restore.sqlite into the private folder") != std::string::npos, told);
    }
    BOOST_TEST(restore().exit_code == done);
    BOOST_TEST(may_see_home(sign_in("alice")));
}

// As docs/backup.md tells: nobody writes while the files are exchanged.
BOOST_AUTO_TEST_CASE(a_line_that_is_no_setting_stops_running_workers_while_a_damaged_database_is_put_right,
                     *holds("DB10")) {
    const Worker worker(*this, 2);
    const auto answers = [&](const char* status) {
        for (int tries = 0; tries < 150; ++tries) {
            int right = 0;
            for (int i = 0; i < 8; ++i) right += worker.get("/").find(status) != std::string::npos ? 1 : 0;
            if (right == 8) return true;
            usleep(20'000);
        }
        return false;
    };
    BOOST_TEST(answers("Status: 200"));
    configure("stopped = true\n");
    BOOST_TEST(answers("Status: 503"));
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(database().string() + suffix);
    std::ofstream(database(), std::ios::binary) << std::string(20'000, 'x');
    BOOST_TEST(restore().exit_code == done);
    BOOST_TEST(worker.get("/").find("Status: 503") != std::string::npos);
    configure("");
    BOOST_TEST(answers("Status: 200"));
    BOOST_TEST(may_see_home(sign_in("alice")));
}

BOOST_AUTO_TEST_CASE(with_a_newer_database_the_older_program_puts_its_own_back, *holds("DB11")) {
    execute("PRAGMA user_version = 99");
    execute("UPDATE properties SET value = '98' WHERE name = 'min_reader'");
    const CgiAnswer page = get("/");
    BOOST_TEST(page.status == 503);
    BOOST_TEST(!page.shows("number 99"));
    BOOST_TEST(log().find("number 99") != std::string::npos);
    BOOST_TEST(command({"user", "list"}).errors.find("Put the newer program back") != std::string::npos);
    BOOST_TEST(restore().exit_code == done);
    BOOST_TEST(get("/").status == 200);
}

// By FTP, that is: nobody can run a command.
BOOST_AUTO_TEST_CASE(a_backup_put_into_the_private_folder_is_put_back_once_at_the_next_request, *holds("DB12 SL1")) {
    add_user("bob");
    const std::string alice = sign_in("alice");
    std::filesystem::rename(file, upload());
    BOOST_TEST(!may_see_home(alice));
    BOOST_TEST(!std::filesystem::exists(upload()));
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'backup_restored' AND actor = 'uploaded_file'") ==
               1);
    BOOST_TEST(log().find(data().string() + "/backups/uploaded-20") != std::string::npos);
    BOOST_TEST(log().find(data().string() + "/backups/before-restore-20") != std::string::npos);
    BOOST_TEST(may_see_home(sign_in("alice")));
}

BOOST_AUTO_TEST_CASE(running_workers_find_a_backup_in_the_private_folder, *holds("DB12")) {
    add_user("bob");
    const std::string bob = sign_in("bob");
    const Worker worker(*this, 4);
    const auto home = [&] { return worker.ask("GET", "/home", "", {{"HTTP_COOKIE", bob}}); };
    for (int i = 0; i < 10; ++i) BOOST_TEST(home().find("Status: 200") != std::string::npos);
    std::filesystem::rename(file, upload());
    home();
    for (int i = 0; i < 10; ++i) BOOST_TEST(home().find("Status: 303") != std::string::npos);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'backup_restored'") == 1);
}

BOOST_AUTO_TEST_CASE(a_damaged_database_is_put_right_without_a_command, *holds("DB10")) {
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(database().string() + suffix);
    std::ofstream(database(), std::ios::binary) << std::string(20'000, 'x');
    BOOST_TEST(get("/").status == 503);
    std::filesystem::rename(file, upload());
    BOOST_TEST(get("/").status == 200);
    BOOST_TEST(may_see_home(sign_in("alice")));
}

BOOST_AUTO_TEST_CASE(one_that_is_still_coming_is_left_alone, *holds("DB12")) {
    const std::string cookie = sign_in("alice");
    const std::string bytes = read_whole(file);
    std::ofstream(upload(), std::ios::binary) << bytes.substr(0, bytes.size() - 1);
    BOOST_TEST(may_see_home(cookie));
    BOOST_TEST(std::filesystem::exists(upload()));
    std::ofstream(upload(), std::ios::binary | std::ios::app) << bytes.back();
    BOOST_TEST(!may_see_home(cookie));
    BOOST_TEST(!std::filesystem::exists(upload()));
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_restored_is_named_in_the_log_and_moved_away, *holds("DB11 DB12")) {
    const std::string cookie = sign_in("alice");
    std::filesystem::rename(file, upload());
    SQLite::Database(upload(), SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = 99; UPDATE properties SET value = '98' WHERE name = 'min_reader'");
    BOOST_TEST(may_see_home(cookie));
    BOOST_TEST(!std::filesystem::exists(upload()));
    BOOST_TEST(log().find("number 99") != std::string::npos);
    BOOST_TEST(log().find(data().string() + "/backups/uploaded-20") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_moved_shuts_no_site_that_works, *holds("DB12")) {
    const std::string cookie = sign_in("alice");
    std::filesystem::rename(file, upload());
    std::filesystem::remove_all(data() / "backups");
    std::ofstream(data() / "backups") << "not a folder";
    BOOST_TEST(may_see_home(cookie));
    BOOST_TEST(std::filesystem::exists(upload()));
    BOOST_TEST(log().find("restore_refused") != std::string::npos);
    const Worker worker(*this);
    for (int i = 0; i < 3; ++i) BOOST_TEST(worker.get("/").find("Status: ") != std::string::npos);
    std::filesystem::remove(data() / "backups");
    BOOST_TEST(!may_see_home(cookie));
    BOOST_TEST(!std::filesystem::exists(upload()));
}

BOOST_AUTO_TEST_CASE(one_with_changes_beside_it_is_refused_and_moved_with_them, *holds("DB12")) {
    const std::string cookie = sign_in("alice");
    std::filesystem::copy_file(file, upload());
    std::ofstream(upload().string() + "-wal") << "changes";
    BOOST_TEST(may_see_home(cookie));
    BOOST_TEST(log().find("its last changes stand in") != std::string::npos);
    std::filesystem::rename(file, upload());
    BOOST_TEST(!may_see_home(cookie));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_restored_is_said_and_changes_nothing, *holds("DB12")) {
    const std::string cookie = sign_in("alice");
    std::ofstream(file) << "years of work";
    BOOST_TEST(restore().exit_code == unavailable);
    BOOST_TEST(restore().errors.find(file + " is no database of Cloakroom") != std::string::npos);
    BOOST_TEST(command({"restore", "/no/such/file"}).exit_code == unavailable);
    BOOST_TEST(command({"restore"}).exit_code == wrong_usage);
    BOOST_TEST(may_see_home(cookie));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
