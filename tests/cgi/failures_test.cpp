// What the machine may refuse: randomness, memory, files, space. A visitor then gets a
// page that asks for patience, and nothing is half done.
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// The named system calls fail, as if the kernel had said so.
Command with_failing(const std::string& calls, const std::string& error) {
    return {
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", "inject=" + calls + ":error=" + error};
}

void give_to_ordinary_user(const fs::path& folder) {
    if (geteuid() != 0) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (chown(entry.path().c_str(), ordinary_user, ordinary_user) != 0)
            throw std::runtime_error("cannot change an owner");
    }
    if (chown(folder.c_str(), ordinary_user, ordinary_user) != 0) throw std::runtime_error("cannot change an owner");
}

CgiRequest signing_in(const Command& through) {
    return {.method = "POST", .body = sign_in_form("alice"), .through = through};
}

void check_unavailable(const CgiAnswer& answer) {
    BOOST_TEST(answer.exit_code == 0);
    BOOST_TEST(answer.status == 503, answer.output << answer.errors);
    BOOST_TEST(answer.count("Set-Cookie") == 0U);
    BOOST_TEST(!answer.header("Retry-After").empty());
    BOOST_TEST(!answer.header("Content-Security-Policy").empty());
    BOOST_TEST(answer.header("Cache-Control") == "no-store");
    BOOST_TEST(!answer.shows("cloakroom.sqlite"));
    BOOST_TEST(answer.errors.find(" error ") != std::string::npos, answer.errors);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(failures)

BOOST_AUTO_TEST_CASE(without_randomness_nobody_is_signed_in, *holds("ID1")) {
    Door door;
    door.add_user("alice");
    for (const char* error : {"EPERM", "EIO"}) {
        check_unavailable(door.send(signing_in(with_failing("getrandom", error))));
        BOOST_TEST(door.count("SELECT count(*) FROM sessions") == 0, error);
    }
}

BOOST_AUTO_TEST_CASE(interrupted_randomness_is_asked_for_again, *holds("ID1")) {
    Door door;
    door.add_user("alice");
    const Command through = with_failing("getrandom", "EINTR:when=1..3");
    const std::string first = door.send(signing_in(through)).cookie();
    const std::string second = door.send(signing_in(through)).cookie();
    BOOST_TEST(first.starts_with("cloakroom="));
    BOOST_TEST(second.starts_with("cloakroom="));
    BOOST_TEST(first != second);
}

BOOST_AUTO_TEST_CASE(where_linux_has_no_getrandom_its_device_serves, *holds("ID1")) {
    Door door;
    door.add_user("alice");
    const Command through = with_failing("getrandom", "ENOSYS");
    const std::string first = door.send(signing_in(through)).cookie();
    const std::string second = door.send(signing_in(through)).cookie();
    BOOST_TEST(first.starts_with("cloakroom="));
    BOOST_TEST(second.starts_with("cloakroom="));
    BOOST_TEST(first != second);
}

BOOST_AUTO_TEST_CASE(without_randomness_no_set_up_code_is_made, *holds("ID1")) {
    Door door;
    check_unavailable(door.send({.target = "/setup", .through = with_failing("getrandom", "EIO")}));
    BOOST_TEST(!fs::exists(door.data() / "setup-code.txt"));
}

BOOST_AUTO_TEST_CASE(a_data_folder_that_cannot_be_written_makes_sign_in_unavailable, *holds("DB5")) {
    Door door;
    door.add_user("alice");
    give_to_ordinary_user(door.data());
    fs::permissions(door.data(), fs::perms{0500});
    check_unavailable(door.send(signing_in(as_ordinary_user())));
    fs::permissions(door.data(), fs::perms{0700});
    BOOST_TEST(door.send(signing_in(as_ordinary_user())).status == 303);
}

BOOST_AUTO_TEST_CASE(a_database_that_cannot_be_written_makes_sign_in_unavailable, *holds("DB5")) {
    Door door;
    door.add_user("alice");
    give_to_ordinary_user(door.data());
    fs::permissions(door.database(), fs::perms{0400});
    check_unavailable(door.send(signing_in(as_ordinary_user())));
    fs::permissions(door.database(), fs::perms{0600});
    BOOST_TEST(door.send(signing_in(as_ordinary_user())).status == 303);
}

// So docs/backup.md has the site stopped.
BOOST_AUTO_TEST_CASE(a_wrong_setting_stops_each_page_and_the_database_is_not_opened, *holds("CF1")) {
    const Door door;
    door.add_user("alice");
    door.configure("stop = 1\n");
    const fs::path away = door.folder() / "away.sqlite";
    fs::rename(door.database(), away);
    check_unavailable(door.send(signing_in({})));
    check_unavailable(door.get("/setup"));
    BOOST_TEST(!fs::exists(door.database()));
    fs::rename(away, door.database());
    door.configure("");
    BOOST_TEST(door.send(signing_in({})).status == 303);
}

BOOST_AUTO_TEST_CASE(a_data_folder_of_somebody_else_is_not_used, *holds("CF1")) {
    if (geteuid() != 0) return;  // only root can give a folder away
    Door door;
    door.add_user("alice");
    give_to_ordinary_user(door.data());
    check_unavailable(door.send(signing_in({})));
    BOOST_TEST(door.log().empty());
}

BOOST_AUTO_TEST_CASE(a_data_folder_open_to_others_is_not_used, *holds("CF1")) {
    Door door;
    door.add_user("alice");
    fs::permissions(door.data(), fs::perms{0755});
    const CgiAnswer answer = door.send(signing_in({}));
    check_unavailable(answer);
    BOOST_TEST(answer.errors.find("chmod 700") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(on_a_full_disk_sign_in_is_unavailable_and_reading_goes_on, *holds("DB3 DB5")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.sign_in("alice");
    const Command full_disk = with_failing("pwrite64,fallocate", "ENOSPC");
    SQLite::Database another_process(door.database().string());  // without one SQLite needs space even to read
    another_process.exec("SELECT count(*) FROM users");
    check_unavailable(door.send(signing_in(full_disk)));
    BOOST_TEST(door.send({.target = "/home", .variables = {{"HTTP_COOKIE", cookie}}, .through = full_disk}).status ==
               200);
    BOOST_TEST(door.count("SELECT count(*) FROM sessions") == 1);
    BOOST_TEST(door.send(signing_in({})).status == 303);
}

BOOST_AUTO_TEST_CASE(on_a_full_disk_nobody_is_told_that_he_signed_out, *holds("DB3")) {
    Door door;
    door.add_user("alice");
    const Variables signed_in = {{"HTTP_COOKIE", door.sign_in("alice")}};
    check_unavailable(door.send({.method = "POST",
                                 .target = "/logout",
                                 .variables = signed_in,
                                 .through = with_failing("pwrite64,fallocate", "ENOSPC")}));
    BOOST_TEST(door.get("/home", signed_in).status == 200);
}

BOOST_AUTO_TEST_CASE(the_first_start_on_a_full_disk_is_a_page_and_mends_itself, *holds("DB3 PR12")) {
    Door door;
    check_unavailable(door.send({.through = with_failing("pwrite64,fallocate", "ENOSPC")}));
    BOOST_TEST(door.get("/").status == 303);
    BOOST_TEST(door.get("/setup?cookies=tried").status == 200);
}

BOOST_AUTO_TEST_CASE(a_limit_on_file_size_is_a_page_and_no_death, *holds("PR8")) {
    Door door;
    door.add_user("alice");
    check_unavailable(door.send(signing_in({"prlimit", "--fsize=4096"})));
    check_unavailable(Door().send({.target = "/setup", .through = {"prlimit", "--fsize=4096"}}));
    BOOST_TEST(door.send(signing_in({})).status == 303);
}

#ifndef __SANITIZE_ADDRESS__  // whose shadow memory alone is far more

BOOST_AUTO_TEST_CASE(sign_in_works_in_256_mebibytes, *holds("PR8")) {
    Door door;
    door.add_user("alice");
    BOOST_TEST(door.send(signing_in({"prlimit", "--as=268435456"})).status == 303);
}

BOOST_AUTO_TEST_CASE(without_memory_for_the_hash_sign_in_is_unavailable, *holds("PR8")) {
    Door door;
    door.add_user("alice");
    const CgiAnswer answer = door.send(signing_in({"prlimit", "--as=20000000"}));
    check_unavailable(answer);
    BOOST_TEST(door.send({.through = {"prlimit", "--as=20000000"}}).status == 200);
}

#endif

BOOST_AUTO_TEST_CASE(sixteen_descriptors_are_enough, *holds("PR7")) {
    Door door;
    door.add_user("alice");
    BOOST_TEST(door.send(signing_in({"prlimit", "--nofile=16"})).status == 303);
}

BOOST_AUTO_TEST_CASE(closed_descriptors_do_no_harm, *holds("DB14")) {
    Door door;
    door.add_user("alice");
    const auto closing = [](const char* which) {
        return Command{"sh", "-c", std::string("exec \"$@\" ") + which, "sh"};
    };
    BOOST_TEST(door.send(signing_in(closing("2>&-"))).status == 303);
    BOOST_TEST(door.send({.target = "/home", .through = closing("0<&-")}).status == 303);
    BOOST_TEST(door.send({.target = "/nowhere", .through = closing("2>&- 0<&-")}).status == 404);
    BOOST_TEST(door.send(signing_in(closing("1>&-"))).exit_code == 0);
    BOOST_TEST(door.send(signing_in(closing("1>&- 2>&-"))).exit_code == 0);
    BOOST_TEST(door.count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1);
    BOOST_TEST(door.get("/").status == 200);
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_reads_ends_the_program_quietly, *holds("PR8 PR1")) {
    Door door;
    door.add_user("alice");
    const CgiAnswer answer = door.send(signing_in({"sh", "-c", "exec \"$@\" >/dev/full", "sh"}));
    BOOST_TEST(answer.exit_code == 0);
    BOOST_TEST(door.count("SELECT count(*) FROM sessions") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
