#include "view/own_templates.h"

#include <filesystem>
#include <fstream>

#include "base/embedded.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Own : test::TempFolder {
    void write(const std::string& file, std::string_view text) const { std::ofstream(path() / file) << text; }
    std::vector<view::OwnTemplate> look() const { return view::look_over(path().string()); }
    std::string flaw_of(const std::string& file, std::string_view text) const {
        write(file, text);
        const auto found = look();
        return found.size() == 1U ? found.front().flaw : "";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_templates, Own)

BOOST_AUTO_TEST_CASE(nothing_is_said_of_what_is_as_good_as_the_built_in_one) {
    for (const char* file : {"sign-in.html", "head.html", "admin-log.html"}) write(file, embedded::html(file));
    write("sign-in.html", std::string(embedded::html("sign-in.html")) + "<p>And more: {{site}}</p>");
    write("my-part.html", "{{#no_end}}");  // counts only where it is pulled in
    write("style.css", "p {{");
    BOOST_TEST(look().empty());
    BOOST_TEST(view::look_over("").empty());
    BOOST_TEST(view::look_over("/no/such/folder").empty());
}

BOOST_AUTO_TEST_CASE(a_flaw_is_named_with_file_and_line, *holds("TP4")) {
    BOOST_TEST(flaw_of("sign-in.html", "<p>\n\n{{#wrong}}\n") == "html/sign-in.html:3: {{#wrong}} has no end");
    BOOST_TEST(flaw_of("sign-in.html", "{{! two\nlines }}{{/wrong}}") ==
               "html/sign-in.html:2: {{/wrong}} closes nothing here: no section is open");
    BOOST_TEST(flaw_of("sign-in.html", "{{#a}}\n{{#b}}\n{{/a}}{{/b}}") ==
               "html/sign-in.html:3: {{/a}} closes nothing here: {{#b}} ends first");
    BOOST_TEST(flaw_of("sign-in.html", "\n{{{name}}}").starts_with("html/sign-in.html:2: {{{name}} is not allowed"));
    BOOST_TEST(flaw_of("sign-in.html", "\n\n\n{{name") == "html/sign-in.html:4: a {{ without its }}");
    BOOST_TEST(flaw_of("sign-in.html", "{{> my-part}}") == "html/my-part.html: there is no such file");
    write("my-part.html", "\n{{#deep}}");
    BOOST_TEST(flaw_of("sign-in.html", "{{> my-part}}") == "html/my-part.html:2: {{#deep}} has no end");
}

BOOST_AUTO_TEST_CASE(a_value_that_no_page_has_is_named_with_its_line, *holds("TP4")) {
    const std::string flaw = flaw_of("sign-in.html", "{{! {{ }}\n<p>{{site}}\n{{sight}}");
    BOOST_TEST(flaw.starts_with("html/sign-in.html:3: {{sight}} is shown by no built-in template"), flaw);
}

BOOST_AUTO_TEST_CASE(what_the_built_in_one_shows_and_this_one_does_not_is_listed) {
    std::string text(embedded::html("top.html"));
    text.replace(text.find("{{site}}"), 8, "My club");
    write("top.html", text);
    const auto found = look();
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().file == "top.html");
    BOOST_TEST(found.front().flaw == "");
    BOOST_TEST(found.front().missing == std::vector<std::string>{"{{site}}"}, boost::test_tools::per_element());
    write("top.html", "");
    const std::vector<std::string> all = {"{{#wide}}", "{{base}}", "{{icon_version}}", "{{site}}"};
    BOOST_TEST(look().front().missing == all, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_built_in_template_stands_by_itself) {
    for (const auto& entry : std::filesystem::directory_iterator("html")) {
        const std::string file = entry.path().filename();
        write(file, embedded::html(file));
    }
    const auto found = look();
    for (const auto& own : found) BOOST_TEST(own.flaw == "");
    BOOST_TEST(found.empty());
}

BOOST_AUTO_TEST_SUITE_END()
