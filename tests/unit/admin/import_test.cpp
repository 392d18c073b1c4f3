#include "admin/import.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "auth/invitations.h"
#include "auth/joining.h"
#include "base/private_file.h"
#include "support/foreign_hashes.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using admin::LineEnd;
using test::holds;

namespace {

struct Importing : test::House {
    admin::ImportResult run(const std::string& text, bool dry_run = false, const std::string& group = "") {
        reports.clear();
        admin::ImportFile file(text);
        return admin::import_users(
            auth, file,
            {.dry_run = dry_run, .group = group, .links_file = links_file(), .base_url = "https://club.example/door"},
            auth::Actor::command_line(), [this](const auto& line) { reports.push_back(line); });
    }

    std::string links_file() const { return (folder->path() / ("links-" + std::to_string(files) + ".csv")).string(); }
    std::string links() const { return read_private_file(links_file()).value_or(""); }

    // What stands behind "code=" in the only line with a link.
    std::string code() const {
        const std::string all = links();
        const auto start = all.find("code=") + 5;
        return all.substr(start, all.find('\r', start) - start);
    }

    std::vector<std::string> words() const {
        std::vector<std::string> all;
        for (const auto& report : reports) all.emplace_back(admin::word(report.end));
        return all;
    }

    int files = 0;
    std::vector<admin::LineReport> reports;
};

using Words = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(import, Importing)

BOOST_AUTO_TEST_CASE(who_comes_with_a_hash_signs_in_with_the_password_he_has, *holds("PW3")) {
    const auto result = run(std::string("ann:") + test::bcrypt_hash + "\nbob:" + test::sha_crypt_hash + "\n");
    BOOST_TEST((words() == Words{"added", "added"}));
    BOOST_TEST(!result.has_links);
    for (const char* name : {"ann", "bob"}) {
        BOOST_TEST((sign_in(name, "wrong").outcome == auth::SignIn::wrong));
        BOOST_TEST((sign_in(name).outcome == auth::SignIn::done));
        BOOST_TEST(!auth::Passwords::is_outdated(auth.users.find(name)->password_hash));
    }
}

BOOST_AUTO_TEST_CASE(who_comes_without_a_hash_that_can_be_verified_chooses_a_password_with_a_link, *holds("PW11")) {
    for (const std::string hash :
         {test::apr1_hash, "{SHA}mN7MYuzjmaIu0w1JDvMzvn/ec4U=", "abJnggxhB/yWI", test::good_password, "",
          "$2y$31$FOArP51zVAWYwABY3OGHCe9V/y/zx3VWS5PCD7UagCXA8bzQeKLnW"}) {
        ++files;
        const std::string name = "user" + std::to_string(files);
        run(name + ":" + hash + "\n");
        BOOST_TEST((words() == Words{"added_with_link"}), hash);
        BOOST_TEST(auth.users.find(name)->password_hash.empty());
        BOOST_TEST((sign_in(name).outcome == auth::SignIn::wrong));
        const auto joined =
            auth::join(auth,
                       {.code = code(),
                        .display_name = {},
                        .password_again = "a password of his own",
                        .signer = {.name = {}, .password = "a password of his own", .browser = {}, .previous = {}}},
                       {});
        BOOST_TEST(std::holds_alternative<auth::NewSession>(joined));
        BOOST_TEST((sign_in(name, "a password of his own").outcome == auth::SignIn::done));
    }
}

BOOST_AUTO_TEST_CASE(the_links_stand_in_a_private_file_and_are_good_for_thirty_days, *holds("PW11")) {
    run("ann:\nbob:\n");
    BOOST_TEST(links().starts_with("name,link\r\nann,https://club.example/door/join?code="));
    BOOST_TEST(std::ranges::count(links(), '\n') == 3);
    struct stat status {};
    BOOST_TEST_REQUIRE(stat(links_file().c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0600U);
    const auto ann = auth.users.find("ann")->user.id;
    clock.move(std::chrono::days{29});
    BOOST_TEST(auth.tokens.of(ann).has_value());
    clock.move(std::chrono::days{2});
    BOOST_TEST(!auth.tokens.of(ann).has_value());
}

BOOST_AUTO_TEST_CASE(names_that_look_alike_do_not_become_two_users, *holds("SI11")) {
    add("Alice");
    run("name\nalice\nAlice\nALICE \n\uFF21lice\nBob\nbob\nBob\ncafe\u0301\ncaf\u00e9\nCAF\u00c9\n");
    BOOST_TEST((words() == Words{"looks_alike", "already_there", "looks_alike", "looks_alike", "added_with_link",
                                 "looks_alike", "already_there", "added_with_link", "already_there", "looks_alike"}));
    BOOST_TEST(reports.at(0).other == "Alice");
    BOOST_TEST(reports.at(5).other == "Bob");
    BOOST_TEST(count("SELECT count(*) FROM users") == 3);
}

BOOST_AUTO_TEST_CASE(a_dry_run_says_the_same_and_changes_nothing, *holds("SI11")) {
    add("Alice");
    const std::string text = std::string("name,groups,password_hash\nalice,,\nBob,choir,") + test::bcrypt_hash +
                             "\nbob,,\nBob,,\nan\u200bn,,\ncy,The-Choir,\ndan,\neve,admin,x\n";
    const auto planned = run(text, true, "members");
    const auto planned_words = words();
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
    BOOST_TEST(count("SELECT count(*) FROM groups") == 1);
    BOOST_TEST(count("SELECT count(*) FROM tokens") == 0);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event <> 'user_added'") == 0);
    BOOST_TEST(!std::filesystem::exists(links_file()));
    const auto done = run(text, false, "members");
    BOOST_TEST((planned_words == words()));
    BOOST_TEST((words() == Words{"looks_alike", "added", "looks_alike", "already_there", "name_invalid",
                                 "group_invalid", "unreadable", "added_with_link"}));
    BOOST_TEST((planned.groups_made == std::set<std::string>{"choir", "members"}));
    BOOST_TEST((planned.groups_made == done.groups_made));
    BOOST_TEST((planned.counts == done.counts));
    BOOST_TEST(planned.admins == 1U);
    BOOST_TEST(done.admins == 1U);
    BOOST_TEST(done.refused() == 5U);
}

BOOST_AUTO_TEST_CASE(groups_and_display_names_come_along) {
    run("name,display_name,groups\nann,Ann  \tArcher\u202e,choir;board choir\n", false, "members");
    const auto ann = auth.users.find_by_id(auth.users.find("ann")->user.id);
    BOOST_TEST(ann->display_name == "Ann Archer");
    BOOST_TEST((ann->groups == std::vector<std::string>{"board", "choir", "members"}));
}

BOOST_AUTO_TEST_CASE(a_disabled_user_stays_disabled, *holds("SL3")) {
    run(std::string("name,disabled,password_hash\nann,yes,") + test::bcrypt_hash + "\nbob,yes,\n");
    BOOST_TEST((sign_in("ann").outcome == auth::SignIn::wrong));
    BOOST_TEST(!auth.tokens.find(code()).has_value());
    auth.users.enable("ann", {});
    auth.users.enable("bob", {});
    BOOST_TEST((sign_in("ann").outcome == auth::SignIn::done));
    BOOST_TEST(auth.tokens.find(code()).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_may_be_imported_again_when_its_bad_lines_are_mended) {
    const auto first = run("ann:" + std::string(test::bcrypt_hash) + "\nb\tb:x\n");
    BOOST_TEST(first.refused() == 1U);
    sign_in("ann");
    const auto before = auth.users.find("ann")->password_hash;
    ++files;
    const auto second = run("ann:" + std::string(test::sha_crypt_hash) + "\nbob:x\n", false, "members");
    BOOST_TEST((words() == Words{"already_there", "added_with_link"}));
    BOOST_TEST(second.refused() == 0U);
    BOOST_TEST(auth.users.find("ann")->password_hash == before);
    BOOST_TEST(auth.groups.of(auth.users.find("ann")->user.id).empty());
}

BOOST_AUTO_TEST_CASE(hostile_lines_do_no_harm) {
    const std::string megabyte(1024 * 1024, 'x');
    run("ann:" + megabyte + "\n" + megabyte + ":hash\nbo" + std::string(1, '\0') + "b:hash\n:hash\n\xff\xfe:hash\n" +
        "\x1b[2Jcy:hash\ndan'); DROP TABLE users; --:hash\n");
    BOOST_TEST((words() == Words{"added_with_link", "name_invalid", "name_invalid", "name_invalid", "name_invalid",
                                 "name_invalid", "added_with_link"}));
    for (const auto& report : reports) BOOST_TEST(report.name.find('\x1b') == std::string::npos);
    BOOST_TEST(reports.at(1).name.size() == 64U);
    BOOST_TEST(count("SELECT count(*) FROM users") == 2);
}

BOOST_AUTO_TEST_CASE(the_audit_log_has_one_row_for_many_and_their_number, *holds("LG1")) {
    std::string text;
    for (int user = 0; user < 1203; ++user) text += "user" + std::to_string(user) + ":" + test::bcrypt_hash + "\n";
    run(text);
    BOOST_TEST(count("SELECT count(*) FROM users") == 1203);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'users_imported' AND actor = 'command_line'") == 3);
    BOOST_TEST(count("SELECT sum(subject) FROM audit_log") == 1203);
    run(text);
    BOOST_TEST(count("SELECT count(*) FROM audit_log") == 3);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_finished_leaves_whole_bites_only) {
    std::string text;
    for (int user = 0; user < 700; ++user) text += "user" + std::to_string(user) + ":\n";
    execute(
        "CREATE TRIGGER broken BEFORE INSERT ON users WHEN NEW.name = 'user600' "
        "BEGIN SELECT RAISE(ABORT, 'broken'); END");
    BOOST_CHECK_THROW(run(text), std::exception);
    BOOST_TEST(count("SELECT count(*) FROM users") == 500);
    BOOST_TEST(reports.size() == 500U);
    BOOST_TEST(std::ranges::count(links(), '\n') == 501);
}

BOOST_AUTO_TEST_SUITE_END()
