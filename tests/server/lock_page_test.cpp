// The lock that the admin page writes, behind Apache: where it obeys such files it holds,
// where it does not the test of the lock finds the folder open.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

bool is_apache_with_a_door(const SetUp& set_up) {
    return is_apache(set_up) && *set_up.base != '\0';
}

// The owner's configuration says AllowOverride None.
bool obeys_htaccess(const SetUp& set_up) {
    return set_up.hosting != Hosting::apache_fcgid;
}

class LockPage {
   public:
    explicit LockPage(Site& site) : folder_(site.folders().documents / "club"), admin_(site.client()) {
        fs::create_directory(folder_);
        fs::permissions(folder_, fs::perms{0777});
        std::ofstream(folder_ / ".htaccess") << before;
        fs::permissions(folder_ / ".htaccess", fs::perms{0666});
        if (is_root()) run({"chown", "-R", std::string(server_user) + ":", folder_.string()});
        must_run(site, {"protect", "/club"});
        const auto user = site.add_user();
        must_run(site, {"group", "add", "admin", user.name});
        admin_ = site.signed_in(user);
    }

    HttpResponse press(const char* button) {
        return admin_.post("/admin/folders/lock", {{"do", button}, {"path", "/club"}});
    }

    // What a browser without a cookie gets for the file of a test.
    HttpResponse look_as_stranger(Site& site) {
        const std::string target = press("test").header("location");
        const auto name = target.find("cloakroom-test-");
        BOOST_TEST_REQUIRE(name != std::string::npos, target);
        HttpClient stranger = site.client();
        auto response = stranger.send({.path = "/club/" + target.substr(name), .headers = navigation});
        admin_.post("/admin/folders/test", {{"path", "/club"}, {"saw", "other"}});
        return response;
    }

    std::string htaccess() const {
        std::ifstream file(folder_ / ".htaccess");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    static constexpr const char* before = "# mine\nAddType text/plain .log";

   private:
    fs::path folder_;
    HttpClient admin_;
};

}  // namespace

ON_SERVERS_THAT(is_apache_with_a_door, a_lock_that_the_page_writes_holds_where_the_server_obeys_it, *holds("AZ4")) {
    LockPage page(site);
    BOOST_TEST(page.look_as_stranger(site).status == 200);
    const auto pressed = page.press("lock");
    BOOST_TEST_REQUIRE(pressed.status == 303, pressed.body);
    const auto locked = page.look_as_stranger(site);
    BOOST_TEST(locked.shows("This file is a test of Cloakroom") == !obeys_htaccess(site.set_up()));
    BOOST_TEST(locked.status == (obeys_htaccess(site.set_up()) ? 303 : 200));
    BOOST_TEST(page.press("unlock").status == 303);
    BOOST_TEST(page.htaccess() == LockPage::before);
    BOOST_TEST(page.look_as_stranger(site).status == 200);
}

}  // namespace cloakroom::test
