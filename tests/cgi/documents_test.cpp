// What the documents show, tried with the real program: commands are carried out, configurations and lists are read,
// and what the program is said to say, it says.
#include <fstream>
#include <regex>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/pages.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

constexpr int done = 0;
constexpr int wrong_usage = 2;
constexpr int out_of_order = 3;

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
    return std::regex_replace(text, std::regex(from), to);
}

// A club in full use, with a shell in which the commands of the documents work: for sudo, and for a program that is
// named without all its words, there are stand-ins.
struct Club : Door {
    fs::path folder_of_words = folder() / "bin";

    Club() {
        for (const char* user : {"ann", "alice", "bob"}) add_user(user);
        for (const char* group : {"choir", "rowers"}) command({"group", "add", group});
        for (const char* name : {"bin", "disk/home/me", "disk/srv", "disk/var/backups"}) {
            fs::create_directories(folder() / name);
        }
        std::ofstream(folder() / "disk/users.htpasswd")
            << "carol:$2y$10$FOArP51zVAWYwABY3OGHCe9V/y/zx3VWS5PCD7UagCXA8bzQeKLnW\n";
        write_word("sudo", "exec \"$@\"\n");
        write_word(
            "cloakroom.fcgi",
            "case \" $* \" in *\" --config \"*) ;; *) set -- --config '" + configuration().string() +
                "' \"$@\" ;; esac\ncase \"$*\" in\n*'user password'*) echo 'four plain words together' | exec '" +
                program().string() + "' \"$@\" --password-stdin ;;\n*) exec '" + program().string() +
                "' \"$@\" ;;\nesac\n");
    }

    // The paths of the documents, in the folder of this test.
    std::string as_it_is_here(const std::string& text) const {
        const std::string program_here = replaced(text, "/srv/cloakroom/cloakroom\\.fcgi", "cloakroom.fcgi");
        const std::string private_here = replaced(program_here, "/var/lib/cloakroom\\b", data());
        return replaced(private_here, "([ \"])/(home/me|srv|var/backups)\\b", "$1" + (folder() / "disk/$2").string());
    }

    Outcome shell(const std::string& text) const {
        const std::string here = as_it_is_here(text);
        make_what_is_restored(here);
        return run({"env", "PATH=" + folder_of_words.string() + ":/usr/bin:/bin", "bash", "-ec",
                    "cd '" + (folder() / "disk").string() + "'\n" + here});
    }

   private:
    void write_word(const std::string& name, const std::string& text) const {
        std::ofstream(folder_of_words / name) << "#!/bin/sh\n" << text;
        fs::permissions(folder_of_words / name, fs::perms{0755});
    }
    // A backup that a page takes for made.
    void make_what_is_restored(const std::string& text) const {
        std::smatch found;
        if (!std::regex_search(text, found, std::regex(" restore (\\S+)")) || fs::exists(found.str(1))) return;
        fs::create_directories(fs::path(found.str(1)).parent_path());
        fs::permissions(fs::path(found.str(1)).parent_path(), fs::perms{0700});
        BOOST_TEST(command({"backup", found.str(1)}).exit_code == done);
    }
};

// The program is called in it: not copied, nor named.
bool calls_the_program(const Block& block) {
    static const std::regex call("(^|\\n|\\$\\() *(sudo )?(/\\S*/)?cloakroom\\.fcgi ");
    return block.kind == "sh" && std::regex_search(block.text, call);
}

// "user add|user list|...": the words that docs/cli.md lists.
std::string command_words() {
    std::istringstream lines(read_whole("docs/cli.md"));
    std::string words;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("## ") && line != "## cloakroom.fcgi")
            words += (words.empty() ? "" : "|") + line.substr(3);
    }
    return words;
}

// `cloakroom.fcgi log --json`, or `log --json` alone, in the midst of a sentence.
std::vector<std::string> calls_in_sentences(const fs::path& page) {
    static const std::regex call("`(?:sudo )?(?:cloakroom\\.fcgi ([^`]+)|((?:" + command_words() + ") [^`]+))`");
    const std::string text = read_whole(page);
    std::vector<std::string> calls;
    for (std::sregex_iterator found(text.begin(), text.end(), call), end; found != end; ++found) {
        calls.push_back("cloakroom.fcgi " + found->str(1) + found->str(2));
    }
    return calls;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(documents)

// Those of the tutorial, which go on where the ones before them ended: tests/hosts/tutorial_test.cpp.
BOOST_AUTO_TEST_CASE(each_block_of_commands_can_be_carried_out) {
    int count = 0;
    for (const fs::path& page : pages()) {
        if (page == "docs/tutorial.md") continue;
        std::optional<Club> club;
        for (const Block& block : blocks_of(page)) {
            if (!calls_the_program(block)) continue;
            if (!club) club.emplace();
            ++count;
            const Outcome outcome = club->shell(block.text);
            BOOST_TEST(outcome.status == done, block.where() << ": " << outcome.output);
        }
    }
    BOOST_TEST(count >= 12);
}

BOOST_AUTO_TEST_CASE(each_command_in_a_sentence_has_words_and_options_that_there_are) {
    const Club club;
    int count = 0;
    for (const fs::path& page : pages()) {
        for (const std::string& call : calls_in_sentences(page)) {
            ++count;
            const Outcome outcome = club.shell(call);
            BOOST_TEST((outcome.status >= done && outcome.status < wrong_usage),
                       page << ": " << call << ": " << outcome.output);
        }
    }
    BOOST_TEST(count >= 25);
}

BOOST_AUTO_TEST_CASE(each_configuration_is_right) {
    const auto blocks = blocks_of_kind("toml");
    for (const Block& block : blocks) {
        const Club club;
        const std::string here = club.as_it_is_here(block.text);
        std::smatch found;
        if (std::regex_search(here, found, std::regex("\"(/[^\"]*)\""))) fs::create_directories(found.str(1));
        club.configure(here);
        const CgiAnswer answer = club.command({"check-config"});
        BOOST_TEST(answer.exit_code == done, block.where() << ": " << answer.errors);
    }
    BOOST_TEST(blocks.size() >= 6U);
}

BOOST_AUTO_TEST_CASE(each_list_of_users_can_be_imported) {
    const auto blocks = blocks_of_kind("csv");
    for (const Block& block : blocks) {
        const Door door;
        std::ofstream(door.folder() / "users.csv") << block.text;
        const CgiAnswer answer = door.command({"user", "import", door.folder() / "users.csv"});
        BOOST_TEST(answer.exit_code == done, block.where() << ": " << answer.output << answer.errors);
    }
    BOOST_TEST(blocks.size() == 1U);
}

// What the program says of a wrong configuration, and what its log looks like.
BOOST_AUTO_TEST_CASE(what_the_program_is_said_to_say_it_says) {
    const auto blocks = blocks_of_kind("text");
    BOOST_TEST_REQUIRE(blocks.size() == 3U);
    const auto& [stopped, wrong_settings, log_line] = std::tie(blocks[0], blocks[1], blocks[2]);
    const Door door;
    std::string said;
    for (const char* wrong : {"\n\n\nsite_nam = 1\n", "idle_timeout_hours = 0\n"}) {
        door.configure(wrong);
        said += replaced(door.command({"check-config"}).errors, "\\S*/(cloakroom\\.conf)", "$1");
    }
    std::istringstream lines(wrong_settings.text);
    for (std::string line; std::getline(lines, line);) BOOST_TEST(said.find(line) != std::string::npos, line << said);

    door.configure(stopped.text);
    BOOST_TEST(door.command({"check-config"}).exit_code == out_of_order);
    BOOST_TEST(door.get("/").status == 503);
    const std::regex form("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ cloakroom error unavailable id [0-9a-f]{16}: ");
    for (const std::string& text : {log_line.text, door.log()}) BOOST_TEST(std::regex_search(text, form), text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
