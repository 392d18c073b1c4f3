// What stands behind a cloakroom::Session: the visitor's session, looked up when it is
// first asked for and begun when something is first stored.
#pragma once

#include <functional>
#include <memory>
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
    bool is_same_origin = true;  // no other site made the browser send this (http/origin.h)
};

class Session::State {
   public:
    // `owner`, if given, is what `auth` is a part of, and stays as long.
    State(auth::Services& auth, Visitor visitor, auth::Space space, std::shared_ptr<const void> owner = nullptr)
        : auth(auth), space(space), visitor_(std::move(visitor)), owner_(std::move(owner)) {}

    // Where the session has been looked up already.
    State(auth::Services& auth, Visitor visitor, auth::Space space, std::optional<auth::Session> found);

    // The session, null if there is none; looked up once.
    const auth::Session* find();

    // Runs `write` on the session, which begins now if there is none. Throws what
    // cloakroom.h promises for any outcome but done and changed; false for changed.
    using Write = std::function<auth::Written(const auth::Session&)>;
    bool change(const Write& write);

    // After something was taken away: ends an anonymous session for which nothing is left.
    void end_if_empty();

    bool is_same_origin() const { return visitor_.is_same_origin; }
    void set_permanent(bool permanent);
    bool is_permanent();
    void clear();
    void sign_out();
    std::vector<Flash> flashes(std::string_view category);
    std::vector<Header> headers();

    auth::Services& auth;
    const auth::Space space;

   private:
    auth::Written begin(const Write& write);
    void require_open_headers() const;
    void leave();
    void lose();

    enum class Cookie { as_it_is, give, take };

    Visitor visitor_;
    std::string id_;  // the cookie's value, empty if it was none that could be read
    std::optional<auth::Session> session_;
    bool was_asked_for_ = false;  // so the answer depends on the cookie
    bool looked_up_ = false;
    bool was_lost_ = false;      // it ended while this request ran
    bool is_permanent_ = false;  // what was wished for a session that has not begun
    bool headers_sent_ = false;
    Cookie cookie_ = Cookie::as_it_is;
    std::vector<Flash> shown_;  // all that were read in this request
    std::shared_ptr<const void> owner_;
};

}  // namespace cloakroom
