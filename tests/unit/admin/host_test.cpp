// What a look at this very machine tells.
#include "admin/host.h"

#include <fstream>

#include "admin/folder_canary.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using admin::Look;
using test::holds;

namespace {

struct Looked : test::House {
    admin::Host look(admin::HostPlace place = {}, std::optional<admin::HostVisit> visit = std::nullopt,
                     Look how = Look::quick) {
        place.private_folder = folder->path().string();
        return admin::look_at_host(auth, std::move(place), std::move(visit), how);
    }
    std::string above() const { return folder->path().parent_path().string(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(host, Looked)

BOOST_AUTO_TEST_CASE(a_thorough_look_measures_and_leaves_nothing_behind) {
    const auto host = look({}, {}, Look::thorough);
    BOOST_TEST((host.can_hash == true));
    BOOST_TEST(host.hash_time->count() > 0);
    BOOST_TEST(std::chrono::abs(*host.files_ahead).count() <= 2);
    BOOST_TEST(host.open_files.size() == 0U);
    BOOST_TEST(look().open_files.size() == 0U);
    BOOST_TEST(!look().hash_time.has_value());
}

BOOST_AUTO_TEST_CASE(the_private_folders_address_is_what_follows_the_document_root) {
    using Addresses = std::vector<std::string>;
    const std::string name = "/" + folder->path().filename().string();
    const std::string program = above() + "/cloakroom.fcgi";
    BOOST_TEST(look({}, admin::HostVisit{.document_root = above()}).folder_addresses == Addresses{name});
    BOOST_TEST(look({.site_folder = above()}).folder_addresses == Addresses{name});
    BOOST_TEST(look({.program = program}).folder_addresses == Addresses{name});
    const auto mapped = look({.program = program}, admin::HostVisit{.base = "/~ann/door"});
    BOOST_TEST(mapped.folder_addresses == Addresses{"/~ann/door" + name});
    const auto by_alias = look({.program = program}, admin::HostVisit{.base = "/door", .document_root = above()});
    BOOST_TEST(by_alias.folder_addresses == Addresses{"/door" + name});
    const auto sub = folder->path() / "public";
    std::filesystem::create_directory(sub);
    BOOST_TEST(look({}, admin::HostVisit{.document_root = sub.string()}).folder_addresses.empty());
    BOOST_TEST(look({.program = (sub / "cloakroom.fcgi").string()}).folder_addresses.empty());
}

BOOST_AUTO_TEST_CASE(a_private_folder_that_is_the_document_root_itself_is_on_the_site, *holds("PA4")) {
    using Addresses = std::vector<std::string>;
    BOOST_TEST(look({}, admin::HostVisit{.document_root = folder->path().string()}).folder_addresses == Addresses{""});
    const auto from_the_top = look({}, admin::HostVisit{.document_root = "/"});
    BOOST_TEST(from_the_top.folder_addresses == Addresses{folder->path().string()});
}

BOOST_AUTO_TEST_CASE(a_document_root_is_known_from_the_configuration_or_from_the_server_save_behind_an_alias) {
    const std::string program = "/srv/door/cloakroom.fcgi";
    BOOST_TEST(!look().knows_document_root);
    BOOST_TEST(look({.site_folder = "/srv/site"}).knows_document_root);
    BOOST_TEST(look({}, admin::HostVisit{.document_root = "/srv/site"}).knows_document_root);
    const admin::HostVisit by_alias{.base = "/door", .document_root = "/srv/door"};
    BOOST_TEST(!look({.program = program}, by_alias).knows_document_root);
    BOOST_TEST(look({.program = program, .site_folder = "/srv/site"}, by_alias).knows_document_root);
}

// htaccess/only-cgi-bin.txt: what is asked for below /door is answered by a program below /cgi-bin.
BOOST_AUTO_TEST_CASE(where_the_program_has_an_address_of_its_own_the_folder_has_one_beside_it, *holds("PA4")) {
    const std::string name = "/" + folder->path().filename().string();
    const auto host = look({.program = above() + "/cloakroom.fcgi"},
                           admin::HostVisit{.base = "/door", .script = "/cgi-bin/cloakroom/cloakroom.fcgi"});
    BOOST_TEST(host.folder_addresses == (std::vector<std::string>{"/door" + name, "/cgi-bin/cloakroom" + name}));
}

BOOST_AUTO_TEST_CASE(a_link_to_the_document_root_misleads_nobody) {
    const auto link = folder->path() / "link";
    std::filesystem::create_directory_symlink(above(), link);
    BOOST_TEST(!look({}, admin::HostVisit{.document_root = link.string()}).folder_addresses.empty());
}

BOOST_AUTO_TEST_CASE(files_that_others_may_read_are_found, *holds("CF7")) {
    std::ofstream(folder->path() / "cloakroom.conf") << "";
    std::filesystem::permissions(folder->path() / "cloakroom.conf", std::filesystem::perms{0644});
    BOOST_TEST(look().open_files == std::vector<std::string>{"cloakroom.conf"});
    std::filesystem::create_directory(folder->path() / "backups");
    std::ofstream(folder->path() / "backups/monday.sqlite") << "";
    std::filesystem::permissions(folder->path() / "backups/monday.sqlite", std::filesystem::perms{0640});
    BOOST_TEST(look().open_files == (std::vector<std::string>{"backups/monday.sqlite", "cloakroom.conf"}));
    BOOST_TEST(look().folder_listed);
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_listed_is_told, *holds("CF7")) {
    // Nobody can list a file, not even root.
    std::ofstream(folder->path() / "backups") << "";
    BOOST_TEST(!look().folder_listed);
}

BOOST_AUTO_TEST_CASE(that_the_folder_was_found_shut_is_remembered_for_this_folder_only) {
    const auto remember = [this](const std::string& shut) {
        db::Transaction transaction(database, db::Durability::relaxed);
        auth.properties.set_shut_folder(shut);
        transaction.commit();
    };
    BOOST_TEST((look().folder_test == admin::FolderTest::not_done));
    remember(admin::folder_mark(folder->path().string()));
    BOOST_TEST((look().folder_test == admin::FolderTest::refused));
    remember("/somewhere/else");
    BOOST_TEST((look().folder_test == admin::FolderTest::not_done));
    // As a backup from another host has it.
    remember(folder->path().string() + " 1");
    BOOST_TEST((look().folder_test == admin::FolderTest::not_done));
}

BOOST_AUTO_TEST_CASE(the_program_and_what_lies_beside_it_are_looked_at) {
    const auto site = folder->path() / "site";
    std::filesystem::create_directory(site);
    std::filesystem::permissions(site, std::filesystem::perms{0755});
    const auto program = site / "cloakroom.fcgi";
    std::ofstream(program) << "";
    std::filesystem::permissions(program, std::filesystem::perms{0755});
    std::ofstream(site / "htaccess.txt") << "";
    auto host = look({.program = program.string()});
    BOOST_TEST(host.program_mode == 0U);
    BOOST_TEST(!host.has_htaccess);
    BOOST_TEST(host.has_htaccess_text);
    BOOST_TEST(host.program_came.has_value());
    std::filesystem::permissions(program, std::filesystem::perms{0775});
    BOOST_TEST(look({.program = program.string()}).program_mode == 020U);
    std::filesystem::permissions(site, std::filesystem::perms{0777});
    BOOST_TEST((look({.program = program.string()}).program_mode & 02U) == 02U);
}

BOOST_AUTO_TEST_CASE(we_know_what_the_program_was_built_with, *holds("BH4")) {
    BOOST_TEST(!look().fcgi_library.empty());
}

BOOST_AUTO_TEST_SUITE_END()
