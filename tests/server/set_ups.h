// The ways of hosting that Cloakroom promises, and the few lines of configuration an
// owner writes for each. What matters stands in the shipped files, which are included.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "support/process.h"

namespace cloakroom::test {

enum class Hosting {
    lighttpd_fastcgi,  // lighttpd.conf
    lighttpd_cgi,      // lighttpd-cgi.conf
    apache_fcgid,      // apache.conf
    htaccess_fcgid,    // .htaccess only, and the server has mod_fcgid
    htaccess_cgid,     // .htaccess only, and the server has mod_cgid
    nginx_fastcgi,     // nginx.conf
    caddy_fastcgi,     // docs/protect/Caddyfile
};

struct SetUp {
    const char* name;
    Hosting hosting;
    const char* base;  // "" or "/door"
    bool tls = false;
};

std::span<const SetUp> all_set_ups();
const SetUp& set_up_named(std::string_view name);

bool is_apache(const SetUp& set_up);
bool is_fastcgi(const SetUp& set_up);

// The server starts no programs; somebody else does, on a socket.
bool needs_workers(const SetUp& set_up);

// The program is told where its configuration is; elsewhere it finds its own place.
bool names_configuration(const SetUp& set_up);

// The folders of one site, all below `root`.
struct Folders {
    std::filesystem::path root;
    std::filesystem::path documents;  // the document root
    std::filesystem::path program;    // holds cloakroom.fcgi: the document root, or a folder in it
    std::filesystem::path server;     // the server's own: sockets, logs, its configuration
    std::filesystem::path named;      // the private folder, where names_configuration()
};

// Where apache.conf, lighttpd.conf, nginx.conf and cgi-bin/.htaccess are: the tests use these very files.
std::filesystem::path shipped_files();

// The server's own configuration, in which a shipped file is included. Over TLS the
// certificate with its key is server/certificate.pem. `more` stands behind it.
std::string server_configuration(const SetUp& set_up, const Folders& folders, int port, const std::string& more);

// What starts the server with the configuration in `file`, in the foreground.
Command server_command(const SetUp& set_up, const std::filesystem::path& file);

// What starts the program for a server that starts none itself, as docs/examples/cloakroom.service
// does, and the socket that it makes.
Command workers_command(const Folders& folders);
std::filesystem::path workers_socket(const Folders& folders);

// Where nginx and Caddy look for PHP in protected folders.
std::filesystem::path php_socket(const Folders& folders);

// The user that a server changes to when it is started by root.
inline constexpr const char* server_user = "www-data";
bool is_root();

// For programs that run as whoever starts them: as that user.
Command as_server_user(Command command);

}  // namespace cloakroom::test
