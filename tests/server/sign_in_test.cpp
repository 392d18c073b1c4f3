// Signing in, being remembered, signing out.
#include <algorithm>
#include <future>
#include <thread>

#include "server/checks.h"
#include "server/database.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

HttpResponse try_to_sign_in(HttpClient& browser, const std::string& name, const std::string& password) {
    return browser.post("/", {{"username", name}, {"password", password}});
}

// All of an answer that a visitor could compare: `name` is what he typed himself.
std::string comparable(const HttpResponse& response, const std::string& name) {
    std::string text = std::to_string(response.status) + "\n";
    for (const auto& [key, value] : response.headers) {
        if (key != "date" && key != "content-length") text += key + ": " + value + "\n";
    }
    text += response.body;
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) text.replace(at, name.size(), "NAME");
    return text;
}

}  // namespace

ON_EACH_SERVER(the_front_shows_the_sign_in_form, *holds("HD1 HD2 CA1")) {
    const HttpResponse response = site.client().get("/");
    check_page(response, 200);
    BOOST_TEST(is_sign_in_form(response));
    BOOST_TEST(!response.shows("Invalid"));
    BOOST_TEST(response.all("set-cookie").empty());
    BOOST_TEST(response.shows("action=\"" + site.at("/") + "\""));
}

ON_EACH_SERVER(the_right_password_leads_home, *holds("CG4 RD4")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    check_redirect(try_to_sign_in(browser, user.name, user.password), site.at("/home"));
    const HttpResponse home = browser.get("/home");
    check_page(home, 200);
    BOOST_TEST(home.shows(user.name));
    check_redirect(browser.get("/"), site.at("/home"));
}

ON_EACH_SERVER(a_wrong_password_shows_the_form_again_and_keeps_the_name, *holds("SI1")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    const HttpResponse response = try_to_sign_in(browser, user.name, "not the password");
    check_page(response, 200);
    BOOST_TEST(is_sign_in_form(response));
    BOOST_TEST(response.shows("Invalid username or password."));
    BOOST_TEST(response.shows("value=\"" + user.name + "\""));
    BOOST_TEST(!response.shows("not the password"));
    BOOST_TEST(browser.cookies.empty());
}

ON_EACH_SERVER(unknown_wrong_and_disabled_are_told_apart_by_nothing, *holds("SI1")) {
    const Site::User user = site.add_user();
    const Site::User disabled = site.add_user();
    Database(site).execute("UPDATE users SET disabled_at = 1 WHERE name = '" + disabled.name + "'");
    HttpClient browser = site.client();
    const std::string wrong = comparable(try_to_sign_in(browser, user.name, "not the password"), user.name);
    BOOST_TEST(comparable(try_to_sign_in(browser, "unknown", "not the password"), "unknown") == wrong);
    BOOST_TEST(comparable(try_to_sign_in(browser, disabled.name, disabled.password), disabled.name) == wrong);
    BOOST_TEST(browser.cookies.empty());
}

ON_EACH_SERVER(a_missing_name_or_password_is_asked_for, *holds("FP4")) {
    HttpClient browser = site.client();
    for (const FormFields& fields : {FormFields{{"username", "somebody"}}, FormFields{{"password", "something"}},
                                     FormFields{{"username", ""}, {"password", ""}}}) {
        const HttpResponse response = browser.post("/", fields);
        check_page(response, 422);
        BOOST_TEST(is_sign_in_form(response));
    }
    check_page(browser.post("/?password=something", {{"username", "somebody"}}), 422);
}

ON_EACH_SERVER(next_leads_back_to_a_page_of_this_site_only, *holds("RD1")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    const auto ends_at = [&](const std::string& next) {
        browser.cookies.clear();
        const HttpResponse response =
            browser.post("/", {{"username", user.name}, {"password", user.password}, {"next", next}});
        return response.status == 303 ? response.header("location") : "no redirect";
    };
    const std::string arrival = ends_at("/members/list?page=2");
    BOOST_TEST(arrival == site.at("/?arrived=1&next=%2Fmembers%2Flist%3Fpage%3D2"));
    check_redirect(browser.send({.path = arrival}), "/members/list?page=2");
    for (const char* foreign : {"//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"}) {
        BOOST_TEST(ends_at(foreign) == site.at("/home"), foreign);
    }
}

ON_EACH_SERVER(a_browser_that_keeps_no_cookie_is_told_so_instead_of_going_in_circles, *holds("RD4")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    const HttpResponse signed_in =
        browser.post("/", {{"username", user.name}, {"password", user.password}, {"next", "/members/list"}});
    browser.cookies.clear();
    const HttpResponse form = browser.send({.path = signed_in.header("location")});
    check_page(form, 200);
    BOOST_TEST(form.shows("Your browser did not keep the cookie"));
    BOOST_TEST(form.shows("name=\"next\" value=\"/members/list\""));
}

ON_EACH_SERVER(who_is_sent_to_sign_in_though_he_is_signed_in_is_told_why_that_may_be, *holds("RD4")) {
    HttpClient browser = site.signed_in();
    const HttpResponse page = browser.get("/?next=%2Fmembers%2Flist");
    check_page(page, 200);
    BOOST_TEST(page.shows("href=\"/members/list\""));
    check_redirect(browser.get("/?next=%2F%2Fevil.example"), site.at("/home"));
}

ON_EACH_SERVER(home_without_a_session_leads_through_the_sign_in_form_and_back, *holds("RD4")) {
    HttpClient browser = site.client();
    const HttpResponse sent = browser.get("/home");
    const std::string encoded = *site.set_up().base == '\0' ? "%2Fhome" : "%2Fdoor%2Fhome";
    check_redirect(sent, site.at("/?next=") + encoded);
    const HttpResponse form = browser.get("/?next=" + encoded);
    check_page(form, 200);
    BOOST_TEST(form.shows("name=\"next\" value=\"" + site.at("/home") + "\""));
}

ON_EACH_SERVER(the_cookie_has_all_that_protects_it, *holds("CK1 CK2 CK9")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    const auto cookies = try_to_sign_in(browser, user.name, user.password).all("set-cookie");
    BOOST_TEST_REQUIRE(cookies.size() == 2U);
    BOOST_TEST(cookies.back().find("-device=") != std::string::npos);
    const std::string& cookie = cookies.front();
    const bool tls = site.set_up().tls;
    BOOST_TEST(cookie.starts_with(tls ? "__Host-cloakroom" : "cloakroom"), cookie);
    BOOST_TEST((cookie.find("; Secure") != std::string::npos) == tls, cookie);
    for (const char* part : {"; Path=/", "; HttpOnly", "; SameSite=Lax"}) {
        BOOST_TEST(cookie.find(part) != std::string::npos, cookie);
    }
    BOOST_TEST(cookie.find("Domain") == std::string::npos, cookie);
    BOOST_TEST(cookie.find("Path=/;") != std::string::npos, cookie);
    BOOST_TEST(browser.cookies.begin()->second.size() == 43U);
}

ON_EACH_SERVER(only_who_wants_to_stay_signed_in_gets_a_lasting_cookie, *holds("CK3")) {
    const Site::User user = site.add_user();
    FormFields fields = {{"username", user.name}, {"password", user.password}};
    const std::string passing = site.client().post("/", fields).header("set-cookie");
    BOOST_TEST(passing.find("Max-Age") == std::string::npos, passing);
    BOOST_TEST(passing.find("Expires") == std::string::npos, passing);
    fields.emplace_back("permanent", "1");
    const std::string lasting = site.client().post("/", fields).header("set-cookie");
    BOOST_TEST(lasting.find("; Max-Age=604800") != std::string::npos, lasting);
}

ON_EACH_SERVER(sign_out_kills_the_cookie_in_every_process, *holds("SL1 CK8 RF1")) {
    HttpClient browser = site.signed_in();
    const auto stolen = browser.cookies;
    check_page(browser.get("/logout"), 200);
    BOOST_TEST(is_signed_in(browser));
    const HttpResponse response = browser.post("/logout", {});
    check_redirect(response, site.at("/?signed_out=0"));
    BOOST_TEST(response.all("set-cookie").back().find("Max-Age=0") != std::string::npos);
    BOOST_TEST_REQUIRE(browser.cookies.size() == 1U);
    BOOST_TEST(browser.cookies.begin()->first.ends_with("-device"));
    // At once from many sides, so that every process is asked.
    std::vector<std::future<int>> alive;
    for (int i = 0; i < 8; ++i) {
        alive.push_back(std::async(std::launch::async, [&] {
            HttpClient thief = site.client();
            thief.cookies = stolen;
            int count = 0;
            for (int j = 0; j < 4; ++j) count += is_signed_in(thief) ? 1 : 0;
            return count;
        }));
    }
    for (auto& count : alive) BOOST_TEST(count.get() == 0);
}

ON_EACH_SERVER(a_new_sign_in_makes_a_new_id_and_ends_the_old_one, *holds("ID4")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.signed_in(user);
    const auto before = browser.cookies;
    check_redirect(try_to_sign_in(browser, user.name, user.password), site.at("/home"));
    BOOST_TEST(browser.cookies != before);
    HttpClient old = site.client();
    old.cookies = before;
    BOOST_TEST(!is_signed_in(old));
    BOOST_TEST(is_signed_in(browser));
}

ON_EACH_SERVER(an_id_that_the_client_made_up_is_never_taken_over, *holds("ID3 CK7")) {
    const Site::User user = site.add_user();
    HttpClient browser = site.signed_in(user);
    const std::string name = browser.cookies.begin()->first;
    for (const std::string& value : {std::string(43, 'A'), std::string(), std::string("x"), std::string(8000, 'A')}) {
        HttpClient other = site.client();
        other.cookies[name] = value;
        const HttpResponse response = other.get("/home");
        BOOST_TEST((response.status == 303 || response.status == 400 || response.status == 431), response.status);
    }
    HttpClient fixed = site.client();
    fixed.cookies[name] = std::string(43, 'A');
    check_redirect(try_to_sign_in(fixed, user.name, user.password), site.at("/home"));
    BOOST_TEST(fixed.cookies[name] != std::string(43, 'A'));
}

ON_EACH_SERVER(an_id_counts_in_the_cookie_only, *holds("CK10")) {
    // Not by signed_in(): an id that is put into addresses does stand in the server's log.
    const Site::User user = site.add_user();
    HttpClient browser = site.client();
    check_redirect(try_to_sign_in(browser, user.name, user.password), site.at("/home"));
    const auto [name, id] = *browser.cookies.begin();
    HttpClient other = site.client();
    for (const std::string& path :
         {"/home?" + name + "=" + id, "/home?session=" + id, "/home?sid=" + id, "/home/" + id, "/" + id}) {
        const HttpResponse response = other.get(path);
        BOOST_TEST((response.status == 303 || response.status == 404), path << " " << response.status);
        BOOST_TEST(!response.shows(id));
    }
    for (const char* header : {"X-Session", "Authorization", "Session", "X-Cloakroom"}) {
        const HttpResponse response = other.send({.path = site.at("/home"), .headers = {{header, id}}});
        BOOST_TEST(response.status == 303, header);
    }
    BOOST_TEST(other.post("/home", {{name, id}, {"theme", "dark"}}).status == 303);
    BOOST_TEST(!browser.get("/home").shows(id));
}

ON_EACH_SERVER(the_look_is_kept_in_a_session_variable, *holds("RD4")) {
    HttpClient browser = site.signed_in();
    BOOST_TEST(browser.get("/home").shows("data-theme=\"device\""));
    check_redirect(browser.post("/home", {{"theme", "dark"}}), site.at("/home"));
    for (int i = 0; i < 8; ++i) BOOST_TEST(browser.get("/home").shows("data-theme=\"dark\""));
    check_redirect(browser.post("/home", {{"theme", "<script>"}}), site.at("/home"));
    BOOST_TEST(browser.get("/home").shows("data-theme=\"dark\""));
    HttpClient other = site.signed_in();
    BOOST_TEST(other.get("/home").shows("data-theme=\"device\""));
}

ON_EACH_SERVER(many_looks_at_the_form_leave_no_row, *holds("CK4")) {
    const std::string before = Database(site).value("SELECT count(*) FROM sessions");
    HttpClient browser = site.client();
    for (int i = 0; i < 50; ++i) browser.get(i % 2 == 0 ? "/" : "/home");
    BOOST_TEST(browser.cookies.empty());
    BOOST_TEST(Database(site).value("SELECT count(*) FROM sessions") == before);
}

ON_EACH_SERVER(ten_wrong_tries_close_a_name_for_a_while_in_every_process, *holds("SI3 SI5")) {
    const Site::User user = site.add_user();
    std::vector<std::future<HttpResponse>> tries;
    for (int i = 0; i < 10; ++i) {
        tries.push_back(std::async(std::launch::async, [&, i] {
            HttpClient browser = site.client();
            return try_to_sign_in(browser, user.name, "wrong" + std::to_string(i));
        }));
    }
    for (auto& response : tries) {
        const int status = response.get().status;
        BOOST_TEST((status == 200 || status == 503), status);  // 503: too many at once, but counted
    }
    HttpClient browser = site.client();
    for (int i = 0; i < 8; ++i) {
        const HttpResponse limited = try_to_sign_in(browser, user.name, user.password);
        check_page(limited, 429);
        BOOST_TEST(is_sign_in_form(limited));
        const int wait = std::atoi(limited.header("retry-after").c_str());
        BOOST_TEST((wait > 0 && wait <= 900), wait);
        BOOST_TEST(browser.cookies.empty());
    }
}

ON_EACH_SERVER(fifty_tries_close_a_network_but_no_other, *holds("SI5")) {
    HttpClient browser = site.client();
    int limited = 0;
    for (int i = 0; i < 52; ++i) {
        limited += try_to_sign_in(browser, "somebody" + std::to_string(i), "wrong").status == 429 ? 1 : 0;
    }
    BOOST_TEST(limited == 2);
    const Site::User user = site.add_user();
    BOOST_TEST(try_to_sign_in(browser, user.name, user.password).status == 429);
    HttpClient neighbour = site.client();
    BOOST_TEST(try_to_sign_in(neighbour, user.name, user.password).status == 303);
}

}  // namespace cloakroom::test
