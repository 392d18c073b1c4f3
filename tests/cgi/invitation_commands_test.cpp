// Invitations and resets on the command line, and what the program writes down of their codes.
#include <nlohmann/json.hpp>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

constexpr int refused = 1;
constexpr const char* site_address = "http://door.example/cloakroom.fcgi";

struct Owner : Door {
    Owner() {
        configure(std::string("base_url = \"") + site_address + "\"\n");
        command({"user", "add", "alice", "--admin", "--password-stdin"}, right_password);
    }

    nlohmann::json json_of(const Command& words) const { return nlohmann::json::parse(command(words).output); }

    CgiAnswer join(const std::string& code, const std::string& name) const {
        return post("/join", "do=join&code=" + code + "&username=" + name +
                                 "&password=quite+another+password&password_again=quite+another+password");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(invitation_commands, Owner)

BOOST_AUTO_TEST_CASE(a_link_is_printed_that_begins_with_the_address_of_the_site, *holds("PW11 PW12")) {
    const std::string start = std::string(site_address) + "/join?code=";
    command({"group", "add", "rowers"});
    for (const Command& words :
         {Command{"user", "invite", "bob", "--group", "rowers"}, Command{"user", "reset-link", "bob"},
          Command{"invitation", "add", "--note", "the new ones", "--days", "3", "--uses", "2"}}) {
        const CgiAnswer answer = command(words);
        BOOST_TEST(answer.exit_code == 0, answer.errors);
        BOOST_TEST(answer.output.starts_with(start), answer.output);
        BOOST_TEST(answer.output.size() == start.size() + 35);
    }
    BOOST_TEST(count("SELECT count(*) FROM group_members") == 2);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_what_to_do) {
    for (const Command& words :
         {Command{"user", "invite", "ALICE"}, Command{"user", "invite", "bob", "--group", "none"},
          Command{"user", "reset-link", "bob"}, Command{"invitation", "add", "--days", "0"},
          Command{"invitation", "add", "--uses", "0"}, Command{"invitation", "withdraw", "00000000"}}) {
        const CgiAnswer answer = command(words);
        BOOST_TEST(answer.exit_code == refused);
        BOOST_TEST(!answer.errors.empty());
        BOOST_TEST(answer.output.empty());
    }
}

BOOST_AUTO_TEST_CASE(an_invitation_is_listed_without_its_code_and_withdrawn, *holds("PW11")) {
    const auto made = json_of({"invitation", "add", "--note", "the new ones", "--json"});
    const std::string code = made["code"];
    BOOST_TEST(made["link"] == std::string(site_address) + "/join?code=" + code);
    const auto listed = json_of({"invitation", "list", "--json"});
    BOOST_TEST(listed["note"] == "the new ones");
    BOOST_TEST(listed.dump().find(code) == std::string::npos);
    BOOST_TEST(command({"invitation", "withdraw", listed["tag"]}).exit_code == 0);
    BOOST_TEST(command({"invitation", "list"}).output.empty());
    BOOST_TEST(join(code, "bob").status == 422);
}

BOOST_AUTO_TEST_CASE(without_a_known_address_the_code_alone_is_printed) {
    configure("");
    const CgiAnswer answer = command({"invitation", "add"});
    BOOST_TEST(answer.output.size() == 35U, answer.output);
    BOOST_TEST(answer.errors.find("base_url") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_code_stands_in_no_log_and_not_in_the_database, *holds("PW11 LG2")) {
    const std::string code = json_of({"invitation", "add", "--json"})["code"];
    BOOST_TEST(get("/join?code=" + code).shows("Welcome"));
    BOOST_TEST(get("/join?code=" + code + "X").status == 422);
    const CgiAnswer joined = join(code, "bob");
    BOOST_TEST(joined.status == 303);
    BOOST_TEST(!joined.cookie().empty());
    const std::string digits = code.substr(0, 9);
    BOOST_TEST(log().find(digits) == std::string::npos);
    BOOST_TEST(rows().find(digits) == std::string::npos);
    BOOST_TEST(joined.errors.find(digits) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
