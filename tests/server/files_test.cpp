// What lies in a public folder and must not be public.
#include <filesystem>
#include <fstream>
#include <set>

#include "server/checks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// Files beside the program, as an owner may leave them; gone with this object.
class Decoys {
   public:
    explicit Decoys(const fs::path& folder) : folder_(folder) {}
    ~Decoys() {
        std::error_code ignored;
        for (const auto& path : added_) fs::remove(folder_ / path, ignored);
    }
    Decoys(const Decoys&) = delete;
    Decoys& operator=(const Decoys&) = delete;

    void add(const std::string& path) {
        fs::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path) << text;
        fs::permissions(folder_ / path, fs::perms{0644});
        added_.push_back(path);
    }

    static constexpr const char* text = "DECOY: this was sent as a file";

   private:
    fs::path folder_;
    std::vector<std::string> added_;
};

}  // namespace

ON_EACH_SERVER(files_beside_the_program_are_sent_by_their_kind_only, *holds("PA4")) {
    Decoys decoys(site.folders().program);
    HttpClient browser = site.client();
    for (const char* path : {"site.css", "app.js", "picture.png", "photo.jpg", "photo.jpeg", "images/logo.svg"}) {
        decoys.add(path);
        BOOST_TEST(browser.get(std::string("/") + path).body == Decoys::text, path);
    }
    for (const char* path : {"cloakroom.conf",
                             "cloakroom.conf.sample",
                             "README.txt",
                             "LICENSE",
                             "page.html",
                             "index.html",
                             "html/home.html",
                             "sql/users.sql",
                             "x.sqlite",
                             "x.sqlite-wal",
                             "cloakroom.sqlite",
                             "notes.txt",
                             "backup.zip",
                             "setup-code.txt",
                             "data/x",
                             "data/picture.png",
                             "data/site.css",
                             ".git/config",
                             ".git/picture.png",
                             ".htpasswd",
                             ".env",
                             "old.fcgi",
                             "old.cgi",
                             "old.php",
                             "app.js.bak",
                             "site.css~",
                             "apache.conf",
                             "lighttpd.conf",
                             "no-suffix"}) {
        decoys.add(path);
        const HttpResponse response = browser.get(std::string("/") + path);
        BOOST_TEST((response.status == 404 || response.status == 403), path << " " << response.status);
        BOOST_TEST(!response.shows("DECOY"), path);
    }
}

ON_EACH_SERVER(no_spelling_of_an_address_opens_a_private_file, *holds("PA1 PA4")) {
    Decoys decoys(site.folders().program);
    for (const char* path : {"data/x", "data/y.png", "cloakroom.conf", "x.sqlite", ".git/z.css"}) decoys.add(path);
    HttpClient browser = site.client();
    for (const char* path : {"/d%61ta/x",
                             "/%64ata/y.png",
                             "//data/x",
                             "//data//y.png",
                             "/./data/y.png",
                             "/x/../data/y.png",
                             "/data/./y.png",
                             "/data%2fy.png",
                             "/data/x/y.css",
                             "/data/",
                             "/data",
                             "/.git",
                             "/.git/",
                             "/%2egit/z.css",
                             "/x/..%2f.git/z.css",
                             "/x.sqlite/y.css",
                             "/x.sqlite%00.css",
                             "/x.sqlite?a.css",
                             "/x.sqlite;a.css",
                             "/x.sqlite%3f.css",
                             "/cloakroom.conf/",
                             "/cloakroom.conf/.css",
                             "/cloakroom.fcgi/../data/x",
                             "/cloakroom.fcgi/data/y.png",
                             "/cloakroom.fcgi/%2e%2e/cloakroom.conf",
                             "/.%2fcloakroom.conf",
                             "/html/../cloakroom.conf"}) {
        const HttpResponse response = browser.get(path);
        BOOST_TEST(!response.shows("DECOY"), path);
        BOOST_TEST(response.status >= 400, path << " " << response.status);
    }
}

ON_EACH_SERVER(the_private_folder_is_out_of_reach, *holds("PA4 CF1")) {
    const fs::path& folder = site.private_folder();
    const auto& documents = site.folders().documents;
    const std::string below = folder.lexically_relative(documents).string();
    if (below.starts_with("..")) return;  // beside the document root: no address leads there
    HttpClient browser = site.client();
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string path = "/" + (fs::path(below) / entry.path().filename()).string();
        const HttpResponse response = browser.send({.path = path});
        BOOST_TEST((response.status == 404 || response.status == 403), path << " " << response.status);
    }
}

ON_EACH_SERVER(the_program_is_run_and_never_sent, *holds("PA4")) {
    HttpClient browser = site.client();
    for (const char* path : {"/cloakroom.fcgi", "/cloakroom.fcgi/", "/./cloakroom.fcgi", "/%63loakroom.fcgi"}) {
        const HttpResponse response = browser.get(path);
        BOOST_TEST(response.status == 200, path);
        BOOST_TEST(is_sign_in_form(response), path);
    }
}

// Where the program finds its own place, that is outside the document root if it can be.
ON_SERVERS_THAT([](const SetUp& set_up) { return is_apache(set_up) && !names_configuration(set_up); },
                private_files_lie_beside_the_document_root, *holds("CF1 PA4")) {
    BOOST_TEST(site.private_folder().parent_path() == site.folders().root);
}

}  // namespace cloakroom::test
