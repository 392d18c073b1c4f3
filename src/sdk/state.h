// What stands behind a cloakroom::Session: the visitor's session, looked up when it is
// first asked for and begun when something is first stored.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auth/services.h"
#include "cloakroom.h"

namespace cloakroom {

// What a request tells of its visitor.
struct Visitor {
    std::string cookies;      // the Cookie header
    std::string cookie_name;  // of our session cookie
    auth::Browser browser;
};

class Session::State {
   public:
    State(auth::Services& auth, Visitor visitor, auth::Space space)
        : auth(auth), space(space), visitor_(std::move(visitor)) {}

    // Where the session has been looked up already.
    State(auth::Services& auth, Visitor visitor, auth::Space space, std::optional<auth::Session> found);

    // The session, null if there is none; looked up once.
    const auth::Session* find();

    // Runs `write` on the session, which begins now if there is none: in that case in
    // one transaction, so that a write which is refused leaves no session behind.
    // Throws what cloakroom.h promises for any outcome but done and changed; false for changed.
    bool change(const std::function<auth::Written(const auth::Session&)>& write);

    // After something was taken away: ends an anonymous session for which nothing is left.
    void end_if_empty();

    void set_permanent(bool permanent);
    bool is_permanent();
    void sign_out();
    std::vector<Flash> flashes(std::string_view category);
    void forget_flashes() { taken_.clear(); }
    std::vector<Header> headers();

    auth::Services& auth;
    const auth::Space space;

   private:
    void begin(const std::function<auth::Written(const auth::Session&)>& write);
    void require_open_headers() const;
    void leave();

    enum class Cookie { as_it_is, give, take };

    Visitor visitor_;
    std::string id_;  // the cookie's value, empty if it was none that could be read
    std::optional<auth::Session> session_;
    bool looked_up_ = false;
    bool is_permanent_ = false;  // what was wished for a session that has not begun
    bool headers_sent_ = false;
    Cookie cookie_ = Cookie::as_it_is;
    std::map<std::string, std::vector<Flash>, std::less<>> taken_;  // by the category asked for
};

}  // namespace cloakroom
