// The uploaded package runs on each kind of host, with one of its own .htaccess texts and nothing else changed.
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <ostream>

#include "hosts/hosted.h"
#include "server/checks.h"
#include "server/set_ups.h"
#include "support/holds.h"

namespace cloakroom::test {

std::ostream& operator<<(std::ostream& out, const Host& host) {
    return out << host.name;
}

namespace {

namespace fs = std::filesystem;
namespace ut = boost::unit_test;
using enum Hosting;

std::string directory(const fs::path& path, const std::string& lines) {
    return "<Directory \"" + path.string() + "\">\n" + lines + "</Directory>\n";
}

// Programs may run everywhere, and .htaccess decides about little.
std::string only_fileinfo(const Folders& folders) {
    return directory(folders.documents, "Options ExecCGI SymLinksIfOwnerMatch\nAllowOverride FileInfo\n") +
           directory(folders.program, "AllowOverride FileInfo\n");
}

fs::path cgi_bin(const Folders& folders) {
    return folders.root / "cgi-bin";
}

// As htaccess/only-cgi-bin.txt tells.
void upload_into_cgi_bin(const fs::path& unpacked, const Folders& folders) {
    fs::rename(unpacked / "htaccess/only-cgi-bin.txt", folders.program / ".htaccess");
    fs::create_directory(cgi_bin(folders));
    fs::rename(unpacked, cgi_bin(folders) / "cloakroom");
    fs::remove(cgi_bin(folders) / "cloakroom/.htaccess");
}

std::string only_cgi_bin(const Folders& folders) {
    return "ScriptAlias /cgi-bin/ \"" + cgi_bin(folders).string() + "/\"\n" +
           directory(cgi_bin(folders), "Options SymLinksIfOwnerMatch\nAllowOverride None\nRequire all granted\n") +
           directory(folders.documents, "Options SymLinksIfOwnerMatch\n");
}

// The account that suEXEC changes to.
constexpr const char* account = "nobody";

void upload_into_account(const fs::path& unpacked, const Folders& folders) {
    upload_as_folder(unpacked, folders);
    const passwd* owner = getpwnam(account);
    for (const fs::path& path : {folders.root, folders.documents}) {
        BOOST_TEST_REQUIRE(chown(path.c_str(), owner->pw_uid, owner->pw_gid) == 0);
    }
    for (const auto& entry : fs::recursive_directory_iterator(folders.documents)) {
        BOOST_TEST_REQUIRE(lchown(entry.path().c_str(), owner->pw_uid, owner->pw_gid) == 0);
    }
}

std::string suexec(const Folders& /*folders*/) {
    return "LoadModule suexec_module /usr/lib/apache2/modules/mod_suexec.so\nSuexecUserGroup nobody nogroup\n";
}

// The folder of a user is no part of the host's own site.
std::string users_folders(const Folders& folders) {
    const fs::path own_site = folders.server / "own-site";
    fs::create_directory(own_site);
    fs::rename(folders.documents / "members", folders.documents / "~ann/members");
    return "LoadModule userdir_module /usr/lib/apache2/modules/mod_userdir.so\nUserDir \"" +
           folders.documents.string() + "/~*\"\nDocumentRoot \"" + own_site.string() + "\"\n";
}

const Host hosts[] = {
    {.name = "mod_fcgid with everything allowed", .set_up = {"fcgid", htaccess_fcgid, "/door"}},
    {.name = "mod_fcgid with FileInfo only",
     .set_up = {"fcgid", htaccess_fcgid, "/door"},
     .htaccess = "only-fileinfo.txt",
     .configuration = only_fileinfo},
    {.name = "mod_cgid with everything allowed", .set_up = {"cgid", htaccess_cgid, "/door"}},
    {.name = "mod_cgid for the whole site", .set_up = {"cgid", htaccess_cgid, ""}, .htaccess = "most-hosts.txt"},
    {.name = "programs in cgi-bin only",
     .set_up = {"cgid", htaccess_cgid, "/door"},
     .upload = upload_into_cgi_bin,
     .configuration = only_cgi_bin},
    {.name = "the folder of a user",
     .set_up = {"fcgid", htaccess_fcgid, "/~ann/door"},
     .configuration = users_folders,
     .locked = "/~ann/members"},
    {.name = "lighttpd with FastCGI", .set_up = {"lighttpd", lighttpd_fastcgi, "/door"}},
    {.name = "lighttpd with CGI", .set_up = {"lighttpd", lighttpd_cgi, ""}},
    {.name = "nginx with spawn-fcgi", .set_up = {"nginx", nginx_fastcgi, "/door"}},
};

// suEXEC runs nothing outside the folder that it was told of.
const Host hosts_with_suexec[] = {
    {.name = "suEXEC with FastCGI",
     .set_up = {"suexec", htaccess_fcgid, "/door"},
     .upload = upload_into_account,
     .configuration = suexec},
    {.name = "suEXEC with CGI",
     .set_up = {"suexec", htaccess_cgid, "/door"},
     .upload = upload_into_account,
     .configuration = suexec},
};

// Folders of tests are made below /var/www as long as this lives.
struct BelowSuexecRoot {
    BelowSuexecRoot() { setenv("TMPDIR", "/var/www", 1); }
    ~BelowSuexecRoot() { unsetenv("TMPDIR"); }
};

boost::test_tools::assertion_result suexec_can_be_tried(ut::test_unit_id /*test*/) {
    struct stat status {};
    const bool is_there = stat("/usr/lib/apache2/suexec", &status) == 0 && (status.st_mode & S_ISUID) != 0;
    boost::test_tools::assertion_result possible(is_root() && is_there);
    possible.message() << "needs root and apache2-suexec-custom";
    return possible;
}

void check_on(const Host& host) {
    Site site(host.set_up, on(host));
    check_that_it_works(
        site, [&site] { return site.client(); }, host.locked);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hosts_)

BOOST_DATA_TEST_CASE(the_package_works_on_each_kind_of_host, hosts, host) {
    check_on(host);
}

BOOST_AUTO_TEST_CASE(the_package_works_as_the_accounts_own_user,
                     *holds("CG5") * ut::precondition(suexec_can_be_tried)) {
    const BelowSuexecRoot place;
    for (const Host& host : hosts_with_suexec) {
        BOOST_TEST_CONTEXT(host.name) {
            check_on(host);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
