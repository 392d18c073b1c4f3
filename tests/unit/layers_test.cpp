// The rules of the house that the compiler does not know: which layer may include which, and what belongs where.
// Runs in the root of the project. A failure names each place as file:line.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Line {
    std::string path;
    std::size_t number = 0;
    std::string text;

    std::string place() const { return "\n  " + path + ":" + std::to_string(number) + ": " + text; }
};

// The arrows of the design. A layer may include itself, everything named here, and the public cloakroom.h, which
// includes nothing of ours; files directly in src/ may include all.
const std::map<std::string, std::set<std::string>> arrows{
    {"base", {}},
    {"http", {"base"}},
    {"view", {"base"}},
    {"db", {"base", "generated"}},
    {"auth", {"base", "db", "generated"}},
    {"admin", {"base", "db", "auth", "generated"}},
    {"sdk", {"base", "http", "auth"}},
    {"web", {"base", "http", "view", "auth", "admin", "sdk"}},
    {"cli", {"base", "auth", "admin"}},
};

std::vector<fs::path> files(const fs::path& folder, const std::set<std::string>& extensions) {
    std::set<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && extensions.contains(entry.path().extension())) found.insert(entry.path());
    BOOST_REQUIRE_MESSAGE(!found.empty(), folder << " holds no such file: is this the root of the project?");
    return {found.begin(), found.end()};
}

std::vector<Line> lines(const std::vector<fs::path>& paths) {
    std::vector<Line> all;
    for (const fs::path& path : paths) {
        std::ifstream file(path);
        std::string text;
        for (std::size_t number = 1; std::getline(file, text); ++number) all.push_back({path.string(), number, text});
    }
    return all;
}

std::vector<Line> sources() {
    return lines(files("src", {".cpp", ".h"}));
}

// The places where `is_wrong` holds; empty when all is well.
std::string places(const std::vector<Line>& all, const std::function<bool(const Line&)>& is_wrong) {
    std::string found;
    for (const Line& line : all)
        if (is_wrong(line)) found += line.place();
    return found;
}

std::string places(const std::vector<Line>& all, const std::regex& wrong) {
    return places(all, [&](const Line& line) { return std::regex_search(line.text, wrong); });
}

// "src/web/pages/home.cpp" is of the layer "web", "src/main.cpp" of none.
std::string layer(std::string path) {
    if (path.starts_with("src/")) path.erase(0, 4);
    const auto slash = path.find('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool breaks_an_arrow(const Line& line) {
    static const std::regex include{"^#include \"([^\"]+)\".*"};
    std::smatch match;
    const std::string from = layer(line.path);
    if (from.empty() || !std::regex_match(line.text, match, include)) return false;
    if (match[1].str() == "cloakroom.h") return false;
    const std::string to = layer(match[1].str());
    const auto allowed = arrows.find(from);
    return from != to && (allowed == arrows.end() || !allowed->second.contains(to));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layers)

BOOST_AUTO_TEST_CASE(an_arrow_that_the_design_does_not_draw_is_found) {
    BOOST_TEST(breaks_an_arrow({"src/db/database.cpp", 1, "#include \"auth/users.h\""}));
    BOOST_TEST(breaks_an_arrow({"src/view/templates.cpp", 1, "#include \"settings.h\""}));
    BOOST_TEST(!breaks_an_arrow({"src/auth/users.cpp", 1, "#include \"db/database.h\""}));
    BOOST_TEST(!breaks_an_arrow({"src/main.cpp", 1, "#include \"cli/command_line.h\""}));
}

BOOST_AUTO_TEST_CASE(every_include_follows_the_arrows_of_the_design) {
    const std::string wrong = places(sources(), breaks_an_arrow);
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(the_public_header_includes_nothing_of_ours) {
    const std::string wrong = places(lines({"src/cloakroom.h"}), std::regex{"#include \""});
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(sql_stands_in_sql_files_and_the_database_layer_only) {
    const std::regex sql{"\"[^\"]*\\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA|CREATE TABLE|BEGIN|COMMIT)\\b"};
    const std::string wrong = places(
        sources(), [&](const Line& line) { return layer(line.path) != "db" && std::regex_search(line.text, sql); });
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(html_stands_in_templates_only) {
    const std::regex tag{
        "\"[^\"]*</?(html|head|body|main|div|span|p|a|h[1-6]|form|input|button|label|ul|li|br|title|meta)\\b"};
    const std::string wrong = places(sources(), tag);
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(no_template_shows_a_value_unescaped) {
    const std::string wrong =
        places(lines(files("html", {".html", ".svg", ".css"})), std::regex{"\\{\\{\\{|\\{\\{\\s*&"});
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(every_table_is_explained) {
    std::string before;
    const std::string wrong = places(lines(files("sql/schema", {".sql"})), [&](const Line& line) {
        const bool is_wrong = line.text.starts_with("CREATE TABLE") && !before.starts_with("--");
        before = line.text;
        return is_wrong;
    });
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(every_column_is_explained) {
    const std::regex column{"^    [a-z_]+ +(TEXT|INTEGER|BLOB|REAL|ANY)\\b.*"};
    const std::string wrong = places(lines(files("sql/schema", {".sql"})), [&](const Line& line) {
        return std::regex_match(line.text, column) && line.text.find("-- ") == std::string::npos;
    });
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_CASE(every_statement_is_used) {
    const std::regex head{"^-- name: ([a-z0-9_]+)$"};
    const std::regex use{"sql::([a-z0-9_]+)"};
    std::set<std::string> used;
    for (const Line& line : sources())
        for (std::sregex_iterator at(line.text.begin(), line.text.end(), use), end; at != end; ++at)
            used.insert((*at)[1]);
    const std::string wrong = places(lines(files("sql", {".sql"})), [&](const Line& line) {
        std::smatch match;
        return std::regex_match(line.text, match, head) && !used.contains(match[1]);
    });
    BOOST_TEST(wrong.empty(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()
