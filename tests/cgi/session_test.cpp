// The cookie, and which sessions it opens.
#include "support/cgi.h"
#include "support/holds.h"
#include "support/worker.h"

namespace cloakroom::test {
namespace {

std::string value_of(const std::string& cookie) {
    return cookie.substr(cookie.find('=') + 1);
}

bool is_signed_in(const Door& door, const std::string& cookies, Variables variables = {}) {
    variables["HTTP_COOKIE"] = cookies;
    const CgiAnswer answer = door.get("/home", variables);
    BOOST_TEST((answer.status == 200 || answer.status == 303), answer.output);
    return answer.status == 200;
}

const Variables over_https = {{"HTTPS", "on"}, {"REQUEST_SCHEME", "https"}, {"SERVER_PORT", "443"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(session)

BOOST_AUTO_TEST_CASE(over_https_the_cookie_is_bound_to_host_and_https, *holds("CK1")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.post("/", sign_in_form("alice"), over_https).header("Set-Cookie");
    BOOST_TEST(cookie.starts_with("__Host-cloakroom="));
    BOOST_TEST(cookie.substr(cookie.find(';')) == "; Path=/; HttpOnly; SameSite=Lax; Secure");
}

BOOST_AUTO_TEST_CASE(over_http_the_cookie_has_no_prefix_and_is_not_secure, *holds("CK2 CK3")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.post("/", sign_in_form("alice")).header("Set-Cookie");
    BOOST_TEST(cookie.starts_with("cloakroom="));
    BOOST_TEST(cookie.substr(cookie.find(';')) == "; Path=/; HttpOnly; SameSite=Lax");
}

BOOST_AUTO_TEST_CASE(a_permanent_cookie_lives_seven_days, *holds("CK3")) {
    Door door;
    door.add_user("alice");
    const CgiAnswer answer = door.post("/", sign_in_form("alice") + "&permanent=1");
    BOOST_TEST(answer.header("Set-Cookie").ends_with("; Max-Age=604800"));
    BOOST_TEST(answer.count("Set-Cookie") == 2U);
    BOOST_TEST(answer.header("Set-Cookie").size() < 4096U);
}

BOOST_AUTO_TEST_CASE(a_session_is_good_only_where_it_began, *holds("CK2")) {
    Door door;
    door.add_user("alice");
    const std::string plain = door.sign_in("alice");
    const std::string secure = door.sign_in("alice", over_https);
    BOOST_TEST(is_signed_in(door, plain));
    BOOST_TEST(is_signed_in(door, secure, over_https));
    for (const std::string& id : {value_of(plain), value_of(secure)}) {
        const bool here = is_signed_in(door, "cloakroom=" + id);
        const bool there = is_signed_in(door, "__Host-cloakroom=" + id, over_https);
        BOOST_TEST(here != there);
    }
    BOOST_TEST(!is_signed_in(door, plain, over_https));
    BOOST_TEST(!is_signed_in(door, secure));
}

BOOST_AUTO_TEST_CASE(a_thousand_anonymous_looks_leave_no_row, *holds("CK4")) {
    Door door;
    door.add_user("alice");
    const std::string rows = door.rows();
    const Worker worker(door);
    for (int look = 0; look < 1000; ++look) {
        const std::string answer = worker.get("/");
        BOOST_TEST_REQUIRE(answer.starts_with("Status: 200"));
        BOOST_TEST_REQUIRE(answer.find("Set-Cookie") == std::string::npos);
    }
    BOOST_TEST(door.rows() == rows);
}

BOOST_AUTO_TEST_CASE(the_name_of_the_cookie_is_compared_byte_for_byte, *holds("CK5")) {
    Door door;
    door.add_user("alice");
    const std::string id = value_of(door.sign_in("alice"));
    BOOST_TEST(is_signed_in(door, "other=1; cloakroom=" + id + "; last=2"));
    for (const std::string& cookies : {"\tcloakroom=" + id,
                                       "\vcloakroom=" + id,
                                       "\fcloakroom=" + id,
                                       "\xC2\xA0" + ("cloakroom=" + id),
                                       "\xE2\x80\x80" + ("cloakroom=" + id),
                                       "Cloakroom=" + id,
                                       "CLOAKROOM=" + id,
                                       "cloakroom =" + id,
                                       "cloakroom= " + id,
                                       "cloakroom=\"" + id + "\"",
                                       "$Version=1, cloakroom=" + id,
                                       "a=b,cloakroom=" + id,
                                       "a=b;  cloakroom=" + id,
                                       "a=b;\tcloakroom=" + id,
                                       "xcloakroom=" + id,
                                       "cloakroom[]=" + id,
                                       "cloakroom." + ("x=" + id),
                                       "__Host-cloakroom=" + id,
                                       "cloakroo%6d=" + id,
                                       "=" + id,
                                       "=cloakroom=" + id,
                                       "cloakroom==" + id}) {
        BOOST_TEST(!is_signed_in(door, cookies), cookies);
    }
}

BOOST_AUTO_TEST_CASE(two_different_cookies_of_our_name_open_nothing, *holds("CK6")) {
    Door door;
    door.add_user("alice");
    const std::string mine = door.sign_in("alice");
    const std::string other = door.sign_in("alice");
    BOOST_TEST(is_signed_in(door, mine + "; " + mine));
    for (const std::string& second : {other, std::string("cloakroom=planted"), std::string("cloakroom=")}) {
        BOOST_TEST(!is_signed_in(door, mine + "; " + second), second);
        BOOST_TEST(!is_signed_in(door, second + "; " + mine), second);
    }
}

BOOST_AUTO_TEST_CASE(a_malformed_value_means_signed_out, *holds("CK7")) {
    Door door;
    door.add_user("alice");
    const std::string id = value_of(door.sign_in("alice"));
    for (const std::string& value :
         {std::string("&="), std::string(), std::string(8000, 'A'), id + "%00", "%00" + id, "\x80\xFF" + id, id + "A",
          id.substr(1), id.substr(0, 42) + "%", id.substr(0, 42) + "=", id.substr(0, 42) + "+", id + "'--",
          std::string(43, '\x80'), std::string(43, '_'), std::string("' OR 1=1 --")}) {
        BOOST_TEST(!is_signed_in(door, "cloakroom=" + value), value);
    }
    BOOST_TEST(is_signed_in(door, "cloakroom=" + id));
}

BOOST_AUTO_TEST_CASE(an_id_counts_only_in_the_cookie, *holds("CK10")) {
    Door door;
    door.add_user("alice");
    const std::string id = value_of(door.sign_in("alice"));
    for (const std::string name : {"sid", "cloakroom", "id", "session", "PHPSESSID"}) {
        BOOST_TEST(door.get("/home?" + name + "=" + id).status == 303, name);
        BOOST_TEST(door.post("/home", name + "=" + id).status == 303, name);
    }
    for (const char* header : {"HTTP_AUTHORIZATION", "HTTP_CLOAKROOM", "HTTP_X_SESSION", "HTTP_SET_COOKIE",
                               "HTTP_COOKIE2", "REMOTE_USER", "AUTH_TYPE"}) {
        BOOST_TEST(door.get("/home", {{header, "cloakroom=" + id}}).status == 303, header);
    }
    BOOST_TEST(door.get("/home;cloakroom=" + id).status == 404);
    BOOST_TEST(door.get("/home/" + id).status == 404);
}

BOOST_AUTO_TEST_CASE(the_id_stands_in_no_page_and_no_log, *holds("CK10 LG2")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.sign_in("alice");
    const Variables signed_in = {{"HTTP_COOKIE", cookie}};
    for (const char* path : {"/", "/home", "/sessions", "/account", "/logout", "/nowhere", "/style.css"}) {
        const CgiAnswer answer = door.get(path, signed_in);
        BOOST_TEST(!answer.shows(value_of(cookie)), path);
        BOOST_TEST(answer.errors.find(value_of(cookie)) == std::string::npos, path);
    }
    BOOST_TEST(door.log().find(value_of(cookie)) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_id_that_the_client_brings_is_never_adopted, *holds("ID3 ID4")) {
    Door door;
    door.add_user("alice");
    const std::string planted = "cloakroom=" + std::string(43, 'A');
    const CgiAnswer answer = door.post("/", sign_in_form("alice"), {{"HTTP_COOKIE", planted}});
    BOOST_TEST(answer.status == 303);
    BOOST_TEST(answer.cookie() != planted);
    BOOST_TEST(!is_signed_in(door, planted));
    BOOST_TEST(is_signed_in(door, answer.cookie()));
}

BOOST_AUTO_TEST_CASE(each_sign_in_has_an_id_of_its_own_and_ends_the_one_before, *holds("ID1 ID4")) {
    Door door;
    door.add_user("alice");
    const std::string first = door.sign_in("alice");
    const std::string second = door.sign_in("alice", {{"HTTP_COOKIE", first}});
    BOOST_TEST(value_of(first).size() == 43U);
    BOOST_TEST(first != second);
    BOOST_TEST(!is_signed_in(door, first));
    BOOST_TEST(is_signed_in(door, second));
}

BOOST_AUTO_TEST_CASE(after_sign_out_the_cookie_opens_nothing, *holds("SL1 CK8")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.sign_in("alice");
    const CgiAnswer left = door.post("/logout", "", {{"HTTP_COOKIE", cookie}});
    BOOST_TEST(left.count("Set-Cookie") <= 2U);
    BOOST_TEST(left.shows("Set-Cookie: cloakroom=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n"));
    BOOST_TEST(!is_signed_in(door, cookie));
    BOOST_TEST(door.count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(what_a_cookie_says_of_its_age_counts_for_nothing, *holds("SL2")) {
    Door door;
    door.add_user("alice");
    const std::string cookie = door.sign_in("alice");
    door.execute("UPDATE sessions SET expires_at = 1");
    BOOST_TEST(!is_signed_in(door, cookie + "; Max-Age=604800; Expires=Fri, 01 Jan 2100 00:00:00 GMT"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
