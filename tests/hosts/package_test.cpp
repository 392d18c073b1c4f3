// What is in the package, and that everybody who builds it gets the same.
#include "hosts/package.h"

#include <sys/stat.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "server/set_ups.h"
#include "support/holds.h"
#include "support/process.h"
#include "support/program.h"
#include "support/temp_folder.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Unpacked : TempFolder {
    fs::path folder = unpack(path() / "download");

    std::vector<fs::path> files() const {
        std::vector<fs::path> all;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file()) all.push_back(entry.path());
        }
        return all;
    }
};

mode_t mode_of(const fs::path& path) {
    struct stat status {};
    BOOST_TEST_REQUIRE(stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

// What the pages in docs/ link to: each file that must be there, with the heading behind its '#'.
struct Link {
    fs::path file;
    std::string heading;
};

std::vector<Link> links_of(const fs::path& page) {
    static const std::regex link("(?:href|src)=\"([^\"#:]*)(?:#([^\"]*))?\"");
    const std::string text = content(page);
    std::vector<Link> links;
    for (std::sregex_iterator found(text.begin(), text.end(), link), end; found != end; ++found) {
        const std::string file = (*found)[1];
        links.push_back({file.empty() ? page : page.parent_path() / file, (*found)[2]});
    }
    return links;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(package_)

BOOST_AUTO_TEST_CASE(packed_twice_it_has_the_same_bytes, *holds("BH7")) {
    const TempFolder folder;
    const mode_t before = umask(077);
    const Package again = pack(folder.path() / "in/another/place");
    umask(before);
    BOOST_TEST((content(again.zip) == content(package().zip)));
    BOOST_TEST((content(again.tar) == content(package().tar)));
}

#ifndef __SANITIZE_ADDRESS__
BOOST_AUTO_TEST_CASE(a_program_that_is_linked_again_elsewhere_has_the_same_bytes, *holds("BH7")) {
    BOOST_TEST((content(std::getenv("CLOAKROOM_RELINKED")) == content(program_path())));
}
#endif

BOOST_AUTO_TEST_CASE(the_program_tells_no_folder_in_which_it_was_built, *holds("BH7")) {
    BOOST_TEST(content(program_path()).find(fs::current_path().string()) == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(zip_and_tar_hold_the_same_folder, Unpacked) {
    const fs::path other = path() / "other";
    fs::create_directory(other);
    BOOST_TEST(run({"tar", "-C", other, "-xzf", package().tar}).status == 0);
    const Outcome difference = run({"diff", "-r", other / folder.filename(), folder});
    BOOST_TEST(difference.status == 0, difference.output);
}

BOOST_FIXTURE_TEST_CASE(only_the_program_may_be_executed_and_nothing_is_open_to_others, Unpacked, *holds("CG5")) {
    BOOST_TEST(mode_of(folder) == mode_t{0755});
    for (const fs::path& file : files()) {
        const mode_t mode = file == folder / "cloakroom.fcgi" ? 0755 : 0644;
        BOOST_TEST(mode_of(file) == mode, file);
    }
}

BOOST_FIXTURE_TEST_CASE(its_sums_are_right_and_name_each_file, Unpacked) {
    const Outcome checked = run({"sh", "-c", "cd \"$0\" && sha256sum --check --strict --quiet SHA256SUMS", folder});
    BOOST_TEST(checked.status == 0, checked.output);
    const std::string sums = content(folder / "SHA256SUMS");
    BOOST_TEST(std::ranges::count(sums, '\n') + 1 == static_cast<std::ptrdiff_t>(files().size()));
}

// A second upload must neither overwrite settings nor freeze pages of an older version.
BOOST_FIXTURE_TEST_CASE(nothing_in_it_is_the_owners_own, Unpacked) {
    for (const char* name : {"cloakroom.conf", "data", "html", "style.css"})
        BOOST_TEST(!fs::exists(folder / name), name);
    BOOST_TEST(content(folder / "docs/originals/home.html") == content("html/home.html"));
}

BOOST_FIXTURE_TEST_CASE(the_htaccess_is_there_under_a_name_that_no_ftp_program_hides, Unpacked) {
    const std::string text = content(folder / ".htaccess");
    BOOST_TEST(text == content("cgi-bin/.htaccess"));
    BOOST_TEST(content(folder / "htaccess.txt") == text);
    BOOST_TEST(content(folder / "htaccess/most-hosts.txt").ends_with(text));
    BOOST_TEST(content(folder / "htaccess/only-fileinfo.txt").find("\n# Options +ExecCGI") != std::string::npos);
    BOOST_TEST(content(folder / "htaccess/https-ends-at-a-proxy.txt").find("\nSetEnvIf X-Forw") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(what_owners_read_first_fits_a_screen, Unpacked) {
    std::istringstream text(content(folder / "README.txt"));
    int lines = 0;
    for (std::string line; std::getline(text, line); ++lines) BOOST_TEST(line.size() <= 80U, line);
    BOOST_TEST(lines <= 40);
}

BOOST_FIXTURE_TEST_CASE(each_link_in_the_documents_leads_somewhere, Unpacked) {
    std::size_t count = 0;
    for (const fs::path& page : files()) {
        const bool is_ours = page.extension() == ".html" && page.parent_path().filename() != "originals" &&
                             page.parent_path().filename() != "examples";
        if (!is_ours) continue;
        for (const auto& [file, heading] : links_of(page)) {
            ++count;
            BOOST_TEST(fs::exists(file), page << " links to " << file);
            if (heading.empty() || !fs::is_regular_file(file)) continue;
            BOOST_TEST(content(file).find("id=\"" + heading + "\"") != std::string::npos,
                       page << " links to " << file << "#" << heading);
        }
    }
    BOOST_TEST(count > 100U);
}

BOOST_FIXTURE_TEST_CASE(it_names_the_version_of_each_library_inside, Unpacked) {
    const std::string versions = content(folder / "licences/VERSIONS.txt");
    BOOST_TEST(std::ranges::count(versions, '\n') == 14);
    for (const char* library : {"glibc", "libcgicc", "libfcgi", "libsodium", "sqlite3"}) {
        BOOST_TEST(std::regex_search(versions, std::regex("\n" + std::string(library) + " [0-9]")), library);
    }
}

BOOST_AUTO_TEST_CASE(the_man_page_has_each_command_word_and_no_fault) {
    const TempFolder folder;
    const std::string page = folder.path() / "cloakroom.1";
    std::ofstream(page) << run({"tools/man.sh", "1.0"}).output;
    BOOST_TEST(run({"sh", "-c", "man --warnings -l \"$0\" 2>&1 >/dev/null", page}).output == "");
    std::istringstream words(content("docs/cli.md"));
    const std::string text = content(page);
    for (std::string line; std::getline(words, line);) {
        if (!line.starts_with("## ")) continue;
        const std::string title = std::regex_replace(line.substr(3), std::regex("-"), "\\-");
        BOOST_TEST(text.find("\n.SS " + title + "\n") != std::string::npos, title);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
