#include "sdk/state.h"

#include "auth/sign_in.h"
#include "http/cookie.h"

namespace cloakroom {
namespace {

// Throws what the header promises; true if the write was done, false if somebody was quicker.
bool is_done(auth::Written outcome) {
    switch (outcome) {
        case auth::Written::done:
            return true;
        case auth::Written::changed:
            return false;
        case auth::Written::full:
            throw QuotaError("a session holds 64 KiB and 256 variables, a flash message 4 KiB");
        case auth::Written::not_a_number:
            throw ValueError("the variable is no whole number of 64 bits, or the sum would not be");
        case auth::Written::not_a_variable:
            throw ValueError("such a name or value cannot be kept");
        case auth::Written::ended:
            break;
    }
    throw SessionEnded("the session has ended");
}

}  // namespace

Session::State::State(auth::Services& auth, Visitor visitor, auth::Space space, std::optional<auth::Session> found)
    : State(auth, std::move(visitor), space) {
    id_ = http::read_cookie(visitor_.cookies, visitor_.cookie_name).value_or("");
    session_ = std::move(found);
    looked_up_ = true;
}

const auth::Session* Session::State::find() {
    if (!looked_up_) {
        require_open_headers();
        looked_up_ = true;
        id_ = http::read_cookie(visitor_.cookies, visitor_.cookie_name).value_or("");
        session_ = auth.sessions.find(id_, visitor_.browser.secure);
        if (session_) auth.sessions.saw(*session_);
        // One that opens nothing is only in the way.
        if (!session_ && !id_.empty()) cookie_ = Cookie::take;
    }
    return session_ ? &*session_ : nullptr;
}

bool Session::State::change(const std::function<auth::Written(const auth::Session&)>& write) {
    if (const auth::Session* session = find()) return is_done(write(*session));
    begin(write);
    return true;
}

void Session::State::begin(const std::function<auth::Written(const auth::Session&)>& write) {
    require_open_headers();
    db::Transaction transaction(auth.database, db::Durability::relaxed);
    auth::NewSession fresh = auth.sessions.begin_anonymous(visitor_.browser, is_permanent_);
    is_done(write(fresh.session));
    transaction.commit();
    id_ = fresh.id;
    session_ = fresh.session;
    cookie_ = Cookie::give;
}

void Session::State::end_if_empty() {
    if (!session_ || session_->user) return;
    require_open_headers();
    db::Transaction transaction(auth.database, db::Durability::full);
    const bool ended = auth.sessions.end_if_empty(*session_);
    transaction.commit();
    if (ended) leave();
}

// A cookie that this very answer would have set need not be taken back.
void Session::State::leave() {
    session_.reset();
    const bool came_with_the_request = http::read_cookie(visitor_.cookies, visitor_.cookie_name).has_value();
    cookie_ = came_with_the_request ? Cookie::take : Cookie::as_it_is;
}

void Session::State::set_permanent(bool permanent) {
    is_permanent_ = permanent;
    if (find() == nullptr || session_->permanent == permanent) return;
    require_open_headers();
    auth.sessions.set_permanent(*session_, permanent);
    cookie_ = Cookie::give;
}

bool Session::State::is_permanent() {
    return find() != nullptr ? session_->permanent : is_permanent_;
}

void Session::State::sign_out() {
    if (find() == nullptr) return;
    require_open_headers();
    const auto& user = session_->user;
    auth::sign_out(auth, *session_,
                   {.who = user ? "user " + std::to_string(user->id) : "visitor",
                    .address = visitor_.browser.address,
                    .session_tag = session_->tag(),
                    .request_id = ""});
    leave();
}

std::vector<Flash> Session::State::flashes(std::string_view category) {
    auto& taken = taken_[std::string(category)];
    if (find() == nullptr) return taken;
    for (auto& message : auth.flash_messages.take(*session_, category)) {
        taken.push_back({std::move(message.category), std::move(message.text)});
    }
    if (!taken.empty()) end_if_empty();
    return taken;
}

void Session::State::require_open_headers() const {
    if (headers_sent_) throw HeadersSent("headers() was called already, and this would change them");
}

std::vector<Header> Session::State::headers() {
    headers_sent_ = true;
    if (!looked_up_) return {};
    std::vector<Header> headers = {{"Vary", "Cookie"}, {"Cache-Control", "no-store"}};
    const bool secure = visitor_.browser.secure;
    if (cookie_ == Cookie::give) {
        const auto lifetime =
            session_->permanent ? std::optional(session_->expires_at - auth.clock.now()) : std::nullopt;
        headers.push_back({"Set-Cookie", http::set_cookie(visitor_.cookie_name, id_, secure, lifetime)});
    } else if (cookie_ == Cookie::take) {
        for (auto& cookie : http::removal(visitor_.cookie_name, secure)) {
            headers.push_back({"Set-Cookie", std::move(cookie)});
        }
    }
    return headers;
}

}  // namespace cloakroom
