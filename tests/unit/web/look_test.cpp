// Two files restyle all pages: colours.css and icon.svg.
#include <regex>
#include <set>

#include "base/embedded.h"
#include "support/holds.h"
#include "support/web_house.h"
#include "web/page.h"

using namespace cloakroom;
using test::WebHouse;

namespace {

std::string content_of(const char* file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> found(const std::string& text, const char* pattern) {
    const std::regex searched{pattern};
    std::set<std::string> names;
    for (std::sregex_iterator at(text.begin(), text.end(), searched), end; at != end; ++at) names.insert((*at)[1]);
    return names;
}

std::set<std::string> set_in(const std::string& text) {
    return found(text, "(--[a-z-]+):");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(look, WebHouse)

BOOST_AUTO_TEST_CASE(the_style_sheet_comes_with_the_colours_in_front) {
    const std::string sheet = get("/style.css").body;
    BOOST_TEST(sheet == std::string(embedded::html("colours.css")) + std::string(embedded::html("style.css")));
}

BOOST_AUTO_TEST_CASE(the_owners_colours_count_and_the_rest_stays_built_in) {
    add("alice");
    const std::string before = web::style_version(templates);
    replace_page("colours.css", ":root { --accent: teal; }\n");
    const std::string sheet = get("/style.css").body;
    BOOST_TEST(sheet.starts_with(embedded::html("colours.css")));
    BOOST_TEST(sheet.find("--accent: teal") != std::string::npos);
    BOOST_TEST(sheet.ends_with(embedded::html("style.css")));
    BOOST_TEST(web::style_version(templates) != before);
    BOOST_TEST(get("/").body.find(web::style_version(templates)) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_owners_sign_stands_above_the_pages) {
    add("alice");
    replace_page("icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    BOOST_TEST(get("/icon.svg").body == "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    BOOST_TEST(get("/").body.find("icon.svg?v=" + templates.version("icon.svg")) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(all_colours_stand_in_the_one_file_and_the_example_names_them_all) {
    const auto colours = set_in(content_of("html/colours.css"));
    const auto used = found(content_of("html/style.css"), "var\\((--[a-z-]+)\\)");
    for (const std::string& name : used) BOOST_TEST((name == "--notch" || colours.contains(name)), name);
    BOOST_TEST((set_in(content_of("docs/look.md")) == colours));
    BOOST_TEST(found(content_of("html/style.css"), "(#[0-9a-f]{6})\\b").empty());
}

BOOST_AUTO_TEST_SUITE_END()
