// The package on a host whose proxy ends HTTPS, and twice on one host.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "hosts/hosted.h"
#include "hosts/package.h"
#include "server/checks.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using enum Hosting;
using namespace std::chrono_literals;

// What stands before many shared hosts: it speaks HTTPS with browsers and plain HTTP with the server.
class Proxy {
   public:
    explicit Proxy(const Site& site) : site_(site), server_(start()) { wait(); }

    HttpClient client() const {
        return HttpClient({.origin = "https://127.0.0.1:" + std::to_string(port_),
                           .base = site_.set_up().base,
                           .address = "127.0.0.1",
                           .trusted = certificate()});
    }

   private:
    std::string certificate() const { return site_.folders().server / "certificate.pem"; }

    Process start() const {
        make_certificate(site_.folders().server);
        const fs::path file = site_.folders().server / "proxy.conf";
        std::ofstream(file) << "server.modules = (\"mod_openssl\", \"mod_proxy\")\nserver.bind = \"127.0.0.1\"\n"
                            << "server.port = " << port_ << "\nserver.document-root = \"/var/empty\"\n"
                            << "ssl.engine = \"enable\"\nssl.pemfile = \"" << certificate() << "\"\n"
                            << "proxy.server = (\"\" => ((\"host\" => \"127.0.0.1\", \"port\" => " << site_.port()
                            << ")))\n";
        return Process({"lighttpd", "-D", "-f", file}, {.output_file = site_.folders().server / "proxy.output"});
    }

    void wait() const {
        for (int tries = 0; tries < 500; ++tries, std::this_thread::sleep_for(10ms)) {
            try {
                client().get("/");
                return;
            } catch (const std::exception&) {
                continue;  // not yet
            }
        }
    }

    const Site& site_;
    int port_ = free_port();
    Process server_;
};

// The second installation of one host, beside /door.
constexpr SetUp door = {"two", htaccess_fcgid, "/door"};
constexpr const char* second = "/gate";

void upload_twice(const fs::path& unpacked, const Folders& folders) {
    upload_as_folder(unpacked, folders);
    fs::rename(unpack(folders.root / "once-more"), folders.documents / (second + 1));
}

std::string same_rights(const Folders& folders) {
    return "<Directory \"" + (folders.documents / (second + 1)).string() + "\">\nAllowOverride All\n</Directory>\n";
}

// The text says that locked folders need its last line, too.
void upload_with_lock(const fs::path& unpacked, const Folders& folders) {
    upload_as_folder(unpacked, folders);
    std::ofstream(folders.documents / ".htaccess") << "SetEnvIf X-Forwarded-Proto ^https$ HTTPS=on\n";
}

std::string with_setenvif(const Folders& /*folders*/) {
    return "LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so\n";
}

std::string code_of_second(const Folders& folders) {
    std::string code;
    std::ifstream(folders.root / "cloakroom-data-gate/setup-code.txt") >> code;
    return code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(neighbours)

BOOST_AUTO_TEST_CASE(behind_a_proxy_that_ends_https_the_cookie_is_one_of_https, *holds("CK1")) {
    const Host host = {.name = "proxy",
                       .set_up = {"fcgid", htaccess_fcgid, "/door"},
                       .htaccess = "https-ends-at-a-proxy.txt",
                       .upload = upload_with_lock,
                       .configuration = with_setenvif};
    Site site(host.set_up, on(host));
    const Proxy proxy(site);
    check_that_it_works(site, [&proxy] { return proxy.client(); });
    HttpClient browser = proxy.client();
    const Site::User user = site.add_user();
    const HttpResponse answer = browser.post("/", {{"username", user.name}, {"password", user.password}});
    BOOST_TEST(answer.header("set-cookie").starts_with("__Host-cloakroom"));
    BOOST_TEST(answer.header("set-cookie").find("; Secure") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_signs_in_to_two_installations_of_one_host_stays_signed_in_to_both) {
    const Host host = {.name = "two", .set_up = door, .upload = upload_twice, .configuration = same_rights};
    Site site(door, on(host));
    check_that_it_works(site, [&site] { return site.client(); });
    const Site::User user = site.add_user();
    HttpClient at_door = site.signed_in(user);
    HttpClient::Place place = at_door.place();
    place.base = second;
    HttpClient at_gate(place);
    at_gate.cookies = at_door.cookies;
    check_page(at_gate.get("/setup?cookies=tried"), 200);
    const HttpResponse made = at_gate.post("/setup", {{"code", code_of_second(site.folders())},
                                                      {"username", user.name},
                                                      {"password", user.password},
                                                      {"password_again", user.password}});
    check_redirect(made, "/gate/home");
    at_door.cookies = at_gate.cookies;
    BOOST_TEST(is_signed_in(at_gate));
    BOOST_TEST(is_signed_in(at_door));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
