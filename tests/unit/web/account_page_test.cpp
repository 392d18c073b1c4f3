// The pages on which a user looks after his own account.
#include <nlohmann/json.hpp>

#include "auth/invitations.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using test::holds;

namespace {

struct SignedIn : test::WebHouse {
    SignedIn() {
        add("alice");
        own = *sign_in("alice").fresh;
    }

    std::string body(const std::string& path) { return get(path, own.id).body; }

    auth::NewSession own;
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(account_page, SignedIn)

BOOST_AUTO_TEST_CASE(a_user_is_called_as_he_wishes_and_signs_in_by_his_name) {
    BOOST_TEST(shows(body("/home"), "Hello, <bdi>alice</bdi>"));
    BOOST_TEST(post("/account", {{"display_name", "  Alice   Liddell "}}, own.id).status == 303);
    BOOST_TEST(shows(body("/account"), "The name is saved."));
    BOOST_TEST(shows(body("/account"), "value=\"Alice Liddell\""));
    BOOST_TEST(shows(body("/home"), "Hello, <bdi>Alice Liddell</bdi>"));
    BOOST_TEST((sign_in("alice").outcome == auth::SignIn::done));
    post("/account", {{"display_name", ""}}, own.id);
    BOOST_TEST(shows(body("/home"), "Hello, <bdi>alice</bdi>"));
}

BOOST_AUTO_TEST_CASE(the_last_sign_ins_tell_of_failures_with_browser_and_address, *holds("SL15")) {
    const std::string firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    sign_in("alice", "wrong", false, "198.51.100.7");
    http::Request tried = request(http::Method::post, "/", "");
    tried.fetch_site = "same-origin";
    tried.browser = firefox;
    tried.form = {{"username", "alice"}, {"password", "wrong"}};
    web::dispatch(site, tried);
    const std::string page = body("/account/log");
    BOOST_TEST(shows(page, "Firefox on Linux"));
    BOOST_TEST(shows(page, "<time datetime=\""));
    BOOST_TEST(shows(page, "Signed in"));
    BOOST_TEST(shows(page, "Sign-in failed"));
    BOOST_TEST(shows(page, "198.51.100.7"));
    add("bob");
    BOOST_TEST(!shows(get("/account/log", sign_in("bob").fresh->id).body, "Sign-in failed"));
}

BOOST_AUTO_TEST_CASE(what_happened_meanwhile_is_told_in_words_once, *holds("SL15")) {
    const std::pair<const char*, const char*> news[] = {
        {"failed_tries", "somebody tried 14 times to do so with your name, in vain."},
        {"password_changes", "Your password was changed since you last signed in."},
        {"new_devices", "14 times somebody signed in as you with a browser that was not known here."}};
    for (const auto& [category, words] : news) {
        auth.flash_messages.add(own.session, category, "14");
        BOOST_TEST(shows(body("/home"), words));
        BOOST_TEST(!shows(body("/home"), words));
    }
}

// A new table that names users must be thought of where one takes home what is stored about him.
BOOST_AUTO_TEST_CASE(every_table_that_names_a_user_is_known_to_his_data) {
    BOOST_TEST(count("SELECT count(*) FROM sqlite_master AS found JOIN pragma_table_info(found.name) AS field "
                     "WHERE found.type = 'table' AND field.name IN ('user_id', 'made_by') AND found.name NOT IN "
                     "('sessions', 'group_members', 'devices', 'tokens', 'audit_log', 'rule_users')") == 0);
}

BOOST_AUTO_TEST_CASE(all_that_is_stored_comes_as_json_without_what_would_serve_a_thief) {
    auth.variables.write(own.session, auth::Space::page, "cart", "tea");
    const auto response = post("/account/data", {}, own.id);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Content-Disposition").starts_with("attachment"));
    const auto data = nlohmann::json::parse(response.body);
    BOOST_TEST(data.at("name") == "alice");
    BOOST_TEST(data.at("sessions").at(0).at("variables").at("page").at("cart") == "tea");
    BOOST_TEST(data.at("log").size() >= 1U);
    BOOST_TEST(!shows(response.body, "$argon2id$"));
    BOOST_TEST(!shows(response.body, own.id));
}

BOOST_AUTO_TEST_CASE(data_and_deletion_ask_for_the_password_after_a_quarter_of_an_hour, *holds("SL13")) {
    clock.move(16min);
    for (const char* path : {"/account/data", "/account/delete"}) {
        BOOST_TEST(shows(post(path, {{"username", "alice"}}, own.id).body, "Your password, please"), path);
    }
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
}

BOOST_AUTO_TEST_CASE(an_account_goes_with_all_that_is_its_when_its_name_is_typed, *holds("DB16 SL3")) {
    BOOST_TEST(post("/account/delete", {{"username", "bob"}}, own.id).status == 422);
    BOOST_TEST(post("/account/delete", {}, own.id).status == 422);
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
    const auto response = post("/account/delete", {{"username", " ALICE"}}, own.id);
    BOOST_TEST(shows(response.body, "Your account is deleted"));
    BOOST_TEST(header(response, "Set-Cookie").starts_with("cloakroom=;"));
    BOOST_TEST(count("SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM sessions)") == 0);
}

BOOST_AUTO_TEST_CASE(the_last_admin_cannot_leave) {
    auth.groups.join("admin", "alice", {});
    own = *sign_in("alice").fresh;
    BOOST_TEST(
        shows(post("/account/delete", {{"username", "alice"}}, own.id).body, "Nobody else looks after this site"));
    BOOST_TEST(count("SELECT count(*) FROM users") == 1);
}

BOOST_AUTO_TEST_CASE(from_where_an_admin_acted_is_not_told, *holds("LG1")) {
    auth.groups.join("choir", "alice",
                     {.who = "user 9",
                      .address = "198.51.100.99",
                      .session_tag = "feedbeef",
                      .request_id = "",
                      .browser = "Admin's/1.0"});
    const std::string page = body("/account/log");
    BOOST_TEST(shows(page, "Joined a group"));
    BOOST_TEST(shows(page, "by somebody who looks after the site"));
    const std::string data = post("/account/data", {}, own.id).body;
    for (const char* secret : {"198.51.100.99", "feedbeef", "Admin's/1.0", "user 9"}) {
        BOOST_TEST(!shows(page, secret), secret);
        BOOST_TEST(!shows(data, secret), secret);
    }
}

BOOST_AUTO_TEST_CASE(what_a_user_did_to_others_is_not_among_what_happened_to_him) {
    add("bob");
    auth.users.disable("bob", {.who = "user 1", .address = "", .session_tag = "", .request_id = ""});
    BOOST_TEST(!shows(body("/account/log"), "User disabled"));
}

BOOST_AUTO_TEST_CASE(the_data_name_the_folders_whose_rules_name_him_and_an_open_link) {
    auth.rules.protect({.path = "/board", .requirement = auth::Requirement::listed, .groups = {}, .users = {"alice"}},
                       {});
    auth::make_reset(auth, "alice", {});
    const auto data = nlohmann::json::parse(post("/account/data", {}, own.id).body);
    BOOST_TEST(data.at("protected_folders_that_name_him").at(0) == "/board/");
    BOOST_TEST(data.at("link_for_a_new_password_until").is_string());
}

BOOST_AUTO_TEST_CASE(who_has_something_to_hear_is_told_before_he_goes_on, *holds("SL15")) {
    const auto go = [&] {
        return header(post("/", {{"username", "alice"}, {"password", test::good_password}, {"next", "/members/"}}),
                      "Location");
    };
    BOOST_TEST(go() == "/?arrived=1&next=%2Fmembers%2F");
    sign_in("alice", "wrong", false, "198.51.100.7");
    BOOST_TEST(go() == "/?arrived=1&next=%2Fhome%3Fnext%3D%252Fmembers%252F");
    http::Request home = request(http::Method::get, "/home", own.id);
    home.query = {{"next", "/members/"}};
    BOOST_TEST(shows(web::dispatch(site, home).body, "<a class=\"button\" href=\"/members/\">Go on</a>"));
    home.query = {{"next", "https://evil.example/"}};
    BOOST_TEST(!shows(web::dispatch(site, home).body, "Go on"));
    site.options.after_sign_in = "/members/";
    sign_in("alice", "wrong", false, "198.51.100.7");
    BOOST_TEST(header(post("/", {{"username", "alice"}, {"password", test::good_password}}), "Location") ==
               "/home?next=%2Fmembers%2F");
}

BOOST_AUTO_TEST_SUITE_END()
