#include "server/set_ups.h"

#include <unistd.h>

#include <array>
#include <stdexcept>

#include "server/shipped_text.h"

namespace cloakroom::test {
namespace {

using enum Hosting;

constexpr std::array<SetUp, 14> set_ups = {{
    {"lighttpd_fastcgi_at_the_root", lighttpd_fastcgi, ""},
    {"lighttpd_fastcgi_in_a_folder", lighttpd_fastcgi, "/door"},
    {"lighttpd_fastcgi_over_tls", lighttpd_fastcgi, "", true},
    {"lighttpd_cgi_at_the_root", lighttpd_cgi, ""},
    {"lighttpd_cgi_in_a_folder", lighttpd_cgi, "/door"},
    {"apache_fcgid_at_the_root", apache_fcgid, ""},
    {"apache_fcgid_in_a_folder", apache_fcgid, "/door"},
    {"htaccess_fcgid_at_the_root", htaccess_fcgid, ""},
    {"htaccess_fcgid_in_a_folder", htaccess_fcgid, "/door"},
    {"htaccess_cgid_at_the_root", htaccess_cgid, ""},
    {"htaccess_cgid_in_a_folder", htaccess_cgid, "/door"},
    {"nginx_fastcgi_at_the_root", nginx_fastcgi, ""},
    {"nginx_fastcgi_in_a_folder", nginx_fastcgi, "/door"},
    {"caddy_fastcgi_in_a_folder", caddy_fastcgi, "/door"},
}};

std::string quoted(const std::filesystem::path& path) {
    return '"' + path.string() + '"';
}

std::string lighttpd_configuration(const SetUp& set_up, const Folders& folders, int port) {
    std::string text = "server.bind = \"127.0.0.1\"\nserver.port = " + std::to_string(port) +
                       "\nserver.document-root = " + quoted(folders.documents) +
                       "\nserver.errorlog = " + quoted(folders.server / "error.log") +
                       "\nmimetype.assign = (\".css\" => \"text/css\", \".js\" => \"text/javascript\", \".png\" => "
                       "\"image/png\", \".html\" => \"text/html\", \"\" => \"application/octet-stream\")\n"
                       "index-file.names = (\"index.html\")\n";
    if (is_root()) {
        text += std::string("server.username = \"") + server_user + "\"\nserver.groupname = \"" + server_user + "\"\n";
    }
    if (set_up.tls) {
        text += "server.modules += (\"mod_openssl\")\nssl.engine = \"enable\"\nssl.pemfile = " +
                quoted(folders.server / "certificate.pem") + "\n";
    }
    text += "var.cloakroom = " + quoted(folders.program) + "\nvar.cloakroom_url = \"" + set_up.base + "\"\n";
    if (set_up.hosting == lighttpd_cgi) return text + "include " + quoted(shipped_files() / "lighttpd-cgi.conf") + "\n";
    return text + "var.cloakroom_arguments = \"--config " + (folders.named / "cloakroom.conf").string() +
           "\"\nvar.cloakroom_socket = " + quoted(folders.server / "socket") + "\ninclude " +
           quoted(shipped_files() / "lighttpd.conf") + "\n";
}

std::string apache_modules(const SetUp& set_up) {
    std::string text;
    const std::string own = set_up.hosting == htaccess_cgid ? "cgid" : "fcgid";
    for (const std::string& name :
         {std::string("mpm_event"), std::string("authz_core"), std::string("mime"), std::string("dir"),
          std::string("alias"), std::string("rewrite"), std::string("negotiation"), std::string("autoindex"),
          std::string("headers"), own}) {
        text += "LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so\n";
    }
    return text + (own == "cgid" ? "ScriptSock cgi.sock\n" : "FcgidIPCDir .\nFcgidProcessTableFile fcgid.shm\n");
}

// What a host gives: listings and guessed names are on, and .htaccess decides. With
// mod_fcgid it may do so outside the door's own folder by the least that we ask for:
// FileInfo for a lock, and for programs what lets them run at all.
std::string host_of_htaccess(const SetUp& set_up, const Folders& folders) {
    const bool is_least = set_up.hosting == htaccess_fcgid && folders.program != folders.documents;
    return "DocumentRoot " + quoted(folders.documents) + "\n<Directory " + quoted(folders.documents) +
           ">\nOptions Indexes MultiViews\nAllowOverride " + (is_least ? "FileInfo Options=ExecCGI,Includes" : "All") +
           "\nRequire all granted\n</Directory>\n<Directory " + quoted(folders.program) +
           ">\nAllowOverride All\n</Directory>\n";
}

std::string owner_of_apache(const SetUp& set_up, const Folders& folders) {
    std::string text = "DocumentRoot " + quoted(folders.documents) + "\nDefine CLOAKROOM " + folders.program.string() +
                       "\nDefine CLOAKROOM_CONFIG " + (folders.named / "cloakroom.conf").string() + "\n";
    if (*set_up.base != '\0') {
        text += std::string("Define CLOAKROOM_URL ") + set_up.base + "\n<Directory " + quoted(folders.documents) +
                ">\nRequire all granted\n</Directory>\n";
    }
    return text + "Include " + quoted(shipped_files() / "apache.conf") + "\n";
}

std::string apache_configuration(const SetUp& set_up, const Folders& folders, int port) {
    std::string text = "ServerRoot " + quoted(folders.server) + "\nDefaultRuntimeDir " + quoted(folders.server) +
                       "\nServerName 127.0.0.1\nListen 127.0.0.1:" + std::to_string(port) +
                       "\nPidFile apache.pid\nErrorLog error.log\n" + apache_modules(set_up) +
                       "LogFormat \"%h %r %>s %{Referer}i\" line\nCustomLog access.log line\n" +
                       "TypesConfig /etc/mime.types\n<Directory />\nAllowOverride None\nRequire all denied\n"
                       "</Directory>\n";
    if (is_root()) text += std::string("User ") + server_user + "\nGroup " + server_user + "\n";
    return text +
           (set_up.hosting == apache_fcgid ? owner_of_apache(set_up, folders) : host_of_htaccess(set_up, folders));
}

// The server's own lines: everything that it writes stands in its folder.
std::string head_of_nginx(const Folders& folders) {
    std::string text = "daemon off;\npid nginx.pid;\nerror_log error.log;\nworker_processes 2;\n";
    if (is_root()) text += std::string("user ") + server_user + ";\n";
    text += "events {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log access.log;\n";
    for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        text += std::string(kind) + "_temp_path " + (folders.server / kind).string() + ";\n";
    }
    return text;
}

std::string owner_of_nginx(const SetUp& set_up, const Folders& folders) {
    const std::string folder = folders.program.string();
    const std::string include = "include " + (shipped_files() / "nginx.conf").string() + ";\n}\n";
    const std::string text = "set $cloakroom_url \"" + std::string(set_up.base) +
                             "\";\nset $cloakroom_socket unix:" + workers_socket(folders).string() + ";\n";
    if (*set_up.base == '\0') return text + "location / {\nroot " + folder + ";\n" + include;
    return text + "location = /door { rewrite ^ /door/ last; }\nlocation ^~ /door/ {\nalias " + folder + "/;\n" +
           include;
}

std::string nginx_configuration(const SetUp& set_up, const Folders& folders, int port, const std::string& more) {
    return head_of_nginx(folders) + "server {\nlisten 127.0.0.1:" + std::to_string(port) + ";\nroot " +
           folders.documents.string() + ";\n" + owner_of_nginx(set_up, folders) + more + "}\n}\n";
}

// The site's block; Cloakroom's own pages stand in the same file as the locks.
std::string caddy_configuration(const Folders& folders, int port, const std::string& more) {
    return "{\nadmin off\nauto_https off\n}\n:" + std::to_string(port) + " {\nbind 127.0.0.1\nroot * " +
           folders.documents.string() + "\nfile_server\n" + more + "}\n";
}

}  // namespace

std::span<const SetUp> all_set_ups() {
    return set_ups;
}

const SetUp& set_up_named(std::string_view name) {
    for (const SetUp& set_up : set_ups) {
        if (set_up.name == name) return set_up;
    }
    throw std::logic_error("no such set-up");
}

bool is_apache(const SetUp& set_up) {
    return set_up.hosting == apache_fcgid || set_up.hosting == htaccess_fcgid || set_up.hosting == htaccess_cgid;
}

bool needs_workers(const SetUp& set_up) {
    return set_up.hosting == nginx_fastcgi || set_up.hosting == caddy_fastcgi;
}

bool is_fastcgi(const SetUp& set_up) {
    return set_up.hosting != lighttpd_cgi && set_up.hosting != htaccess_cgid;
}

bool names_configuration(const SetUp& set_up) {
    return set_up.hosting == lighttpd_fastcgi || set_up.hosting == apache_fcgid || needs_workers(set_up);
}

std::filesystem::path shipped_files() {
    return std::filesystem::current_path();
}

std::string server_configuration(const SetUp& set_up, const Folders& folders, int port, const std::string& more) {
    switch (set_up.hosting) {
        case nginx_fastcgi:
            return nginx_configuration(set_up, folders, port, more);
        case caddy_fastcgi:
            return caddy_configuration(folders, port, more);
        case lighttpd_fastcgi:
        case lighttpd_cgi:
            return lighttpd_configuration(set_up, folders, port) + more;
        case apache_fcgid:
        case htaccess_fcgid:
        case htaccess_cgid:
            break;
    }
    return apache_configuration(set_up, folders, port) + more;
}

Command server_command(const SetUp& set_up, const std::filesystem::path& file) {
    const std::string folder = file.parent_path();
    if (is_apache(set_up)) return {"apache2", "-DFOREGROUND", "-f", file};
    if (set_up.hosting == nginx_fastcgi) return {"nginx", "-p", folder, "-c", file, "-e", folder + "/error.log"};
    if (set_up.hosting == caddy_fastcgi) {
        return as_server_user({"env", "HOME=" + folder, "caddy", "run", "--adapter", "caddyfile", "--config", file});
    }
    return {"lighttpd", "-D", "-f", file};
}

Command workers_command(const Folders& folders) {
    const std::string unit = shipped_text("docs/examples/cloakroom.service", folders);
    const std::string key = "\nExecStart=";
    const auto begin = unit.find(key) + key.size();
    const std::string line = unit.substr(begin, unit.find('\n', begin) - begin);
    // Restart=always
    return as_server_user({"sh", "-c", "while :; do " + line + "; sleep 0.2; done"});
}

std::filesystem::path workers_socket(const Folders& folders) {
    return folders.server / "socket";
}

std::filesystem::path php_socket(const Folders& folders) {
    return folders.server / "php.socket";
}

bool is_root() {
    return geteuid() == 0;
}

Command as_server_user(Command command) {
    if (!is_root()) return command;
    const Command head = {"setpriv", std::string("--reuid=") + server_user, std::string("--regid=") + server_user,
                          "--init-groups"};
    command.insert(command.begin(), head.begin(), head.end());
    return command;
}

}  // namespace cloakroom::test
