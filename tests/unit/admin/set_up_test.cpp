#include "admin/set_up.h"

#include <sys/stat.h>

#include <fstream>

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using admin::CodeIn;
using admin::SetUpFlaw;
using test::holds;
using test::House;

namespace {

struct Owner : House {
    Owner() { std::filesystem::create_directory(program_folder()); }

    std::string program_folder() const { return (folder->path() / "program").string(); }

    admin::SetUpResult run(const std::string& code, const std::string& upload = "", const std::string& name = "Alice",
                           const std::string& again = test::good_password) {
        return set_up.run({.code = code,
                           .upload = upload,
                           .password_again = again,
                           .base_url = "http://club.example/door",
                           .signer = {.name = name, .password = test::good_password, .browser = {}, .previous = {}}},
                          {});
    }

    static bool is(const admin::SetUpResult& result, SetUpFlaw flaw) {
        return std::holds_alternative<SetUpFlaw>(result) && std::get<SetUpFlaw>(result) == flaw;
    }
    static bool is_done(const admin::SetUpResult& result) { return std::holds_alternative<auth::NewSession>(result); }

    static void touch(const std::string& path) { std::ofstream file(path); }

    admin::SetUp set_up{auth, {.of_data = folder->path().string(), .of_program = program_folder()}};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(set_up_, Owner)

BOOST_AUTO_TEST_CASE(the_code_stands_in_a_file_that_only_the_owner_can_read, *holds("PW10 CF1")) {
    BOOST_TEST(set_up.is_open({}, CodeIn::file));
    struct stat status {};
    stat(set_up.code_file().c_str(), &status);
    BOOST_TEST((status.st_mode & 0777) == 0600U);
    BOOST_TEST(set_up.code().size() == 34U);
}

BOOST_AUTO_TEST_CASE(the_code_stays_the_same_at_every_look) {
    set_up.is_open({}, CodeIn::file);
    const std::string code = set_up.code();
    set_up.is_open({}, CodeIn::file);
    BOOST_TEST(set_up.code() == code);
}

BOOST_AUTO_TEST_CASE(the_code_makes_an_admin_who_is_signed_in, *holds("PW10")) {
    set_up.is_open({}, CodeIn::file);
    const auto result = run(set_up.code());
    BOOST_REQUIRE(is_done(result));
    BOOST_TEST(find(std::get<auth::NewSession>(result).id)->user->name == "Alice");
    BOOST_TEST(auth.users.list("", 1).at(0).groups == std::vector<std::string>{"admin"});
    BOOST_TEST(auth.properties.base_url() == "http://club.example/door");
}

BOOST_AUTO_TEST_CASE(once_done_it_is_closed_and_the_code_is_gone, *holds("PW10")) {
    set_up.is_open({}, CodeIn::file);
    const std::string code = set_up.code();
    run(code);
    BOOST_TEST(!set_up.is_open({}, CodeIn::file));
    BOOST_TEST(set_up.code().empty());
    BOOST_TEST(!std::filesystem::exists(set_up.code_file()));
    BOOST_TEST(is(run(code, "", "Mallory"), SetUpFlaw::code_wrong));
}

BOOST_AUTO_TEST_CASE(of_two_who_race_with_the_right_code_one_wins, *holds("PW10")) {
    set_up.is_open({}, CodeIn::file);
    const std::string code = set_up.code();
    House other({}, folder);
    admin::SetUp second(other.auth, {.of_data = folder->path().string(), .of_program = program_folder()});
    BOOST_TEST(is_done(run(code)));
    BOOST_TEST(!is_done(
        second.run({.code = code,
                    .upload = "",
                    .password_again = test::good_password,
                    .base_url = "",
                    .signer = {.name = "Mallory", .password = test::good_password, .browser = {}, .previous = {}}},
                   {})));
    BOOST_TEST(auth.users.list("", 9).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_wrong_code_makes_nobody, *holds("PW10")) {
    set_up.is_open({}, CodeIn::file);
    BOOST_TEST(is(run("ABCD"), SetUpFlaw::code_wrong));
    BOOST_TEST(is(run(""), SetUpFlaw::upload_missing));
    BOOST_TEST(auth.users.is_empty());
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'set_up_failed'") == 2);
}

BOOST_AUTO_TEST_CASE(two_passwords_that_differ_make_nobody) {
    set_up.is_open({}, CodeIn::file);
    BOOST_TEST(is(run(set_up.code(), "", "Alice", "something else"), SetUpFlaw::passwords_differ));
    BOOST_TEST(auth.users.is_empty());
}

BOOST_AUTO_TEST_CASE(codes_cannot_be_guessed_for_long_and_who_has_the_right_one_need_not_wait, *holds("SI5")) {
    set_up.is_open({}, CodeIn::file);
    for (int i = 0; i < 50; ++i) BOOST_TEST(is(run("ABCD"), SetUpFlaw::code_wrong));
    BOOST_TEST(std::holds_alternative<auth::Limited>(run("ABCD")));
    BOOST_TEST(is_done(run(set_up.code())));
}

BOOST_AUTO_TEST_CASE(uploading_the_file_that_this_browser_was_told_proves_ownership) {
    set_up.is_open({}, CodeIn::file);
    const std::string name = admin::SetUp::upload_name("mine");
    BOOST_TEST(is(run("", name), SetUpFlaw::upload_missing));
    touch(program_folder() + "/" + name);
    BOOST_TEST(is(run("", admin::SetUp::upload_name("a stranger's")), SetUpFlaw::upload_missing));
    BOOST_TEST(is_done(run("", name)));
    BOOST_TEST(!std::filesystem::exists(program_folder() + "/" + name));
}

BOOST_AUTO_TEST_CASE(where_no_code_may_be_told_none_is_written_and_the_upload_opens_set_up, *holds("PA4 PW10")) {
    BOOST_TEST(set_up.is_open({}, CodeIn::nothing));
    BOOST_TEST(!std::filesystem::exists(set_up.code_file()));
    const std::string name = admin::SetUp::upload_name("mine");
    touch(program_folder() + "/" + name);
    BOOST_TEST(is_done(run("", name)));
}

BOOST_AUTO_TEST_CASE(strangers_cannot_keep_the_owner_from_uploading, *holds("SI5")) {
    set_up.is_open({}, CodeIn::nothing);
    while (!std::holds_alternative<auth::Limited>(run(""))) continue;
    const std::string name = admin::SetUp::upload_name("mine");
    touch(program_folder() + "/" + name);
    BOOST_TEST(is_done(run("", name)));
}

BOOST_AUTO_TEST_CASE(a_way_back_without_a_code_stays_open_until_it_is_used) {
    add("Alice");
    touch((folder->path() / "reset-admin").string());
    BOOST_TEST(set_up.is_open({}, CodeIn::nothing));
    BOOST_TEST(set_up.is_open({}, CodeIn::nothing));
    BOOST_TEST(!std::filesystem::exists(set_up.code_file()));
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'set_up_reopened'") == 1);
}

BOOST_AUTO_TEST_CASE(a_link_is_no_upload, *holds("CF2")) {
    set_up.is_open({}, CodeIn::file);
    const std::string name = admin::SetUp::upload_name("mine");
    std::filesystem::create_symlink("/etc/hostname", program_folder() + "/" + name);
    BOOST_TEST(is(run("", name), SetUpFlaw::upload_missing));
}

BOOST_AUTO_TEST_CASE(a_file_reset_admin_in_the_private_folder_opens_set_up_once) {
    add("Alice", "forgotten password");
    BOOST_TEST(!set_up.is_open({}, CodeIn::file));
    touch((folder->path() / "reset-admin").string());
    BOOST_TEST(set_up.is_open({}, CodeIn::file));
    BOOST_TEST(is_done(run(set_up.code())));
    BOOST_TEST(!set_up.is_open({}, CodeIn::file));
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
}

BOOST_AUTO_TEST_CASE(a_file_reset_admin_beside_the_program_counts_for_an_hour) {
    add("Alice");
    clock.set(SystemClock().now());
    touch(program_folder() + "/reset-admin");
    clock.move(2h);
    BOOST_TEST(!set_up.is_open({}, CodeIn::file));
    clock.move(-2h);
    BOOST_TEST(set_up.is_open({}, CodeIn::file));
}

BOOST_AUTO_TEST_CASE(a_way_back_for_a_known_name_gives_a_new_password_and_ends_the_sessions) {
    add("Alice", "forgotten password");
    const auto thief = sign_in("alice", "forgotten password").fresh;
    touch((folder->path() / "reset-admin").string());
    set_up.is_open({}, CodeIn::file);
    BOOST_TEST(is_done(run(set_up.code())));
    BOOST_TEST(!find(thief->id).has_value());
    BOOST_TEST(auth.users.list("", 9).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_code_left_from_before_opens_nothing_once_there_are_users) {
    set_up.is_open({}, CodeIn::file);
    const std::string code = set_up.code();
    add("Alice");
    BOOST_TEST(!set_up.is_open({}, CodeIn::file));
    BOOST_TEST(is(run(code, "", "Mallory"), SetUpFlaw::code_wrong));
}

BOOST_AUTO_TEST_CASE(an_expired_code_gives_way_to_a_new_one) {
    set_up.is_open({}, CodeIn::file);
    const std::string code = set_up.code();
    clock.move(25h);
    BOOST_TEST(set_up.is_open({}, CodeIn::file));
    BOOST_TEST(set_up.code() != code);
}

BOOST_AUTO_TEST_SUITE_END()
