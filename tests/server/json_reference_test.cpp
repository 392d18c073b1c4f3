// docs/json.md shows what a server answers: each line behind a '$' is run, and what
// stands below it is compared.
#include <fstream>
#include <regex>

#include "server/documents.h"
#include "server/on_each_server.h"
#include "support/process.h"

namespace cloakroom::test {
namespace {

struct Example {
    std::string line;
    std::string shown;
};

std::vector<Example> examples_in(const std::filesystem::path& document) {
    std::vector<Example> examples;
    std::ifstream file(document);
    bool is_answer = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("$ ")) {
            examples.push_back({line.substr(2), ""});
            is_answer = true;
        } else if (line.starts_with("```")) {
            is_answer = false;
        } else if (is_answer) {
            examples.back().shown += line + "\n";
        }
    }
    return examples;
}

// What is different each time: the id of a request, and the time.
std::string without_chance(const std::string& text) {
    const std::regex id(R"re("id":"[0-9a-f]{16}")re");
    const std::regex moment(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)");
    return std::regex_replace(std::regex_replace(text, id, "ID"), moment, "TIME");
}

// Does each line of `shown` stand in `output`, in this order?
bool shows_lines(const std::string& output, const std::string& shown) {
    std::istringstream lines(shown);
    std::size_t at = 0;
    for (std::string line; std::getline(lines, line);) {
        at = output.find(line + "\r\n", at);
        if (at == std::string::npos) return false;
    }
    return true;
}

std::string as_it_runs_here(const std::string& line, Site& site) {
    const std::string here = replaced(replaced(line, "https://club.example", site.origin()), "/var/lib/cloakroom",
                                      site.private_folder().string());
    return here.starts_with("curl") ? here + " --silent --show-error" : here;
}

// Caddy spells and sorts headers in its own way: "Etag".
bool is_in_a_folder(const SetUp& set_up) {
    return set_up.base == std::string_view("/door") && set_up.hosting != Hosting::caddy_fastcgi;
}

}  // namespace

ON_SERVERS_THAT(is_in_a_folder, the_reference_of_calls_shows_what_the_server_answers, *holds("CG4")) {
    const auto examples = examples_in(shipped_files() / "docs/json.md");
    BOOST_TEST(examples.size() >= 13U);
    site.command_line({"user", "add", "alice", "--password-stdin"}, "four plain words together\n");
    const TempFolder folder;
    for (const auto& [line, shown] : examples) {
        const std::string here = as_it_runs_here(line, site);
        const Outcome outcome = run({"sh", "-c", "cd " + folder.path().string() + " && " + here});
        BOOST_TEST_CONTEXT(here) {
            BOOST_TEST(outcome.status == 0);
            if (line.starts_with("curl -i")) {
                BOOST_TEST(shows_lines(outcome.output, shown), outcome.output);
            } else {
                BOOST_TEST(without_chance(outcome.output + (shown.empty() ? "" : "\n")) == without_chance(shown));
            }
        }
    }
}

}  // namespace cloakroom::test
