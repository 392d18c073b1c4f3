#include "base/temporary_file.h"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/errors.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

namespace fs = std::filesystem;

struct Folder : test::TempFolder {
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(path()), fs::directory_iterator()));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(temporary_file, Folder)

BOOST_AUTO_TEST_CASE(it_is_for_its_owner_only_and_goes_with_its_scope) {
    {
        const TemporaryFile file(path().string());
        struct stat status {};
        BOOST_TEST(stat(file.path().c_str(), &status) == 0);
        BOOST_TEST((status.st_mode & 0777) == 0600U);
    }
    BOOST_TEST(files() == 0U);
}

BOOST_AUTO_TEST_CASE(its_content_can_be_read_when_it_is_gone) {
    FileSlice content;
    {
        const TemporaryFile file(path().string());
        std::ofstream(file.path()) << "what was in it";
        content = file.content();
    }
    std::string read;
    content.read([&](std::string_view piece) {
        read += piece;
        return true;
    });
    BOOST_TEST(read == "what was in it");
}

BOOST_AUTO_TEST_CASE(one_that_a_killed_process_left_yesterday_is_taken_away) {
    const fs::path old = path() / "temporary-0011223344556677";
    const fs::path young = path() / "temporary-8899aabbccddeeff";
    const fs::path journal = path() / "temporary-0011223344556677-journal";
    const fs::path of_others[] = {path() / "cloakroom.sqlite", path() / "temporary-dump.sql",
                                  path() / "temporary-0011223344556677.sql", path() / "temporary-00112233"};
    const auto make_old = [](const fs::path& file) {
        std::ofstream{file};
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours{25});
    };
    std::ofstream{young};
    for (const auto& file : {old, journal}) make_old(file);
    for (const auto& file : of_others) make_old(file);
    { const TemporaryFile file(path().string()); }
    BOOST_TEST(!fs::exists(old));
    BOOST_TEST(!fs::exists(journal));
    BOOST_TEST(fs::exists(young));
    for (const auto& file : of_others) BOOST_TEST(fs::exists(file), file);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_told) {
    BOOST_CHECK_THROW(TemporaryFile((path() / "none").string()), Unavailable);
}

BOOST_AUTO_TEST_SUITE_END()
