#include "private_folder.h"

#include <sys/stat.h>

#include "base/errors.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

namespace fs = std::filesystem;

// A home with a document root, and a program somewhere below that.
struct Fixture : test::TempFolder {
    fs::path home = fs::canonical(path());
    fs::path root = home / "public_html";
    fs::path deep = root / "members" / "door";

    Fixture() { fs::create_directories(deep); }

    static void make(const fs::path& folder) {
        fs::create_directory(folder);
        fs::permissions(folder, fs::perms{0700});
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(private_folder, Fixture)

BOOST_AUTO_TEST_CASE(it_stands_beside_the_document_root, *holds("PA4 CF1")) {
    BOOST_TEST(find_private_folder(root, root).value() == home / "cloakroom-data");
}

BOOST_AUTO_TEST_CASE(its_name_tells_the_way_to_a_program_deeper_down, *holds("PA4")) {
    BOOST_TEST(find_private_folder(deep, root).value() == home / "cloakroom-data-members-door");
}

BOOST_AUTO_TEST_CASE(it_is_made_for_its_owner_alone, *holds("CF1")) {
    const mode_t before = umask(0);
    const auto folder = find_private_folder(root, root);
    umask(before);
    BOOST_TEST((fs::status(folder.value()).permissions() == fs::perms{0700}));
}

BOOST_AUTO_TEST_CASE(two_programs_on_one_site_have_two) {
    BOOST_TEST(find_private_folder(root, root).value() != find_private_folder(deep, root).value());
}

BOOST_AUTO_TEST_CASE(one_that_exists_beside_the_program_wins) {
    make(deep / "data");
    BOOST_TEST(find_private_folder(deep, root).value() == deep / "data");
    BOOST_TEST(!fs::exists(home / "cloakroom-data-members-door"));
}

BOOST_AUTO_TEST_CASE(of_two_that_exist_the_one_outside_wins) {
    make(deep / "data");
    make(home / "cloakroom-data-members-door");
    BOOST_TEST(find_private_folder(deep, root).value() == home / "cloakroom-data-members-door");
}

BOOST_AUTO_TEST_CASE(for_a_program_outside_the_document_root_it_stands_beside_the_program) {
    const fs::path program = home / "cgi-bin";
    fs::create_directory(program);
    BOOST_TEST(find_private_folder(program, root).value() == program / "data");
}

BOOST_AUTO_TEST_CASE(a_folder_that_only_begins_alike_is_not_below_the_document_root) {
    const fs::path program = home / "public_html_old";
    fs::create_directory(program);
    BOOST_TEST(find_private_folder(program, root).value() == program / "data");
}

BOOST_AUTO_TEST_CASE(for_a_program_below_no_document_root_it_stands_beside_the_program, *holds("PA4")) {
    BOOST_TEST(find_private_folder(deep, "").value() == deep / "data");
}

BOOST_AUTO_TEST_CASE(wherever_it_is_made_it_is_shut_for_apache, *holds("PA4")) {
    for (const auto& folder : {find_private_folder(deep, ""), find_private_folder(root, root)}) {
        BOOST_TEST(fs::file_size(fs::path(folder.value()) / ".htaccess") > 0U);
    }
}

BOOST_AUTO_TEST_CASE(under_a_second_address_the_one_that_exists_is_found) {
    const auto made = find_private_folder(deep, root);
    BOOST_TEST(find_private_folder(deep, "").value() == made.value());
    BOOST_TEST(!fs::exists(deep / "data"));
}

BOOST_AUTO_TEST_CASE(without_a_document_root_none_is_made) {
    BOOST_TEST(!find_private_folder(deep, std::nullopt).has_value());
    BOOST_TEST(!fs::exists(deep / "data"));
}

BOOST_AUTO_TEST_CASE(without_a_document_root_the_one_that_the_server_made_is_found) {
    for (const fs::path& program : {root, deep}) {
        const auto made = find_private_folder(program, root);
        BOOST_TEST(find_private_folder(program, std::nullopt).value() == made.value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
