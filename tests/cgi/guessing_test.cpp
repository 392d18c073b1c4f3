// What those who guess passwords meet, and those whose passwords they guess.
#include <atomic>
#include <fstream>
#include <thread>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/worker.h"

namespace cloakroom::test {
namespace {

constexpr const char* device_cookie = "cloakroom-device";

// Without what differs in each answer: the name that was typed, and how long to wait.
std::string essence(const std::string& document, const std::string& name) {
    std::string text = document;
    for (const std::string& part : {name, std::string("Retry-After: ")}) {
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
            const auto end = part == name ? at + part.size() : text.find('\r', at);
            text.erase(at, end - at);
        }
    }
    return text;
}

// A browser's cookie of this name after an answer; empty if the answer does not set it.
std::string set_by(const std::string& document, const std::string& name) {
    const auto at = document.find("Set-Cookie: " + name + "=");
    if (at == std::string::npos) return "";
    const auto start = at + std::string_view("Set-Cookie: ").size();
    return document.substr(start, document.find(';', start) - start);
}

struct Guessed : Door {
    Guessed() { add_user("alice"); }

    CgiAnswer try_password(const std::string& name, const std::string& password, Variables variables = {}) const {
        return post("/", sign_in_form(name, password), variables);
    }
    CgiAnswer guess(const std::string& name, const Variables& variables = {}) const {
        return try_password(name, "wrong password", variables);
    }
    static bool is(const std::string& document, int status) {
        return document.starts_with("Status: " + std::to_string(status));
    }
    static std::string ask(const Worker& worker, const std::string& name, const std::string& password,
                           const std::string& address, const std::string& cookies = "") {
        return worker.ask("POST", "/", sign_in_form(name, password),
                          {{"CONTENT_TYPE", "application/x-www-form-urlencoded"},
                           {"HTTP_SEC_FETCH_SITE", "same-origin"},
                           {"REMOTE_ADDR", address},
                           {"HTTP_COOKIE", cookies}});
    }
    static std::string network(int number) { return "198.51." + std::to_string(number) + ".7"; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(guessing, Guessed)

BOOST_AUTO_TEST_CASE(its_owner_signs_in_at_the_first_try_while_a_name_is_attacked_from_everywhere, *holds("SI4")) {
    const Worker worker(*this, 4);
    const std::string device = set_by(ask(worker, "alice", right_password, "192.0.2.1"), device_cookie);
    BOOST_TEST_REQUIRE(!device.empty());
    for (int i = 0; i < 10; ++i) BOOST_TEST(is(ask(worker, "alice", "guess", network(i)), 200));
    for (int i = 10; i < 40; ++i) BOOST_TEST(is(ask(worker, "alice", "guess", network(i)), 429));
    BOOST_TEST(is(ask(worker, "alice", right_password, "192.0.2.1"), 429));
    BOOST_TEST(is(ask(worker, "alice", right_password, "203.0.113.5", device), 303));
}

BOOST_AUTO_TEST_CASE(nor_does_an_attack_on_all_names_lock_him_out, *holds("SI4 SI5")) {
    configure("tries_in_all = 10\n");
    const Worker worker(*this, 4);
    const std::string device = set_by(ask(worker, "alice", right_password, "192.0.2.1"), device_cookie);
    for (int i = 0; i < 40; ++i) ask(worker, "name" + std::to_string(i), "guess", network(i));
    BOOST_TEST(is(ask(worker, "bob", "guess", "203.0.113.5"), 429));
    BOOST_TEST(is(ask(worker, "alice", right_password, "203.0.113.5", device), 303));
}

BOOST_AUTO_TEST_CASE(of_200_guesses_sent_at_once_ten_are_answered_and_the_rest_refused, *holds("SI3 SI7")) {
    configure("tries_per_network = 1000\n");
    const Worker worker(*this, 8);
    std::atomic<int> answered = 0;
    std::atomic<int> limited = 0;
    std::vector<std::thread> guessers;
    for (int i = 0; i < 20; ++i) {
        guessers.emplace_back([&, i] {
            for (int round = 0; round < 10; ++round) {
                const std::string document = ask(worker, "alice", "guess", network(i));
                answered += is(document, 200) || is(document, 503) ? 1 : 0;  // 503: too many at once, but counted
                limited += is(document, 429) ? 1 : 0;
            }
        });
    }
    for (auto& guesser : guessers) guesser.join();
    BOOST_TEST(answered == 10);
    BOOST_TEST(limited == 190);
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE event = 'sign_in_failed'") <= 10);
}

BOOST_AUTO_TEST_CASE(tries_are_counted_over_cgi_workers_and_restarts, *holds("SI3")) {
    for (int i = 0; i < 4; ++i) BOOST_TEST(guess("alice").status == 200);
    for (int life = 0; life < 2; ++life) {
        const Worker worker(*this);
        for (int i = 0; i < 3; ++i) BOOST_TEST(is(ask(worker, "alice", "guess", network(i)), 200));
    }
    BOOST_TEST(guess("alice").status == 429);
}

BOOST_AUTO_TEST_CASE(known_unknown_and_disabled_names_get_one_answer_before_and_behind_the_limit, *holds("SI1")) {
    add_user("bella");
    execute("UPDATE users SET disabled_at = 1 WHERE name = 'bella'");
    for (const int status : {200, 429}) {
        const std::string known = essence(guess("alice").output, "alice");
        for (const char* name : {"nadia", "bella"}) {
            const CgiAnswer answer = try_password(name, std::string_view(name) == "bella" ? right_password : "x");
            BOOST_TEST(answer.status == status, name);
            BOOST_TEST(essence(answer.output, name) == known, name);
        }
        for (int i = 1; i < 10; ++i) {
            for (const char* name : {"alice", "nadia", "bella"}) guess(name);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_costs_less_than_two_milliseconds, *holds("SI8")) {
    const Worker worker(*this);
    for (int i = 0; i < 11; ++i) ask(worker, "alice", "guess", network(i));
    const auto cpu = [&] {
        std::ifstream stat("/proc/" + std::to_string(worker.pid()) + "/stat");
        std::string word;
        for (int i = 0; i < 14; ++i) stat >> word;  // the name of the program has no blank
        long user = std::stol(word);
        long system = 0;
        stat >> system;
        return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
    };
    constexpr int tries = 300;
    const double before = cpu();
    for (int i = 0; i < tries; ++i) BOOST_TEST_REQUIRE(is(ask(worker, "alice", "guess", "192.0.2.1"), 429));
    [[maybe_unused]] const double each = (cpu() - before) / tries;
#ifndef __SANITIZE_ADDRESS__
    BOOST_TEST(each < 0.002);
#endif
}

BOOST_AUTO_TEST_CASE(a_header_that_anybody_can_send_makes_no_new_visitor, *holds("SI6")) {
    configure("tries_per_network = 3\n");
    for (int i = 0; i < 5; ++i) {
        const CgiAnswer answer = guess("name" + std::to_string(i), {{"HTTP_X_FORWARDED_FOR", network(i)},
                                                                    {"HTTP_FORWARDED", "for=" + network(i)},
                                                                    {"HTTP_X_REAL_IP", network(i)}});
        BOOST_TEST(answer.status == (i < 3 ? 200 : 429));
    }
}

BOOST_AUTO_TEST_CASE(behind_a_listed_proxy_each_network_has_its_own_tries, *holds("SI6 SI5")) {
    configure("tries_per_network = 3\ntrusted_proxies = [\"192.0.2.0/24\"]\n");
    for (int i = 0; i < 5; ++i) {
        const Variables one = {{"HTTP_X_FORWARDED_FOR", "203.0.113." + std::to_string(i)}};
        const Variables other = {{"HTTP_X_FORWARDED_FOR", network(i)}};
        BOOST_TEST(guess("a" + std::to_string(i), one).status == (i < 3 ? 200 : 429));
        BOOST_TEST(guess("b" + std::to_string(i), other).status == 200);
    }
    BOOST_TEST(count("SELECT count(*) FROM audit_log WHERE address = '198.51.4.7'") == 1);
}

BOOST_AUTO_TEST_CASE(the_cookie_of_the_device_is_guarded_like_the_sessions_and_stays_for_a_year, *holds("SI4 CK5")) {
    const Variables over_https = {{"HTTPS", "on"}, {"HTTP_ORIGIN", "https://door.example"}};
    const CgiAnswer secure = try_password("alice", right_password, over_https);
    const std::string device = set_by(secure.output, "__Host-cloakroom-device");
    BOOST_TEST(device.size() == 43U + std::string_view("__Host-cloakroom-device=").size());
    BOOST_TEST(secure.shows(device + "; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000\r\n"));
    const CgiAnswer plain = try_password("alice", right_password);
    BOOST_TEST(
        plain.shows(set_by(plain.output, device_cookie) + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000\r\n"));
    const CgiAnswer left = post("/logout", "", {{"HTTP_COOKIE", plain.cookie()}});
    BOOST_TEST(!left.shows(device_cookie));
}

BOOST_AUTO_TEST_CASE(the_cookie_of_the_device_opens_nothing, *holds("SI4")) {
    const std::string device = set_by(try_password("alice", right_password).output, device_cookie);
    const std::string value = device.substr(device.find('=') + 1);
    for (const std::string& cookie : {device, "cloakroom=" + value, device + "; cloakroom=" + value}) {
        BOOST_TEST(get("/home", {{"HTTP_COOKIE", cookie}}).status == 303);
    }
    BOOST_TEST(guess("alice", {{"HTTP_COOKIE", device}}).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
