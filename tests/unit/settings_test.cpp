#include "settings.h"

#include <unistd.h>

#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/errors.h"
#include "support/holds.h"
#include "support/temp_folder.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;

namespace {

struct Fixture : test::TempFolder {
    std::string file = (path() / "cloakroom.conf").string();

    Settings read(const std::string& text) const {
        std::ofstream(file, std::ios::binary) << text;
        return read_settings(file);
    }

    // What is wrong with `text`, without the file's name; empty if nothing is.
    std::string complaint(const std::string& text) const {
        try {
            read(text);
            return "";
        } catch (const SettingsError& error) {
            const std::string what = error.what();
            BOOST_TEST(what.starts_with(file + ":"), what);
            return what.substr(std::min(what.size(), file.size() + 1));
        }
    }
};

std::string content(const char* path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// The settings of cloakroom.conf.sample, with the '#' before each taken away.
std::string lines_of_sample() {
    std::istringstream sample(content("cloakroom.conf.sample"));
    std::string lines;
    for (std::string line; std::getline(sample, line);) {
        if (line.size() > 1 && line[0] == '#' && std::islower(static_cast<unsigned char>(line[1]))) {
            lines += line.substr(1) + "\n";
        }
    }
    return lines;
}

void check_defaults(const Settings& settings) {
    BOOST_TEST(settings.site_name == "Cloakroom");
    BOOST_TEST(settings.base_url.empty());
    BOOST_TEST(settings.after_sign_in.empty());
    BOOST_TEST(settings.templates.empty());
    BOOST_TEST((settings.auth.sessions.permanent_lifetime == std::chrono::days{7}));
    BOOST_TEST((settings.auth.sessions.browser_lifetime == 24h));
    BOOST_TEST((settings.auth.sessions.idle_timeout == 12h));
    BOOST_TEST(settings.auth.sessions.most_per_user == 20);
    BOOST_TEST(settings.auth.passwords.minimum_length == 15U);
    BOOST_TEST(settings.auth.limits.tries_per_name == 10);
    BOOST_TEST(settings.auth.limits.tries_per_network == 50);
    BOOST_TEST(settings.auth.limits.tries_in_all == 100);
    BOOST_TEST(!settings.anonymous_variables);
    BOOST_TEST(settings.page_may_read.empty());
    BOOST_TEST(settings.whom_to_ask.empty());
    BOOST_TEST(settings.trusted_proxies.empty());
    BOOST_TEST((settings.auth.audit.kept_for == std::chrono::days{400}));
    BOOST_TEST(settings.auth.audit.most_rows == 100'000);
    BOOST_TEST(settings.variables_for_programs.empty());
    BOOST_TEST(settings.page_variables_for_programs.empty());
    BOOST_TEST(settings.site_folder.empty());
    BOOST_TEST(settings.send_files == "chunks");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(settings_, Fixture)

BOOST_AUTO_TEST_CASE(without_a_file_all_defaults_hold) {
    check_defaults(read_settings(file));
}

BOOST_AUTO_TEST_CASE(the_sample_shows_each_setting_with_its_default) {
    const std::string lines = lines_of_sample();
    check_defaults(read(lines));
    for (const std::string_view name : setting_names()) {
        BOOST_TEST(("\n" + lines).find("\n" + std::string(name) + " = ") != std::string::npos, name);
    }
}

BOOST_AUTO_TEST_CASE(the_page_about_the_configuration_has_a_row_for_each_setting) {
    const std::string page = content("docs/configuration.md");
    for (const std::string_view name : setting_names()) {
        BOOST_TEST(page.find("\n| `" + std::string(name) + "` |") != std::string::npos, name);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_file_and_comments_change_nothing) {
    BOOST_TEST(read("").site_name == "Cloakroom");
    BOOST_TEST(read("# site_name = \"Club\"\n\n").site_name == "Cloakroom");
}

BOOST_AUTO_TEST_CASE(each_setting_is_taken_over) {
    const Settings settings = read(
        "site_name = \"The Club\"\nbase_url = \"https://club.example:8443/door\"\nafter_sign_in = \"/members/\"\n"
        "templates = \"/usr/share\"\npermanent_lifetime_days = 30\nbrowser_lifetime_hours = 8\n"
        "idle_timeout_hours = 1\nsessions_per_user = 3\nminimum_password_length = 20\ntries_per_name = 5\n"
        "tries_per_network = 60\ntries_in_all = 500\nanonymous_variables = true\npage_may_read = [\"theme\", \"my "
        "language\"]\n");
    BOOST_TEST(settings.site_name == "The Club");
    BOOST_TEST(settings.base_url == "https://club.example:8443/door");
    BOOST_TEST(settings.after_sign_in == "/members/");
    BOOST_TEST(settings.templates == "/usr/share");
    BOOST_TEST((settings.auth.sessions.permanent_lifetime == std::chrono::days{30}));
    BOOST_TEST((settings.auth.sessions.browser_lifetime == 8h));
    BOOST_TEST((settings.auth.sessions.idle_timeout == 1h));
    BOOST_TEST(settings.auth.sessions.most_per_user == 3);
    BOOST_TEST(settings.auth.passwords.minimum_length == 20U);
    BOOST_TEST(settings.auth.limits.tries_per_name == 5);
    BOOST_TEST(settings.auth.limits.tries_per_network == 60);
    BOOST_TEST(settings.auth.limits.tries_in_all == 500);
    BOOST_TEST(settings.anonymous_variables);
    BOOST_TEST((settings.page_may_read == std::vector<std::string>{"theme", "my language"}));
}

BOOST_AUTO_TEST_CASE(trusted_proxies_are_addresses_and_networks, *holds("SI6 CF3")) {
    BOOST_TEST(read("trusted_proxies = []").trusted_proxies.empty());
    const auto proxies = read("trusted_proxies = [\"192.0.2.10\", \"10.0.0.0/8\", \"2001:db8::/32\"]").trusted_proxies;
    BOOST_TEST_REQUIRE(proxies.size() == 3U);
    BOOST_TEST(proxies[1].contains(parse_ip_address("10.9.8.7").value()));
    for (const char* wrong : {"\"10.0.0.1\"", "[\"proxy.example\"]", "[\"10.0.0.0/33\"]", "[10]", "[\"\"]"}) {
        BOOST_TEST(complaint("trusted_proxies = " + std::string(wrong))
                       .starts_with("1: trusted_proxies must be a list of IP"));
    }
}

BOOST_AUTO_TEST_CASE(the_name_of_the_site_is_nobodys_password, *holds("PW6")) {
    BOOST_TEST(read("site_name = \"Rowing Club of 1888\"").auth.passwords.site_name == "Rowing Club of 1888");
}

BOOST_AUTO_TEST_CASE(a_setting_that_does_not_exist_is_named_with_its_line, *holds("CF3")) {
    BOOST_TEST(
        complaint("site_name = \"A\"\n\nSite_name = \"B\"\n").starts_with("3: there is no setting \"Site_name\""));
    BOOST_TEST(complaint("\"\" = 1").starts_with("1: there is no setting \"\""));
    BOOST_TEST(complaint("[limits]\ntries_per_name = 3\n").starts_with("1: there is no setting \"limits\""));
    BOOST_TEST(complaint("limits.tries_per_name = 3\n").starts_with("1: there is no setting \"limits\""));
}

BOOST_AUTO_TEST_CASE(a_setting_that_comes_twice_is_refused_at_its_second_line, *holds("CF3")) {
    BOOST_TEST(complaint("idle_timeout_hours = 1\nidle_timeout_hours = 1\n").starts_with("2: "));
}

BOOST_AUTO_TEST_CASE(what_is_no_toml_is_refused_with_its_line, *holds("CF3")) {
    BOOST_TEST(complaint("site_name = \"A\"\nidle_timeout_hours 3\n").starts_with("2: "));
    BOOST_TEST(complaint("site_name = \"A").starts_with("1: "));
    BOOST_TEST(complaint("site_name = \"\xFF\"\n").starts_with("1: "));
}

BOOST_AUTO_TEST_CASE(a_number_out_of_its_range_is_refused_with_the_range, *holds("CF3")) {
    struct Case {
        const char* name;
        long least;
        long most;
    };
    const Case cases[] = {{"permanent_lifetime_days", 1, 400}, {"browser_lifetime_hours", 1, 720},
                          {"idle_timeout_hours", 1, 720},      {"minimum_password_length", 8, 64},
                          {"sessions_per_user", 1, 1000},      {"tries_per_name", 3, 100},
                          {"tries_per_network", 3, 1'000'000}, {"tries_in_all", 10, 1'000'000}};
    for (const auto& [name, least, most] : cases) {
        const std::string head = std::string(name) + " = ";
        const std::string right = "1: " + std::string(name) + " must be a whole number from " + std::to_string(least) +
                                  " to " + std::to_string(most);
        BOOST_TEST(complaint(head + std::to_string(least)) == "");
        BOOST_TEST(complaint(head + std::to_string(most)) == "");
        for (const std::string& wrong : {std::to_string(least - 1), std::to_string(most + 1), std::string("-1"),
                                         std::string("9223372036854775807"), std::string("7.0"), std::string("\"7\""),
                                         std::string("true"), std::string("[7]")}) {
            BOOST_TEST(complaint(head + wrong) == right, head << wrong);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_base_url_is_an_origin_and_a_path, *holds("CF3 RD2")) {
    for (const char* right : {"", "https://club.example", "http://localhost:8080", "https://club.example/a/door",
                              "http://[::1]:8080/door"}) {
        BOOST_TEST(complaint("base_url = \"" + std::string(right) + "\"") == "", right);
    }
    for (const char* wrong : {"club.example", "/door", "https://", "ftp://club.example", "https://club.example/",
                              "https://club.example/door/", "https://club.example?x", "https://club.example/door?x",
                              "https://club.example/door#x", "https://user@club.example", "https://club.example//door",
                              "https://club.example:99999", "javascript:alert(1)", "https://club.example/a b"}) {
        BOOST_TEST(complaint("base_url = \"" + std::string(wrong) + "\"").starts_with("1: base_url must be"), wrong);
    }
}

BOOST_AUTO_TEST_CASE(after_sign_in_stays_on_this_site, *holds("CF3 RD1")) {
    for (const char* wrong : {"members", "//evil.example", "https://evil.example/", "/\\\\evil.example"}) {
        const std::string text = "after_sign_in = \"" + std::string(wrong) + "\"";
        BOOST_TEST(complaint(text).starts_with("1: after_sign_in must be"), wrong);
    }
}

BOOST_AUTO_TEST_CASE(the_folder_of_templates_is_absolute_or_inside_the_private_one) {
    BOOST_TEST(read("templates = \"html\"").templates == (path() / "html").string());
    BOOST_TEST(read("templates = \"/home/me/html\"").templates == "/home/me/html");
    BOOST_TEST(read("templates = \"\"").templates == "");
    BOOST_TEST(complaint("templates = 7").starts_with("1: templates must be the path of a folder"));
}

// Or a folder that was renamed would shut the whole site.
BOOST_AUTO_TEST_CASE(a_folder_of_templates_that_is_gone_is_no_wrong_setting) {
    BOOST_TEST(complaint("templates = \"/no/such/folder\"") == "");
}

BOOST_AUTO_TEST_CASE(the_name_of_the_site_fits_a_line, *holds("CF3")) {
    BOOST_TEST(complaint("site_name = \"\"").starts_with("1: site_name must be"));
    BOOST_TEST(complaint("site_name = \"" + std::string(61, 'x') + "\"").starts_with("1: site_name must be"));
    BOOST_TEST(complaint("site_name = \"" + std::string(60, 'x') + "\"") == "");
}

BOOST_AUTO_TEST_CASE(what_pages_may_read_is_a_list_of_names, *holds("CF3")) {
    BOOST_TEST(complaint("page_may_read = []") == "");
    for (const char* wrong : {"\"theme\"", "true", "[1]", "[\"a\", 1]", "[[\"a\"]]", "[\"\"]", "[\"\\u0007\"]"}) {
        BOOST_TEST(complaint("page_may_read = " + std::string(wrong)).starts_with("1: page_may_read must be a list"),
                   wrong);
    }
}

BOOST_AUTO_TEST_CASE(anonymous_visitors_are_welcome_or_not, *holds("CF3")) {
    BOOST_TEST(complaint("anonymous_variables = false") == "");
    for (const char* wrong : {"1", "\"true\"", "[true]"}) {
        const std::string text = "anonymous_variables = " + std::string(wrong);
        BOOST_TEST(complaint(text) == "1: anonymous_variables must be true or false", wrong);
    }
}

BOOST_AUTO_TEST_CASE(a_link_is_not_followed, *holds("CF2")) {
    const std::string elsewhere = (path() / "elsewhere").string();
    std::ofstream(elsewhere) << "site_name = \"B\"\n";
    BOOST_TEST_REQUIRE(symlink(elsewhere.c_str(), file.c_str()) == 0);
    BOOST_CHECK_THROW(read_settings(file), Unavailable);
}

BOOST_AUTO_TEST_SUITE_END()
