#include "server/locks.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "server/shipped_text.h"
#include "server/site.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using enum Hosting;

const char* file_for(const SetUp& set_up) {
    switch (set_up.hosting) {
        case lighttpd_fastcgi:
            return "lighttpd.conf";
        case lighttpd_cgi:
            return "through-the-program.lighttpd.conf";
        case apache_fcgid:
            return "apache.conf";
        case htaccess_fcgid:
            return "apache.htaccess";
        case htaccess_cgid:
            return "through-the-program.htaccess";
        case nginx_fastcgi:
            return "nginx.conf";
        case caddy_fastcgi:
            break;
    }
    return "Caddyfile";
}

std::string block_for(const SetUp& set_up, const Folders& folders) {
    return shipped_text(fs::path("docs/protect") / file_for(set_up), folders);
}

bool locks_by_htaccess(const SetUp& set_up) {
    return set_up.hosting == htaccess_fcgid || set_up.hosting == htaccess_cgid;
}

}  // namespace

bool can_ask(const SetUp& set_up) {
    const bool can = is_fastcgi(set_up);
    return can && *set_up.base != '\0';  // else the door has the whole site
}

bool sends_files(const SetUp& set_up) {
    return set_up.hosting == htaccess_cgid || set_up.hosting == lighttpd_cgi;
}

bool can_lock(const SetUp& set_up) {
    return can_ask(set_up) || sends_files(set_up);
}

void write_locked_folders(const SetUp& set_up, const Folders& folders) {
    if (!can_lock(set_up)) return;
    for (const std::string folder : locked_folders) {
        const fs::path path = folders.documents / folder.substr(1);
        fs::create_directories(path / "open");
        for (const fs::path& file : {path / "secret.txt", path / "open/secret.txt"}) std::ofstream(file) << locked_text;
        if (!locks_by_htaccess(set_up)) continue;
        const std::string address = std::string(" ") + set_up.base + "/cloakroom.fcgi";
        std::ofstream(path / ".htaccess") << replaced(block_for(set_up, folders), " /door/cloakroom.fcgi", address);
    }
}

// An owner's own rule, by which a locked folder has a second address.
std::string rewriting(const SetUp& set_up) {
    switch (set_up.hosting) {
        case lighttpd_fastcgi:
            return "url.rewrite-once = (\"^/rewritten/(.*)$\" => \"/members/$1\")\n";
        case nginx_fastcgi:
            return "rewrite ^/rewritten/(.*)$ /members/$1 last;\n";
        case apache_fcgid:
            return "RewriteEngine On\nRewriteRule ^/rewritten/(.*)$ /members/$1 [PT]\n";
        default:
            return "";
    }
}

std::string lock_configuration(const SetUp& set_up, const Folders& folders) {
    if (!can_lock(set_up) || locks_by_htaccess(set_up)) return "";
    const std::string all = block_for(set_up, folders);
    const auto once = all.find("# As often as there are folders to lock.");
    std::string text = all.substr(0, once);
    for (const char* folder : locked_folders) text += replaced(all.substr(once), "/members", folder);
    return text + rewriting(set_up);
}

void configure_locks(Site& site) {
    const bool has_alias = *site.set_up().base != '\0';
    if (site.set_up().hosting != lighttpd_cgi || !has_alias) return;
    std::ofstream(site.private_folder() / "cloakroom.conf")
        << "site_folder = \"" << site.folders().documents.string() << "\"\n";
}

void must_run(Site& site, const Command& words) {
    BOOST_TEST_REQUIRE(site.command_line(words).status == 0);
}

}  // namespace cloakroom::test
