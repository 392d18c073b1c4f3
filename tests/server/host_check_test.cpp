// The test of the private folder, behind a server that shows that folder to everybody and behind one that does not.
#include <filesystem>
#include <fstream>

#include "server/checks.h"
#include "server/on_each_server.h"
#include "server/owner.h"

namespace cloakroom::test {
namespace {

bool is_lighttpd_with_a_door(const SetUp& set_up) {
    return std::string_view(set_up.name) == "lighttpd_fastcgi_in_a_folder";
}

// Private, and the server's user can read it.
void tell_site_folder(const Folders& folders) {
    const auto file = folders.named / "cloakroom.conf";
    std::ofstream(file) << "site_folder = \"" << folders.root.string() << "\"\n";
    std::filesystem::permissions(file, std::filesystem::perms{0644});
}

struct Tried {
    std::string seen;  // as check.js would say it
    HttpResponse page;
};

// What the owner's browser does with the page.
Tried try_folder(Site& site, HttpClient& browser) {
    check_redirect(browser.get("/setup"), site.at("/setup?cookies=tried"));
    const HttpResponse page = browser.get("/setup?cookies=tried");
    check_page(page, 200);
    BOOST_TEST(!page.shows("name=\"username\""));
    HttpClient stranger = site.client();
    const std::string seen = try_private_folder(stranger, page);
    return {seen, browser.post("/setup", {{"way", "folder"}, {"folder", seen}})};
}

// As if nobody had tried anything.
HttpResponse send_form(Site& site, HttpClient& browser, const std::string& seen) {
    const Site::User owner = site.new_user();
    return browser.post(
        "/setup",
        {{"username", owner.name}, {"password", owner.password}, {"password_again", owner.password}, {"folder", seen}});
}

}  // namespace

ON_SET_UPS_THAT(is_lighttpd_with_a_door, a_private_folder_that_the_server_shows_stops_set_up, *holds("PA4")) {
    // The folders are known once they are made, the server's lines before that: both name the same place by a link.
    const TempFolder links;
    const auto link = links.path() / "private";
    std::filesystem::permissions(links.path(), std::filesystem::perms{0755});
    Site site(set_up, {.prepare =
                           [&](const Folders& folders) {
                               tell_site_folder(folders);
                               std::filesystem::create_directory_symlink(folders.named, link);
                           },
                       .more_configuration = "$HTTP[\"url\"] =~ \"^/private/\" { alias.url = (\"/private/\" => \"" +
                                             link.string() + "/\") }\n"});
    HttpClient browser = site.client();
    const auto [seen, page] = try_folder(site, browser);
    BOOST_TEST(seen == "fetched");
    BOOST_TEST(page.shows("everybody can fetch what is in it"));
    BOOST_TEST(!page.shows("name=\"username\""));
    check_page(send_form(site, browser, seen), 422);
    BOOST_TEST(!std::filesystem::exists(site.folders().named / "setup-code.txt"));
    BOOST_TEST(site.command_line({"user", "list"}).output == "");
    BOOST_TEST(site.command_line({"doctor"}).status == 1);
}

ON_SET_UPS_THAT(is_lighttpd_with_a_door, a_private_folder_that_the_server_keeps_shut_lets_its_owner_go_on,
                *holds("PA4")) {
    Site site(set_up, {.prepare = tell_site_folder});
    HttpClient browser = site.client();
    const Site::User owner = site.new_user();
    check_redirect(set_up_as_owner(site, browser, owner), site.at("/home"));
    BOOST_TEST(browser.get("/home").shows("What next?"));
}

}  // namespace cloakroom::test
