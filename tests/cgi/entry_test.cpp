// How the program was called decides what it is; nothing that a client sends may change that.
#include <signal.h>

#include "support/cgi.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

// What a server makes of "/cloakroom.fcgi?..." (RFC 3875 section 4.4), and what nobody should try.
const Command argument_lists[] = {
    {"--help"},
    {"-h"},
    {"--version"},
    {"-V"},
    {"--help-all"},
    {"help"},
    {"setup"},
    {"check-config"},
    {"user"},
    {"user", "list"},
    {"user", "list", "--json"},
    {"user", "add", "mallory"},
    {"user", "add", "mallory", "--admin"},
    {"user", "add", "mallory", "--password-stdin"},
    {"user", "add", "mallory", "--admin", "--password-stdin"},
    {"user", "add", "--password-stdin", "--", "mallory"},
    {"user", "add", "--help"},
    {"user", "--help"},
    {"user", "password", "alice"},
    {"user", "password", "alice", "--password-stdin"},
    {"--password-stdin", "user", "password", "alice"},
    {"--config", "/etc/passwd"},
    {"--config", "/etc/passwd", "user", "list"},
    {"--config", "/etc/passwd", "check-config"},
    {"--config=/etc/passwd", "check-config"},
    {"--config", "/dev/stdin", "check-config"},
    {"--config", ""},
    {"--config"},
    {"--config", "../cloakroom-data/cloakroom.conf", "user", "list"},
    {"--config", "../cloakroom-data/cloakroom.conf", "user", "add", "mallory", "--password-stdin"},
    {"--"},
    {"--", "user", "list"},
    {"-"},
    {""},
    {"", "user", "list"},
    {"-d", "allow_url_include=1"},
    {"-s"},
    {"user list"},
    {"user add mallory --password-stdin"},
    {"--help", "--version", "setup"},
    {"setup", "--help"},
    {"check-config", "--config", "/etc/passwd"},
    {"--set-up"},
    {"--reset-admin"},
    {"reset-admin"},
    {"user\\", "list"},
    {"$(id)"},
    {";", "id"},
    {"|id"},
    {"--%63onfig"},
    {"--config", "/proc/self/environ", "check-config"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(entry)

BOOST_AUTO_TEST_CASE(as_cgi_no_argument_changes_the_answer, *holds("CG1")) {
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    const std::string form = door.get("/").output;
    BOOST_TEST_REQUIRE(form.starts_with("Status: 200"));
    for (const Command& arguments : argument_lists) {
        const CgiAnswer answer = door.send({.arguments = arguments});
        BOOST_TEST(answer.output == form, "another answer for " << arguments.front());
        BOOST_TEST(answer.errors.empty(), answer.errors);
    }
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_CASE(as_cgi_a_command_with_a_password_in_the_body_does_nothing, *holds("CG1")) {
    Door door;
    door.add_user("alice");
    for (const char* word : {"add", "password"}) {
        const CgiAnswer answer = door.send({.method = "POST",
                                            .body = "a+new+password+for+you",
                                            .arguments = {"user", word, "alice", "--password-stdin"}});
        BOOST_TEST(answer.status == 422);
    }
    BOOST_TEST(door.count("SELECT count(*) FROM users") == 1);
    BOOST_TEST(door.sign_in("alice").starts_with("cloakroom="));
}

BOOST_AUTO_TEST_CASE(one_of_two_variables_is_enough_to_be_cgi, *holds("CG1")) {
    Door door;
    for (const char* absent : {"GATEWAY_INTERFACE", "REQUEST_METHOD"}) {
        const CgiAnswer answer = door.send({.variables = {{absent, std::nullopt}}, .arguments = {"--help"}});
        BOOST_TEST(answer.output.starts_with("Status: "), absent);
        BOOST_TEST(!answer.shows("Exit codes"), absent);
    }
}

BOOST_AUTO_TEST_CASE(headers_of_the_client_are_never_taken_for_the_servers_variables, *holds("CG2 CG7 SI6")) {
    Door door;
    door.add_user("alice");
    const Variables twins = {{"HTTP_PROXY", "http://evil.example:1"},
                             {"HTTP_HTTPS", "on"},
                             {"HTTP_REMOTE_USER", "alice"},
                             {"HTTP_REMOTE_ADDR", "203.0.113.9"},
                             {"HTTP_X_FORWARDED_FOR", "203.0.113.9"},
                             {"HTTP_X_FORWARDED_PROTO", "https"},
                             {"HTTP_DOCUMENT_ROOT", "/etc"},
                             {"HTTP_SCRIPT_NAME", "/evil"},
                             {"HTTP_PATH_INFO", "/home"},
                             {"HTTP_REQUEST_METHOD", "POST"},
                             {"REDIRECT_REMOTE_USER", "alice"},
                             {"REDIRECT_STATUS", "401"},
                             {"REDIRECT_HTTPS", "on"},
                             {"REDIRECT_PATH_INFO", "/home"}};
    BOOST_TEST(door.get("/", twins).output == door.get("/").output);
    BOOST_TEST(door.post("/", sign_in_form("alice"), twins).cookie().starts_with("cloakroom="));
    BOOST_TEST(door.count("SELECT count(*) FROM audit_log WHERE address = '203.0.113.9'") == 0);
}

BOOST_AUTO_TEST_CASE(the_answer_is_one_document_with_its_status_first, *holds("CG6")) {
    Door door;
    door.add_user("alice");
    const CgiAnswer answers[] = {door.get("/"),          door.get("/home"),
                                 door.get("/nowhere"),   door.get("/style.css"),
                                 door.post("/", "a=b"),  door.post("/", sign_in_form("alice")),
                                 door.post("/", "a&&b"), door.send({.method = "PUT"}),
                                 door.get("/?a=%00")};
    for (const CgiAnswer& answer : answers) {
        BOOST_TEST(answer.output.starts_with("Status: " + std::to_string(answer.status) + " "), answer.output);
        BOOST_TEST(answer.count("Status") == 1U);
        BOOST_TEST(answer.count("Content-Length") == 1U);
        BOOST_TEST(answer.header("Content-Length") == std::to_string(answer.body.size()));
        BOOST_TEST(answer.exit_code == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_method_that_is_missing_or_unknown_is_refused, *holds("FP14 HD5")) {
    Door door;
    door.add_user("alice");
    BOOST_TEST(door.send({.variables = {{"REQUEST_METHOD", std::nullopt}}}).status == 400);
    BOOST_TEST(door.send({.method = ""}).status == 400);
    for (const char* method : {"get", "Post", "post", "TRACE", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "GETX",
                               "GET ", " GET", "PROPFIND", "\x01"}) {
        const CgiAnswer answer = door.send({.method = method, .target = "/home"});
        BOOST_TEST(answer.status == 405, method << " " << answer.status);
        BOOST_TEST(answer.header("Allow") == "GET, HEAD, POST", method << " " << answer.header("Allow"));
    }
    BOOST_TEST(door.post("/style.css", "a=b").header("Allow") == "GET, HEAD");
}

BOOST_AUTO_TEST_CASE(an_empty_environment_but_for_the_interface_does_not_hurt, *holds("FP14")) {
    Door door;
    const Variables none = [&] {
        Variables absent;
        for (const std::string& variable : door.environment({})) {
            const std::string name = variable.substr(0, variable.find('='));
            if (name != "GATEWAY_INTERFACE") absent[name] = std::nullopt;
        }
        return absent;
    }();
    const CgiAnswer answer = door.send({.variables = none});
    BOOST_TEST(answer.exit_code == 0);
    BOOST_TEST((answer.status == 400 || answer.status == 503), answer.output);
}

BOOST_AUTO_TEST_CASE(sigterm_ends_a_cgi_program_that_waits_for_its_body) {
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    HalfSentRequest half(door, {.method = "POST", .body = "username=al", .variables = {{"CONTENT_LENGTH", "100"}}});
    kill(half.pid(), SIGTERM);
    BOOST_TEST(half.wait() == 128 + SIGTERM);
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
