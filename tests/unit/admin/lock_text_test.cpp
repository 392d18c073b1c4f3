// The lock of a folder in the text of its .htaccess file.
#include "admin/lock_text.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace cloakroom::admin;

namespace cloakroom::admin {
inline std::ostream& operator<<(std::ostream& out, LockAct act) {
    return out << word(act);
}
}  // namespace cloakroom::admin

namespace {

const std::string lock = "FcgidAccessChecker /srv/door/cloakroom.fcgi\n";

// Files of owners that a lock can stand before.
const std::string kept[] = {
    "",
    "\n",
    "# a comment",
    "RewriteEngine On\nRewriteRule ^ index.php [L]\n",
    "Options -Indexes\r\nErrorDocument 404 /gone.html\r\n",
    "AddType text/plain \\\n  .log\nno line end",
    "# caf\xe9 in Latin-1\n",
    "<Files \"x\">\nRequire all denied\n</Files>\n\n\n",
    "# RewriteEngine Off is what we do not want\n",
};

// Files that a lock must not be written into, and why.
struct Refused {
    const char* content;
    LockAct act;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
    return out << refused.content;
}
const std::string locked = *add_lock("Options -Indexes\n", lock).content;
const std::string begin = locked.substr(0, locked.find('\n') + 1);
const std::string end = "# <<< Cloakroom: the end of the lock.\n";
const std::string twice = locked + locked;
const std::string without_end = begin + lock;
const std::string end_first = end + begin;
const std::string begun_twice = begin + begin + end;
const std::string continued = "AddType \\\n" + locked;
const Refused refused[] = {
    {"\xEF\xBB\xBFOptions -Indexes\n", LockAct::unreadable},
    {twice.c_str(), LockAct::unreadable},
    {without_end.c_str(), LockAct::unreadable},
    {end.c_str(), LockAct::unreadable},
    {end_first.c_str(), LockAct::unreadable},
    {begun_twice.c_str(), LockAct::unreadable},
    {continued.c_str(), LockAct::unreadable},
    {"RewriteEngine Off\n", LockAct::undone},
    {"  rewriteengine\toff\n", LockAct::undone},
    {"RewriteEngine \"Off\"\r\n", LockAct::undone},
    {"Satisfy Any\n", LockAct::undone},
    {"<Files x>\n  Satisfy any\n</Files>", LockAct::undone},
    {"FcgidAccessChecker /elsewhere\n", LockAct::undone},
    {"FcgidAccessCheckerAuthoritative Off\n", LockAct::undone},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lock_text)

BOOST_DATA_TEST_CASE(what_was_in_the_file_is_there_again_byte_for_byte, boost::unit_test::data::make(kept), content) {
    const auto with = add_lock(content, lock);
    BOOST_TEST_REQUIRE(with.act == LockAct::done);
    BOOST_TEST(with.content->find(lock) != std::string::npos);
    BOOST_TEST(with.content->ends_with(content));
    BOOST_TEST(has_lock(with.content));
    const auto without = remove_lock(with.content);
    BOOST_TEST_REQUIRE(without.act == LockAct::done);
    BOOST_TEST(without.content.value() == content);
}

BOOST_DATA_TEST_CASE(a_file_that_would_open_the_folder_or_makes_no_sense_is_refused,
                     boost::unit_test::data::make(refused), file) {
    const auto edit = add_lock(file.content, lock);
    BOOST_TEST(edit.act == file.act);
    BOOST_TEST(!edit.content);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_made_for_the_lock_goes_with_it) {
    const auto with = add_lock(std::nullopt, lock);
    const auto without = remove_lock(with.content);
    BOOST_TEST(without.act == LockAct::done);
    BOOST_TEST(!without.content);
}

BOOST_AUTO_TEST_CASE(what_an_owner_added_to_a_file_of_ours_stays) {
    const auto with = add_lock(std::nullopt, lock);
    BOOST_TEST(remove_lock("# mine\n" + *with.content + "Options -Indexes").content.value() ==
               "# mine\nOptions -Indexes");
}

BOOST_AUTO_TEST_CASE(a_lock_written_anew_takes_the_place_of_the_old_one) {
    for (const auto& before : {std::optional<std::string>(), std::optional<std::string>("Options -Indexes\n")}) {
        const auto again = add_lock(add_lock(before, "Old\n").content, lock);
        BOOST_TEST(again.content.value() == add_lock(before, lock).content.value());
    }
}

BOOST_AUTO_TEST_CASE(an_editor_that_ends_lines_as_windows_does_does_not_lose_the_marks) {
    std::string text;
    for (const char c : locked) text += c == '\n' ? "\r\n" : std::string(1, c);
    BOOST_TEST(remove_lock(text).content.value() == "Options -Indexes\r\n");
}

BOOST_AUTO_TEST_CASE(a_file_with_a_zero_in_it_is_no_text) {
    BOOST_TEST(add_lock(std::string("a\0b\n", 4), lock).act == LockAct::unreadable);
}

BOOST_AUTO_TEST_CASE(where_there_is_no_lock_none_is_taken_out) {
    BOOST_TEST(remove_lock(std::nullopt).act == LockAct::not_locked);
    BOOST_TEST(remove_lock("Options -Indexes\n").act == LockAct::not_locked);
    BOOST_TEST(remove_lock(end_first).act == LockAct::unreadable);
}

BOOST_AUTO_TEST_SUITE_END()
