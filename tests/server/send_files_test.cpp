// Files of protected folders that the program names and the server copies (send_files).
#include <signal.h>

#include <filesystem>
#include <fstream>

#include "server/documents.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// What an owner writes, each as docs/protect/through-the-program.md shows it.
std::string lines_for(const SetUp& set_up) {
    const auto block = [](const char* start) { return "\n" + block_of("protect/through-the-program.md", start); };
    if (set_up.hosting == Hosting::lighttpd_cgi) return block("cgi.x-sendfile");
    if (set_up.hosting == Hosting::nginx_fastcgi) return block("location ^~ /films/");
    return "\nLoadModule xsendfile_module /usr/lib/apache2/modules/mod_xsendfile.so" + block("XSendFile");
}

bool copies_for_us(const SetUp& set_up) {
    const bool has_folder = *set_up.base != '\0';
    return has_folder && (sends_files(set_up) || set_up.hosting == Hosting::nginx_fastcgi);
}

// A site whose server copies; in its folder lies what is locked.
class SiteThatCopies : public Site {
   public:
    explicit SiteThatCopies(const SetUp& set_up) : Site(set_up, {.more_configuration = lines_for(set_up)}) {
        set_up_first_user();
        configure_locks(*this);
        const bool is_nginx = set_up.hosting == Hosting::nginx_fastcgi;
        folder = is_nginx ? "/films" : "/members";
        must_run(*this, {"protect", folder});
        std::ofstream(private_folder() / "cloakroom.conf", std::ios::app)
            << "send_files = " << (is_nginx ? "\"x-accel-redirect\"" : "\"x-sendfile\"") << '\n';
        fs::permissions(private_folder() / "cloakroom.conf", fs::perms{0644});
        for (const pid_t worker : workers()) kill(worker, SIGKILL);
        fs::create_directories(folders().documents / folder.substr(1));
    }

    void write(const std::string& name, const std::string& text) const {
        const fs::path file = folders().documents / folder.substr(1) / name;
        std::ofstream(file) << text;
        fs::permissions(file, fs::perms{0644});
    }

    HttpResponse ask(HttpClient& browser, const std::string& name, const Headers& headers = {}) const {
        return browser.send({.path = folder + "/" + name, .headers = headers});
    }

    std::string folder;
};

}  // namespace

ON_SET_UPS_THAT(copies_for_us, the_server_copies_what_the_program_names, *holds("CG4 HD5")) {
    SiteThatCopies site(set_up);
    HttpClient alice = site.signed_in();
    for (const char* name : {"a film.txt", "zoë & 100%.txt", "#1?.txt"}) {
        site.write(name, "0123456789");
        const std::string address = encode_form({{name, ""}});
        const std::string link = replaced(address.substr(0, address.size() - 1), "+", "%20");
        const HttpResponse whole = site.ask(alice, link);
        BOOST_TEST(whole.status == 200, name << " " << whole.status);
        BOOST_TEST(whole.body == "0123456789", name);
        BOOST_TEST(whole.header("content-type").starts_with("text/plain"));
        BOOST_TEST(whole.header("cache-control") == "private, no-cache");
        const HttpResponse part = site.ask(alice, link, {{"Range", "bytes=2-4"}});
        BOOST_TEST(part.status == 206);
        BOOST_TEST(part.body == "234");
        for (const HttpResponse& response : {whole, part}) {
            for (const char* way : {"x-sendfile", "x-accel-redirect"}) BOOST_TEST(response.header(way) == "");
        }
    }
}

ON_SET_UPS_THAT(copies_for_us, the_server_copies_nothing_that_is_not_allowed, *holds("AZ1 AZ6 PA2")) {
    SiteThatCopies site(set_up);
    site.write("secret.txt", locked_text);
    site.write("secret.php", locked_text);
    fs::create_symlink("/etc/passwd", site.folders().documents / site.folder.substr(1) / "link");
    HttpClient alice = site.signed_in();
    BOOST_TEST(site.ask(alice, "secret.txt").body == locked_text);
    BOOST_TEST(site.ask(alice, "secret.php").status == 403);
    BOOST_TEST(site.ask(alice, "link").status == 403);
    HttpClient stranger = site.client();
    const std::string path = site.folders().documents.string() + site.folder + "/secret.txt";
    for (const Headers& headers : {Headers{}, Headers{{"X-Sendfile", path}, {"X-Accel-Redirect", path}}}) {
        const HttpResponse refused = site.ask(stranger, "secret.txt", headers);
        BOOST_TEST(refused.status == 401);
        BOOST_TEST(!refused.shows("SECRET"));
    }
    // The way that nginx goes by itself.
    for (HttpClient* browser : {&alice, &stranger}) {
        BOOST_TEST(browser->send({.path = "/cloakroom-files" + site.folder + "/secret.txt"}).status == 404);
    }
}

}  // namespace cloakroom::test
