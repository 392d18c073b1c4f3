#include "server/locks.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "server/site.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using enum Hosting;

// A file of docs/protect/ with one text in the place of another, wherever it stands.
class Block {
    static constexpr const char* part_mark = "# As often as there are folders to lock.";

   public:
    explicit Block(const char* name) {
        std::ifstream file(shipped_files() / "docs/protect" / name);
        text_.assign(std::istreambuf_iterator<char>(file), {});
    }
    Block& put(const std::string& to, const std::string& from) {
        for (std::size_t at = 0; (at = text_.find(from, at)) != std::string::npos; at += to.size()) {
            text_.replace(at, from.size(), to);
        }
        return *this;
    }
    const std::string& text() const { return text_; }

    // What stands before the part that is written once a folder, and that part.
    std::string head() const { return text_.substr(0, text_.find(part_mark)); }
    Block& drop_head() {
        text_.erase(0, text_.find(part_mark));
        return *this;
    }

   private:
    std::string text_;
};

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
        std::ofstream(path / ".htaccess")
            << Block(file_for(set_up))
                   .put(folders.program.string(), "/home/ME/public_html/door")
                   .put(std::string(set_up.base) + "/cloakroom.fcgi", "/door/cloakroom.fcgi")
                   .text();
    }
}

std::string lock_configuration(const SetUp& set_up, const Folders& folders) {
    if (!can_lock(set_up) || locks_by_htaccess(set_up)) return "";
    Block block(file_for(set_up));
    block.put(workers_socket(folders), "/run/cloakroom/socket")
        .put(folders.program, "/srv/cloakroom")
        .put(php_socket(folders), "/run/php/php-fpm.sock");
    std::string text = block.head();
    for (const char* folder : locked_folders) text += Block(block).drop_head().put(folder, "/members").text();
    return text;
}

void configure_locks(Site& site) {
    const bool has_alias = *site.set_up().base != '\0';
    if (site.set_up().hosting != lighttpd_cgi || !has_alias) return;
    std::ofstream(site.private_folder() / "cloakroom.conf")
        << "site_folder = \"" << site.folders().documents.string() << "\"\n";
}

fs::path php_socket(const Folders& folders) {
    return folders.server / "php.socket";
}

}  // namespace cloakroom::test
