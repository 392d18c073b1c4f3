// Alice, signed in by two browsers.
#pragma once

#include "support/cgi.h"

namespace cloakroom::test {

inline constexpr const char* firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
inline constexpr const char* iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    "Mobile/15E148 Safari/604.1";

struct TwoBrowsers : Door {
    TwoBrowsers() {
        add_user("alice");
        own = sign_in("alice", {{"HTTP_USER_AGENT", firefox}});
        other = sign_in("alice", {{"HTTP_USER_AGENT", iphone}, {"REMOTE_ADDR", "198.51.100.9"}});
    }

    std::string sign_in_bob() const {
        add_user("bob");
        return sign_in("bob");
    }

    CgiAnswer look(const std::string& cookie, const std::string& target) const {
        return get(target, {{"HTTP_COOKIE", cookie}});
    }
    CgiAnswer act(const std::string& cookie, const std::string& target, const std::string& body) const {
        return post(target, body, {{"HTTP_COOKIE", cookie}});
    }
    bool is_live(const std::string& cookie) const { return look(cookie, "/home").status == 200; }

    // What the list calls this session: its form is the first on its own page.
    std::string tag(const std::string& cookie) const {
        const std::string before = "name=\"session\" value=\"";
        const std::string page = look(cookie, "/sessions").body;
        const auto at = page.find(before);
        return at == std::string::npos ? "" : page.substr(at + before.size(), 8);
    }

    std::int64_t events(const std::string& event) const {
        return count("SELECT count(*) FROM audit_log WHERE user_id = 1 AND event = '" + event + "'");
    }

    std::string own;
    std::string other;
};

}  // namespace cloakroom::test
