// Each configuration of a web server that the documents show, read by that server. (What stands in files of its own,
// the tests in tests/server/ use.)
#include <boost/test/unit_test.hpp>
#include <fstream>

#include "server/documents.h"
#include "server/set_ups.h"
#include "server/site.h"
#include "support/pages.h"
#include "support/process.h"
#include "support/program.h"
#include "support/temp_folder.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// A machine on which all is there that the documents name.
class Machine {
   public:
    Machine() {
        for (const fs::path& folder : {folders_.documents, folders_.program, folders_.server, folders_.named}) {
            fs::create_directories(folder);
        }
        for (const char* file : {"apache.conf", "lighttpd.conf", "lighttpd-cgi.conf", "nginx.conf"}) {
            fs::copy_file(shipped_files() / file, folders_.program / file);
        }
        for (const char* program : {"cloakroom.fcgi", "visits.fcgi"}) {
            fs::copy_file(program_path(), folders_.program / program);
        }
        make_certificate(folders_.server);
    }

    Outcome apache(const std::string& block) const {
        std::string text = "ServerRoot \"" + folders_.server.string() +
                           "\"\nErrorLog error.log\nServerName 127.0.0.1\nListen 127.0.0.1:1\n";
        for (const std::string module : {"mpm_event", "authz_core", "mime", "dir", "alias", "rewrite", "setenvif",
                                         "headers", "fcgid", "cgid", "include", "remoteip", "ssl", "xsendfile"}) {
            text += "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n";
        }
        const bool is_whole = block.find("<VirtualHost") != std::string::npos;
        const bool is_of_folder = block.starts_with("Options");
        const std::string inner = is_of_folder ? "<Directory \"/var/www/html\">\n" + block + "</Directory>\n" : block;
        text += is_whole ? block : "<VirtualHost *:1>\n" + inner + "</VirtualHost>\n";
        return check({"apache2", "-t", "-f"}, text);
    }

    Outcome lighttpd(const std::string& block) const {
        const std::string head = "server.document-root = \"/var/www/html\"\nserver.port = 1\n";
        const bool has_own_door = block.find("var.cloakroom") != std::string::npos;
        return check({"lighttpd", "-tt", "-f"}, has_own_door ? head + block : beside("lighttpd_fastcgi", false, block));
    }

    // What is shown for the whole site stands beside a door in a folder, and the other way round.
    Outcome nginx(const std::string& block) const {
        const bool is_in_folder = block.find("location = /door") != std::string::npos;
        return check({"nginx", "-p", folders_.server, "-e", "error.log", "-t", "-c"},
                     beside("nginx_fastcgi", is_in_folder, block));
    }

   private:
    // A site that is set up already, and these lines.
    std::string beside(const std::string& server, bool at_the_root, const std::string& block) const {
        constexpr int port = 1;
        const SetUp& set_up = set_up_named(server + (at_the_root ? "_at_the_root" : "_in_a_folder"));
        return server_configuration(set_up, folders_, port, block);
    }

    Outcome check(Command command, const std::string& text) const {
        const std::pair<const char*, std::string> places[] = {
            {"/srv/cloakroom", folders_.program},
            {"/srv/visits", folders_.program},
            {"/srv/site", folders_.documents},
            {"/var/www/html", folders_.documents},
            {"/var/lib/cloakroom", folders_.named},
            {"/run/lighttpd", folders_.server},
            {"/etc/ssl/club.pem", folders_.server / "certificate.pem"},
            {"/etc/ssl/private/club.key", folders_.server / "certificate.pem"}};
        std::string here = text;
        for (const auto& [from, to] : places) here = replaced(std::move(here), from, to);
        const fs::path file = folders_.server / "server.conf";
        std::ofstream(file) << here;
        command.push_back(file);
        return run(command);
    }

    TempFolder temp_;
    Folders folders_ = {.root = temp_.path(),
                        .documents = temp_.path() / "documents",
                        .program = temp_.path() / "program",
                        .server = temp_.path() / "server",
                        .named = temp_.path() / "private"};
};

void check_each(const std::string& kind, Outcome (Machine::*read)(const std::string&) const, std::size_t least) {
    const Machine machine;
    const auto blocks = blocks_of_kind(kind);
    for (const Block& block : blocks) {
        if (block.page == "docs/tutorial.md") continue;  // tutorial_test.cpp
        const Outcome outcome = (machine.*read)(block.text);
        BOOST_TEST(outcome.status == 0, block.where() << ": " << outcome.output);
    }
    BOOST_TEST(blocks.size() >= least);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(snippets)

BOOST_AUTO_TEST_CASE(apache_takes_each_configuration_that_is_shown) {
    check_each("apache", &Machine::apache, 6);
}

BOOST_AUTO_TEST_CASE(lighttpd_takes_each_configuration_that_is_shown) {
    check_each("lighttpd", &Machine::lighttpd, 7);
}

BOOST_AUTO_TEST_CASE(nginx_takes_each_configuration_that_is_shown) {
    check_each("nginx", &Machine::nginx, 3);
}

// Else the three above would find nothing wrong with anything.
BOOST_AUTO_TEST_CASE(what_is_no_configuration_is_refused_by_each_of_them) {
    const Machine machine;
    BOOST_TEST(machine.apache("Nonsense On\n").status != 0);
    BOOST_TEST(machine.lighttpd("server.modules =+ (\"mod_none\")\n").status != 0);
    BOOST_TEST(machine.nginx("nonsense on;\n").status != 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
