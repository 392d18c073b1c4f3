// A PHP page in a folder that nginx protects, called as docs/protect/nginx.conf says.
#include <fstream>

#include "server/checks.h"
#include "server/documents.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

bool is_nginx(const SetUp& set_up) {
    return set_up.hosting == Hosting::nginx_fastcgi && can_ask(set_up);
}

// The location of docs/protect/nginx.conf, with PHP in it.
std::string location_of_programs(const std::string& socket) {
    const std::string protect = document("protect/nginx.conf");
    std::string location = protect.substr(protect.find("location ^~ /members/"));
    return replaced(replaced(location, "/members/", "/php/"), "/run/php/php-fpm.sock", socket);
}

// A site with the PHP example in /php, and one for anyone in /php/open that shows what it is told.
class SiteWithPhp {
   public:
    explicit SiteWithPhp(const SetUp& set_up)
        : php_({"php-cgi", "-b", socket()}, {.umask = 0}),
          site(set_up, {.more_configuration = location_of_programs(socket())}) {
        site.set_up_first_user();
        for (const Command& words : {Command{"protect", "/php"}, Command{"protect", "/php/open", "--anyone"}}) {
            BOOST_TEST_REQUIRE(site.command_line(words).status == 0);
        }
        const fs::path folder = site.folders().documents / "php";
        fs::create_directories(folder / "open");
        const std::string example = document("examples/protected/hello.php");
        std::ofstream(folder / "hello.php") << replaced(replaced(example, "https://club.example", site.origin()),
                                                        "/var/lib/cloakroom", site.private_folder());
        std::ofstream(folder / "open/who.php")
            << R"([<?= $_SERVER['REMOTE_USER'] ?>][<?= $_SERVER['CLOAKROOM_GROUPS'] ?>])";
    }

   private:
    std::string socket() const { return temp_.path() / "php.socket"; }

    TempFolder temp_;
    Process php_;

   public:
    Site site;
};

const Headers forged = {{"Authorization", "Basic YWRtaW46eA=="},  // admin:x
                        {"Remote-User", "admin"},
                        {"Cloakroom-Groups", "admin"},
                        {"Variable-REMOTE_USER", "admin"},
                        {"Variable-CLOAKROOM_GROUPS", "admin"}};

}  // namespace

ON_SET_UPS_THAT(is_nginx, a_php_page_is_told_who_it_is_and_counts_his_visits, *holds("AZ3")) {
    SiteWithPhp php(set_up);
    const Site::User alice = php.site.add_user();
    HttpClient browser = php.site.signed_in(alice);
    for (const char* number : {"1", "2", "3"}) {
        const HttpResponse page = browser.send({.path = "/php/hello.php", .headers = forged});
        BOOST_TEST(page.shows("Hello, " + alice.name + "! This is visit " + number + "."), page.body);
        for (const auto& [name, value] : page.headers) BOOST_TEST(!name.starts_with("variable-"), name);
    }
    HttpClient stranger = php.site.client();
    for (const Headers& headers : {Headers{}, forged}) {
        BOOST_TEST(stranger.send({.path = "/php/hello.php", .headers = headers}).status == 401);
    }
}

ON_SET_UPS_THAT(is_nginx, a_php_page_for_anyone_is_told_of_nobody_whatever_a_stranger_sends, *holds("AZ3 CG7")) {
    SiteWithPhp php(set_up);
    HttpClient stranger = php.site.client();
    BOOST_TEST(stranger.send({.path = "/php/open/who.php", .headers = forged}).body == "[][]");
    const Site::User alice = php.site.add_user();
    HttpClient browser = php.site.signed_in(alice);
    BOOST_TEST(browser.send({.path = "/php/open/who.php", .headers = forged}).body == "[" + alice.name + "][]");
}

}  // namespace cloakroom::test
