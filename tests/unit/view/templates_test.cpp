#include "view/templates.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/encoding.h"
#include "support/holds.h"

namespace fs = std::filesystem;
using cloakroom::test::holds;
using cloakroom::view::Data;
using cloakroom::view::Templates;

namespace {

// A folder of templates that goes with the test.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("cloakroom-view-" + std::to_string(std::random_device{}()));
    int written = 0;

    Folder() { fs::create_directory(path); }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    // Each writing is a second later than the one before, whatever the machine's clock can tell apart.
    void write(const std::string& name, const std::string& text) {
        std::ofstream(path / name, std::ios::binary) << text;
        fs::last_write_time(path / name, fs::file_time_type{} + std::chrono::seconds(++written));
    }

    std::string render(const std::string& text, const Data& values) {
        write("page.html", text);
        return Templates(path.string()).render("page", values);
    }

    // What render() complains of, or "" if it does not.
    std::string complaint(const std::string& text, const Data& values = {}) {
        try {
            render(text, values);
            return "";
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    }
};

std::string replace(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

std::string unescape(std::string text) {
    for (const auto& [entity, character] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&quot;", "\""},
                                            std::pair{"&apos;", "'"}, std::pair{"&amp;", "&"}})
        text = replace(text, entity, character);
    return text;
}

const char* const hostile_texts[] = {
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "\" autofocus onfocus=alert(1) x=\"",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<style>@import'data:,*%7bx:expression(alert(1))%7D';</style>",
    "<details open ontoggle=alert(1)>",
    "<input onfocus=alert(1) autofocus>",
    "<template><script>alert(1)</script></template>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;b&amp;gt;",
    "\\\"><script>alert(1)</script>",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<\x01script>alert(1)</script>",
    "<a\ttitle=x\nonclick\r=alert(1)>",
    "`${alert(1)}`",
    "{{constructor.constructor('alert(1)')()}}",
    "\xef\xbc\x9cscript\xef\xbc\x9e",
    "\xe2\x80\xae<b>",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(templates)

BOOST_FIXTURE_TEST_CASE(hostile_text_stays_text_in_content_and_in_attributes, Folder, *holds("TP1")) {
    for (const std::string text : hostile_texts) {
        Data values;
        values.set("x", text);
        const std::string shown = render("{{x}}", values);
        BOOST_TEST(shown.find_first_of("<>\"'") == std::string::npos, text);
        BOOST_TEST(unescape(shown) == text);
        BOOST_TEST(render("<i title=\"{{x}}\" lang='{{ x }}'>{{x}}</i>", values) ==
                   "<i title=\"" + shown + "\" lang='" + shown + "'>" + shown + "</i>");
    }
}

BOOST_FIXTURE_TEST_CASE(a_value_is_escaped_inside_sections_and_partials_too, Folder, *holds("TP1")) {
    write("inner.html", "{{x}}");
    Data values;
    values.set("x", "<b>");
    values.set("yes", true);
    BOOST_TEST(render("{{#yes}}{{x}}{{/yes}}{{> inner}}", values) == "&lt;b&gt;&lt;b&gt;");
}

BOOST_FIXTURE_TEST_CASE(a_tag_inside_a_value_is_shown_and_not_expanded, Folder, *holds("TP2")) {
    write("inner.html", "secret");
    Data values;
    values.set("y", "secret");
    for (const std::string tag : {"{{y}}", "{{#y}}x{{/y}}", "{{> inner}}", "{{=<% %>=}}", "{{! }}", "{{"}) {
        values.set("x", tag);
        BOOST_TEST(unescape(render("{{x}}{{x}}", values)) == tag + tag);
    }
}

BOOST_FIXTURE_TEST_CASE(raw_values_and_new_delimiters_are_refused, Folder, *holds("TP3")) {
    Data values;
    values.set("x", "<b>");
    for (const std::string tag : {"{{{x}}}", "{{{ x }}}", "{{&x}}", "{{& x}}", "{{=<% %>=}}"}) {
        BOOST_TEST(complaint(tag, values).find("is not allowed") != std::string::npos, tag);
        write("inner.html", tag);
        BOOST_TEST(complaint("{{> inner}}", values).starts_with("html/inner.html:1: "), tag);
    }
}

BOOST_FIXTURE_TEST_CASE(white_space_before_a_raw_tag_does_not_make_it_raw, Folder, *holds("TP3")) {
    Data values;
    values.set("x", "<b>");
    for (const std::string tag : {"{{ {x} }}", "{{ &x}}", "{{\t& x}}", "{{\n{x}}}"}) {
        BOOST_TEST(complaint(tag, values) != "", tag);
    }
}

BOOST_FIXTURE_TEST_CASE(a_value_that_is_missing_names_file_and_variable, Folder, *holds("TP4")) {
    BOOST_TEST(complaint("<p>{{x}}</p>") == "html/page.html: no text for {{x}}");
    Data values;
    values.set("x", true);
    BOOST_TEST(complaint("<p>{{x}}</p>", values) == "html/page.html: no text for {{x}}");
}

BOOST_FIXTURE_TEST_CASE(a_value_is_missed_only_where_it_would_be_shown, Folder, *holds("TP4")) {
    Data values;
    values.set("no", false);
    values.set("empty", "");
    values.set("yes", true);
    const std::string page =
        "a{{#no}}{{x}}{{/no}}{{#absent}}{{x}}{{/absent}}{{#empty}}{{x}}{{/empty}}{{^yes}}{{x}}{{/yes}}b";
    BOOST_TEST(render(page, values) == "ab");
    BOOST_TEST(complaint("{{#yes}}{{x}}{{/yes}}", values) != "");
    BOOST_TEST(complaint("{{^absent}}{{x}}{{/absent}}", values) != "");
}

BOOST_FIXTURE_TEST_CASE(a_section_sees_its_own_values_first_and_then_the_outer_ones, Folder) {
    Data inner;
    inner.set("x", "inner");
    Data values;
    values.set("x", "outer");
    values.set("y", "why");
    values.set("part", inner);
    BOOST_TEST(render("{{x}} {{#part}}{{x}} {{y}}{{/part}} {{x}}", values) == "outer inner why outer");
}

BOOST_FIXTURE_TEST_CASE(a_list_is_shown_item_by_item, Folder) {
    Data names{Data::type::list};
    names << Data("a") << Data("b");
    Data values;
    values.set("names", names);
    BOOST_TEST(render("{{#names}}<{{.}}>{{/names}}{{^names}}none{{/names}}", values) == "<a><b>");
}

BOOST_FIXTURE_TEST_CASE(an_unknown_page_or_partial_is_an_error, Folder, *holds("TP4")) {
    Templates pages(path.string());
    BOOST_CHECK_THROW(pages.render("nothing-of-that-name", {}), std::runtime_error);
    BOOST_TEST(complaint("{{> nothing}}") == "html/nothing.html: there is no such file");
    BOOST_CHECK_THROW(pages.file("nothing.css"), std::runtime_error);
}

BOOST_FIXTURE_TEST_CASE(a_broken_page_is_an_error_and_never_half_a_page, Folder, *holds("TP4")) {
    Data values;
    values.set("x", "1");
    for (const std::string page : {"a{{x", "a{{#x}}b", "a{{/x}}", "{{#x}}{{^y}}{{/x}}{{/y}}"}) {
        BOOST_TEST(complaint(page, values).starts_with("html/page.html:1: "), page);
    }
    write("inner.html", "{{> page}}");
    BOOST_TEST(complaint("{{> inner}}").find("pull in each other") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_page_that_failed_works_again_when_its_values_are_there, Folder, *holds("TP4")) {
    write("page.html", "a{{x}}b");
    Templates pages(path.string());
    BOOST_CHECK_THROW(pages.render("page", {}), std::runtime_error);
    BOOST_TEST(pages.render("page", Data("x", "1")) == "a1b");
}

BOOST_FIXTURE_TEST_CASE(text_that_is_not_utf8_leaves_as_the_replacement_character, Folder, *holds("TP5")) {
    const std::string sign = "\xef\xbf\xbd";
    BOOST_TEST(render("<p>{{x}}</p>", Data("x",
                                           "a\xff"
                                           "b")) == "<p>a" + sign + "b</p>");
    for (const std::string bytes :
         {"\x80", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x9f\x98"}) {
        const std::string page = render("<p>{{x}}</p>", Data("x", bytes));
        BOOST_TEST(cloakroom::is_utf8(page));
        BOOST_TEST(page.starts_with("<p>" + sign));
        BOOST_TEST(page.ends_with(sign + "</p>"));
    }
}

BOOST_FIXTURE_TEST_CASE(a_changed_page_or_partial_shows_at_the_next_rendering, Folder) {
    write("inner.html", "1");
    write("page.html", "a{{> inner}}");
    Templates pages(path.string());
    BOOST_TEST(pages.render("page", {}) == "a1");
    write("inner.html", "2");
    BOOST_TEST(pages.render("page", {}) == "a2");
    write("page.html", "b{{> inner}}");
    BOOST_TEST(pages.render("page", {}) == "b2");
}

BOOST_FIXTURE_TEST_CASE(a_change_that_breaks_a_page_is_told_until_it_is_mended, Folder, *holds("TP4")) {
    write("page.html", "good");
    Templates pages(path.string());
    BOOST_TEST(pages.render("page", {}) == "good");
    write("page.html", "{{#open}}");
    BOOST_CHECK_THROW(pages.render("page", {}), std::runtime_error);
    BOOST_CHECK_THROW(pages.render("page", {}), std::runtime_error);
    write("page.html", "good again");
    BOOST_TEST(pages.render("page", {}) == "good again");
}

BOOST_FIXTURE_TEST_CASE(a_file_of_the_folder_wins_over_the_embedded_one_and_may_come_and_go, Folder) {
    Templates pages(path.string());
    const std::string embedded = Templates().file("style.css");
    BOOST_TEST(pages.file("style.css") == embedded);
    write("style.css", "p { margin: 0; }");
    BOOST_TEST(pages.file("style.css") == "p { margin: 0; }");
    fs::remove(path / "style.css");
    BOOST_TEST(pages.file("style.css") == embedded);
}

BOOST_FIXTURE_TEST_CASE(a_partial_that_comes_into_the_folder_later_is_noticed, Folder) {
    write("page.html", "{{> foot}}");
    Templates pages(path.string());
    BOOST_TEST(pages.render("page", {}) == Templates().render("foot", {}));
    write("foot.html", "mine");
    BOOST_TEST(pages.render("page", {}) == "mine");
}

BOOST_FIXTURE_TEST_CASE(the_version_of_a_file_changes_with_its_content_alone, Folder, *holds("CA5")) {
    write("style.css", "1");
    Templates pages(path.string());
    const std::string first = pages.version("style.css");
    BOOST_TEST(first.size() == 8U);
    BOOST_TEST(first.find_first_not_of("0123456789abcdef") == std::string::npos);
    write("style.css", "2");
    BOOST_TEST(pages.version("style.css") != first);
    write("style.css", "1");
    BOOST_TEST(pages.version("style.css") == first);
}

BOOST_AUTO_TEST_CASE(every_page_of_ours_is_well_formed_and_insists_on_its_values, *holds("TP3 TP4")) {
    Templates pages;
    for (const std::string page : {"sign-in", "home", "sessions", "account", "sign-out", "setup", "error"}) {
        BOOST_CHECK_EXCEPTION(pages.render(page, {}), std::runtime_error, [&](const std::runtime_error& error) {
            return error.what() == "html/" + page + ".html: no text for {{theme}}";
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()
