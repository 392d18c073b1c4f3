// Session variables over JSON, as programs on the server set them.
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

// A door with alice signed in, and the secret of its programs.
struct ProgramDoor : Door {
    ProgramDoor() {
        add_user("alice");
        cookie = sign_in("alice");
        secret = read_secret();
    }

    std::filesystem::path file() const { return data() / "program-secret.txt"; }

    std::string read_secret() const {
        std::ifstream stream(file());
        std::string line;
        std::getline(stream, line);
        return line;
    }

    // As a program does it: no browser's headers, the visitor's cookie, the secret.
    CgiAnswer ask(const std::string& method, const std::string& name, const std::optional<std::string>& body = {},
                  Variables variables = {}) const {
        variables.insert(
            {{"HTTP_COOKIE", cookie}, {"HTTP_X_CLOAKROOM_SECRET", secret}, {"HTTP_SEC_FETCH_SITE", std::nullopt}});
        return call(method, "/session/program/" + name, body, variables);
    }

    std::vector<CgiAnswer> all_calls(const Variables& variables) const {
        return {ask("GET", "theme", {}, variables), ask("PUT", "theme", "1", variables),
                ask("POST", "theme/increment", "1", variables), ask("DELETE", "theme", {}, variables)};
    }

    std::string cookie;
    std::string secret;
};

auto lines_with(const std::string& log, const std::string& word) {
    std::istringstream lines(log);
    std::size_t found = 0;
    for (std::string line; std::getline(lines, line);) found += line.find(word) != std::string::npos ? 1 : 0;
    return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(program_calls, ProgramDoor)

BOOST_AUTO_TEST_CASE(with_the_secret_a_program_sets_adds_reads_and_removes, *holds("RF3")) {
    const CgiAnswer put = ask("PUT", "visits", "41");
    BOOST_TEST(put.status == 204, put.output);
    BOOST_TEST(ask("POST", "visits/increment", "1").body == "42");
    const CgiAnswer got = ask("GET", "visits");
    BOOST_TEST(got.body == "42");
    BOOST_TEST(got.header("Cache-Control") == "no-store");
    BOOST_TEST(ask("PUT", "visits", "1", {{"HTTP_IF_MATCH", put.header("ETag")}}).status == 412);
    BOOST_TEST(ask("DELETE", "visits").body == "42");
    BOOST_TEST(ask("GET", "visits").status == 404);
}

BOOST_AUTO_TEST_CASE(what_a_program_keeps_is_no_page_variable) {
    ask("PUT", "visits", "1");
    BOOST_TEST(call("GET", "/session/page/visits", {}, {{"HTTP_COOKIE", cookie}}).status == 404);
    BOOST_TEST(count("SELECT count(*) FROM session_variables WHERE space = 'program'") == 1);
}

BOOST_AUTO_TEST_CASE(without_the_secret_or_with_a_wrong_one_nothing_is_done, *holds("ID5")) {
    ask("PUT", "theme", "7");
    std::string other = secret;
    other.back() = other.back() == 'A' ? 'B' : 'A';
    for (const std::string& wrong : {std::string(), std::string("x"), other, secret + "A", secret.substr(1),
                                     secret + "\n", " " + secret, std::string(43, '\0'), std::string(100'000, 'x')}) {
        for (const CgiAnswer& answer : all_calls({{"HTTP_X_CLOAKROOM_SECRET", wrong}})) {
            BOOST_TEST(answer.status == 403, wrong);
        }
    }
    BOOST_TEST(ask("GET", "theme").body == "7");
}

BOOST_AUTO_TEST_CASE(a_wrong_secret_opens_not_even_what_pages_may_read) {
    configure("page_may_read = [\"theme\"]\n");
    ask("PUT", "theme", "7");
    BOOST_TEST(ask("GET", "theme", {}, {{"HTTP_X_CLOAKROOM_SECRET", "x"}}).status == 403);
    BOOST_TEST(ask("GET", "theme", {}, {{"HTTP_X_CLOAKROOM_SECRET", ""}}).body == "7");
}

BOOST_AUTO_TEST_CASE(a_wrong_secret_is_one_line_in_the_log_that_does_not_show_it, *holds("LG2")) {
    ask("PUT", "theme", "1", {{"HTTP_X_CLOAKROOM_SECRET", "canary-secret"}});
    BOOST_TEST(lines_with(log(), "program_refused") == 1U);
    BOOST_TEST(log().find("canary-secret") == std::string::npos);
    ask("PUT", "theme", "1", {{"HTTP_X_CLOAKROOM_SECRET", ""}});
    BOOST_TEST(lines_with(log(), "program_refused") == 1U);
}

BOOST_AUTO_TEST_CASE(the_secret_stands_in_no_answer_log_or_row, *holds("LG2 CF5")) {
    BOOST_TEST(secret.size() == 43U);
    for (const CgiAnswer& answer : all_calls({})) {
        BOOST_TEST(!answer.shows(secret));
        BOOST_TEST(answer.errors.find(secret) == std::string::npos);
    }
    for (const CgiAnswer& answer : all_calls({{"HTTP_X_CLOAKROOM_SECRET", "x"}})) BOOST_TEST(!answer.shows(secret));
    BOOST_TEST(log().find(secret) == std::string::npos);
    BOOST_TEST(rows().find(secret) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_session_a_program_gets_401, *holds("SL1")) {
    for (const CgiAnswer& answer : all_calls({{"HTTP_COOKIE", ""}})) BOOST_TEST(answer.status == 401);
    post("/logout", "", {{"HTTP_COOKIE", cookie}});
    for (const CgiAnswer& answer : all_calls({})) BOOST_TEST(answer.status == 401);
}

BOOST_AUTO_TEST_CASE(a_program_begins_no_session_not_even_where_anybody_may_keep_variables, *holds("CK4")) {
    configure("anonymous_variables = true\n");
    for (const CgiAnswer& answer : all_calls({{"HTTP_COOKIE", ""}})) {
        BOOST_TEST(answer.status == 401);
        BOOST_TEST(answer.count("Set-Cookie") == 0U);
    }
    BOOST_TEST(count("SELECT count(*) FROM sessions WHERE user_id IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(a_browser_that_another_site_sends_changes_nothing_with_the_secret_either, *holds("RF3")) {
    ask("PUT", "theme", "7");
    for (const Variables& from :
         {Variables{{"HTTP_SEC_FETCH_SITE", "cross-site"}}, Variables{{"HTTP_SEC_FETCH_SITE", "same-site"}},
          Variables{{"HTTP_ORIGIN", "https://evil.example"}}}) {
        BOOST_TEST(ask("PUT", "theme", "1", from).status == 403);
        BOOST_TEST(ask("POST", "theme/increment", "1", from).status == 403);
        BOOST_TEST(ask("DELETE", "theme", {}, from).status == 403);
    }
    BOOST_TEST(ask("GET", "theme").body == "7");
}

BOOST_AUTO_TEST_CASE(the_secret_is_there_after_the_first_request_and_stays, *holds("CF1 CF2")) {
    struct stat status {};
    BOOST_TEST(stat(file().c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0600U);
    get("/");
    BOOST_TEST(read_secret() == secret);
    BOOST_TEST(ProgramDoor().secret != secret);
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_deleted_is_dead_and_a_new_one_is_made, *holds("CF2")) {
    std::filesystem::remove(file());
    BOOST_TEST(ask("PUT", "theme", "1").status == 403);
    BOOST_TEST(read_secret().size() == 43U);
    BOOST_TEST(read_secret() != secret);
    secret = read_secret();
    BOOST_TEST(ask("PUT", "theme", "1").status == 204);
}

BOOST_AUTO_TEST_CASE(a_secret_file_that_is_damaged_or_a_link_lets_nobody_in, *holds("CF2")) {
    for (const char* content : {"", "\n", "x\n"}) {
        std::ofstream(file()) << content;
        BOOST_TEST(ask("PUT", "theme", "1", {{"HTTP_X_CLOAKROOM_SECRET", "x"}}).status == 403);
        BOOST_TEST(ask("PUT", "theme", "1").status == 403);
    }
    std::filesystem::remove(file());
    std::ofstream(folder() / "planted") << secret << '\n';
    std::filesystem::create_symlink(folder() / "planted", file());
    BOOST_TEST(ask("PUT", "theme", "1").status == 503);
    BOOST_TEST(get("/").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
