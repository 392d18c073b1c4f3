#include "base/private_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/errors.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Folder : test::TempFolder {
    std::string at(const char* name) const { return (path() / name).string(); }
    static unsigned mode(const std::string& path) {
        struct stat status {};
        lstat(path.c_str(), &status);
        return status.st_mode & 0777U;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(private_file, Folder)

BOOST_AUTO_TEST_CASE(a_folder_is_0700_and_a_file_0600_whatever_the_umask, *holds("CF1")) {
    for (const mode_t mask : {mode_t{0}, mode_t{0777}}) {
        const std::string folder = at(mask == 0 ? "open" : "shut");
        const mode_t before = umask(mask);
        ensure_private_folder(folder);
        write_private_file(folder + "/file", "x");
        umask(before);
        BOOST_TEST(mode(folder) == 0700U);
        BOOST_TEST(mode(folder + "/file") == 0600U);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_open_to_others_is_refused_with_the_command_that_mends_it, *holds("CF1")) {
    mkdir(at("data").c_str(), 0700);
    chmod(at("data").c_str(), 0755);
    BOOST_CHECK_EXCEPTION(ensure_private_folder(at("data")), Unavailable, [](const Unavailable& error) {
        return std::string(error.what()).find("chmod 700") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_planted_link_is_not_followed, *holds("CF2")) {
    std::filesystem::create_symlink(at("victim"), at("code"));
    write_private_file(at("code"), "secret");
    BOOST_TEST(access(at("victim").c_str(), F_OK) != 0);
    unlink(at("code").c_str());
    write_private_file(at("victim"), "private");
    std::filesystem::create_symlink(at("victim"), at("code"));
    BOOST_CHECK_THROW(read_private_file(at("code")), Unavailable);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_not_created_again, *holds("CF2")) {
    create_private_file(at("secret"), "first");
    create_private_file(at("secret"), "second");
    BOOST_TEST(*read_private_file(at("secret")) == "first");
    BOOST_TEST(mode(at("secret")) == 0600U);
    const auto files = std::filesystem::directory_iterator(path());
    BOOST_TEST(std::distance(begin(files), end(files)) == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_reads_as_nothing) {
    BOOST_TEST(!read_private_file(at("none")).has_value());
}

BOOST_AUTO_TEST_CASE(a_new_content_takes_the_place_of_the_old) {
    write_private_file(at("file"), "old");
    write_private_file(at("file"), "new");
    BOOST_TEST(read_private_file(at("file")).value() == "new");
    BOOST_TEST(std::distance(std::filesystem::directory_iterator(path()), {}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
