// A browser as other people's programs see it: each visit is one request, with a
// session of cloakroom.h, and keeps the cookie that the answer sets.
//
//     House house;
//     Browser browser{house};
//     const Answer answer = browser.visit([](Session& session) { session["colour"] = "green"; });
//     BOOST_TEST(answer.all("Set-Cookie").size() == 1U);
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cloakroom.h"
#include "http/cookie.h"
#include "sdk/state.h"
#include "support/house.h"

namespace cloakroom::test {

// The header lines of one answer.
struct Answer {
    std::vector<Header> headers;

    std::vector<std::string> all(std::string_view name) const {
        std::vector<std::string> values;
        for (const Header& header : headers) {
            if (header.name == name) values.push_back(header.value);
        }
        return values;
    }
    bool sets_cookie() const { return !all("Set-Cookie").empty(); }
    bool deletes_cookie() const {
        const auto cookies = all("Set-Cookie");
        return !cookies.empty() && cookies.back().ends_with("Max-Age=0");
    }
};

struct Browser {
    House& house;
    bool secure = false;
    std::string cookies{};  // the Cookie header

    // One request, for as long as a test wants it to take.
    Session open() const {
        const Visitor visitor{cookies, http::session_cookie_name(secure, ""), {"192.0.2.1", "a browser", secure}};
        return Session(std::make_unique<Session::State>(house.auth, visitor, auth::Space::program));
    }

    // Its answer: what it sets is kept.
    Answer close(Session& session) {
        Answer answer{session.headers()};
        if (!answer.sets_cookie()) return answer;
        const std::string cookie = answer.all("Set-Cookie").back();
        cookies = answer.deletes_cookie() ? "" : cookie.substr(0, cookie.find(';'));
        return answer;
    }

    template <typename Page>
    Answer visit(const Page& page) {
        Session session = open();
        page(session);
        return close(session);
    }

    // As the sign-in page does it, the session that it had until now at hand.
    void sign_in(const std::string& name, bool permanent = false) {
        const std::string cookie_name = http::session_cookie_name(secure, "");
        const auto id = http::read_cookie(cookies, cookie_name);
        const auto previous = id ? house.find(*id) : std::nullopt;
        cookies = cookie_name + "=" + house.sign_in(name, good_password, permanent, "192.0.2.1", previous).fresh->id;
    }
};

// A house and a browser for each test.
struct Visited : House {
    explicit Visited(const auth::Services::Options& options = {}) : House(options) {}

    Browser browser{*this};

    std::int64_t sessions() const { return count("SELECT count(*) FROM sessions"); }
};

}  // namespace cloakroom::test
