#include "server/locks.h"

#include <filesystem>
#include <fstream>
#include <iterator>

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

const char* file_for(Hosting hosting) {
    if (hosting == apache_fcgid) return "apache.conf";
    if (hosting == nginx_fastcgi) return "nginx.conf";
    return hosting == caddy_fastcgi ? "Caddyfile" : "lighttpd.conf";
}

}  // namespace

bool can_ask(const SetUp& set_up) {
    const bool can = is_fastcgi(set_up);
    return can && *set_up.base != '\0';  // else the door has the whole site
}

void write_locked_folders(const SetUp& set_up, const Folders& folders) {
    if (!can_ask(set_up)) return;
    for (const std::string folder : locked_folders) {
        const fs::path path = folders.documents / folder.substr(1);
        fs::create_directories(path / "open");
        for (const fs::path& file : {path / "secret.txt", path / "open/secret.txt"}) std::ofstream(file) << locked_text;
        if (set_up.hosting != htaccess_fcgid) continue;
        std::ofstream(path / ".htaccess")
            << Block("apache.htaccess").put(folders.program.string(), "/home/ME/public_html/door").text();
    }
}

std::string lock_configuration(const SetUp& set_up, const Folders& folders) {
    if (!can_ask(set_up) || set_up.hosting == htaccess_fcgid) return "";
    Block block(file_for(set_up.hosting));
    block.put(workers_socket(folders), "/run/cloakroom/socket").put(folders.program, "/srv/cloakroom");
    std::string text = block.head();
    for (const char* folder : locked_folders) text += Block(block).drop_head().put(folder, "/members").text();
    return text;
}

}  // namespace cloakroom::test
