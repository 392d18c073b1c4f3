#include "base/private_list.h"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "base/errors.h"
#include "base/private_file.h"
#include "support/temp_folder.h"

using namespace cloakroom;

namespace {

struct Fixture : test::TempFolder {
    std::string file = (path() / "list.csv").string();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(private_list, Fixture)

BOOST_AUTO_TEST_CASE(the_file_comes_with_the_first_text_and_grows) {
    PrivateList list(file);
    BOOST_TEST(!list.is_there());
    BOOST_TEST(!std::filesystem::exists(file));
    list.add("one\n");
    list.add("two\n");
    BOOST_TEST(list.is_there());
    BOOST_TEST(read_private_file(file).value() == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(only_its_owner_may_read_it_whatever_the_umask_says) {
    const mode_t before = umask(0);
    PrivateList(file).add("a secret");
    umask(0777);
    PrivateList(file + "2").add("a secret");
    umask(before);
    for (const std::string& made : {file, file + "2"}) {
        struct stat status {};
        BOOST_TEST_REQUIRE(stat(made.c_str(), &status) == 0);
        BOOST_TEST((status.st_mode & 07777) == 0600U);
    }
}

BOOST_AUTO_TEST_CASE(a_file_or_a_link_that_is_there_already_is_not_touched) {
    std::ofstream(file) << "something else";
    BOOST_CHECK_THROW(PrivateList(file).add("a secret"), Unavailable);
    BOOST_TEST(read_private_file(file).value() == "something else");
    std::filesystem::create_symlink(file, file + "-link");
    BOOST_CHECK_THROW(PrivateList(file + "-link").add("a secret"), Unavailable);
}

BOOST_AUTO_TEST_SUITE_END()
