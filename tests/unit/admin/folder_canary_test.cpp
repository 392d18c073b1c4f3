#include "admin/folder_canary.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

BOOST_AUTO_TEST_SUITE(folder_canary)

BOOST_AUTO_TEST_CASE(it_is_random_private_and_one_for_all, *holds("CF2")) {
    const test::TempFolder folder;
    const test::TempFolder other;
    const auto canary = admin::put_folder_canary(folder.path().string());
    BOOST_TEST(canary.content.size() == 32U);
    struct stat status {};
    BOOST_TEST(stat((folder.path() / canary.name).c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0600U);
    const auto again = admin::put_folder_canary(folder.path().string());
    BOOST_TEST(again.name == canary.name);
    BOOST_TEST(again.content == canary.content);
    const auto elsewhere = admin::put_folder_canary(other.path().string());
    BOOST_TEST(elsewhere.name != canary.name);
    BOOST_TEST(elsewhere.content != canary.content);
}

BOOST_AUTO_TEST_CASE(it_is_taken_away_and_nothing_else) {
    const test::TempFolder folder;
    std::ofstream(folder.path() / "cloakroom.conf") << "";
    admin::put_folder_canary(folder.path().string());
    admin::remove_folder_canary(folder.path().string());
    BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
