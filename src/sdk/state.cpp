#include "sdk/state.h"

#include <algorithm>
#include <iterator>

#include "auth/sign_in.h"
#include "base/errors.h"
#include "http/cookie.h"

namespace cloakroom {
namespace {

constexpr const char* has_ended = "the session ended while this request ran";

// Throws what the header promises; true if the write was done, false if somebody was quicker.
bool is_done(auth::Written outcome) {
    switch (outcome) {
        case auth::Written::done:
            return true;
        case auth::Written::changed:
            return false;
        case auth::Written::full:
            throw QuotaError("a session holds 64 KiB and 256 variables at most, a flash message 4 KiB");
        case auth::Written::not_a_number:
            throw ValueError("the variable is no whole number of 64 bits, or the sum would not be");
        case auth::Written::not_a_variable:
            throw ValueError(
                "a session variable is JSON (UTF-8 text, finite numbers, 64 bits, 32 levels) with a name of 1 to 128 "
                "bytes without control characters");
        case auth::Written::ended:
            break;
    }
    throw SessionEnded(has_ended);
}

}  // namespace

Session::State::State(auth::Services& auth, Visitor visitor, auth::Space space, std::optional<auth::Session> found)
    : auth(auth),
      space(space),
      visitor_(std::move(visitor)),
      id_(http::read_cookie(visitor_.cookies, visitor_.cookie_name).value_or("")),
      session_(std::move(found)),
      was_asked_for_(true),
      looked_up_(true) {}

const auth::Session* Session::State::find() {
    if (looked_up_) return session_ ? &*session_ : nullptr;
    require_open_headers();
    was_asked_for_ = true;
    id_ = http::read_cookie(visitor_.cookies, visitor_.cookie_name).value_or("");
    session_ = auth.sessions.find(id_, visitor_.browser.secure);
    looked_up_ = true;
    if (!session_) {
        // One that opens nothing is only in the way.
        if (!id_.empty()) cookie_ = Cookie::take;
        return nullptr;
    }
    try {
        auth.sessions.saw(*session_);
    } catch (const Unavailable&) {
        // A visit that cannot be noted is a visit all the same.
    }
    return &*session_;
}

bool Session::State::change(const Write& write) {
    const auth::Session* session = find();
    if (was_lost_) throw SessionEnded(has_ended);
    const auth::Written outcome = session != nullptr ? write(*session) : begin(write);
    if (outcome == auth::Written::ended) lose();
    return is_done(outcome);
}

// In one transaction, so that a write which is refused leaves no session behind.
auth::Written Session::State::begin(const Write& write) {
    require_open_headers();
    db::Transaction transaction(auth.database, db::Durability::relaxed);
    auth::NewSession fresh = auth.sessions.begin_anonymous(visitor_.browser, is_permanent_);
    const auth::Written outcome = write(fresh.session);
    if (outcome != auth::Written::done) return outcome;
    transaction.commit();
    id_ = fresh.id;
    session_ = fresh.session;
    cookie_ = Cookie::give;
    return outcome;
}

void Session::State::end_if_empty() {
    if (!session_ || session_->user || headers_sent_) return;
    try {
        db::Transaction transaction(auth.database, db::Durability::full);
        const bool ended = auth.sessions.end_if_empty(*session_);
        transaction.commit();
        if (ended) leave();
    } catch (const Unavailable&) {
        // What was taken is taken; an empty session does no harm.
    }
}

// A cookie that this very answer would have set need not be taken back.
void Session::State::leave() {
    session_.reset();
    is_permanent_ = false;
    const bool came_with_the_request = http::read_cookie(visitor_.cookies, visitor_.cookie_name).has_value();
    cookie_ = came_with_the_request ? Cookie::take : Cookie::as_it_is;
}

// The cookie stays as it is: the visitor may have signed in meanwhile, in another tab,
// and so have another one by now.
void Session::State::lose() {
    session_.reset();
    is_permanent_ = false;
    cookie_ = Cookie::as_it_is;
    was_lost_ = true;
}

void Session::State::set_permanent(bool permanent) {
    const auth::Session* session = find();
    if (was_lost_) throw SessionEnded(has_ended);
    if (session == nullptr) is_permanent_ = permanent;
    if (session == nullptr || session->permanent == permanent) return;
    require_open_headers();
    if (!auth.sessions.set_permanent(*session_, permanent)) {
        lose();
        throw SessionEnded(has_ended);
    }
    cookie_ = Cookie::give;
}

bool Session::State::is_permanent() {
    return find() != nullptr ? session_->permanent : is_permanent_;
}

void Session::State::clear() {
    if (const auth::Session* session = find()) {
        const bool ends = !session->user && !headers_sent_;
        db::Transaction transaction(auth.database, db::Durability::full);
        if (ends) {
            auth.sessions.end(*session);
        } else {
            auth.variables.clear(*session);
            auth.flash_messages.clear(*session);
        }
        transaction.commit();
        if (ends) leave();
    }
    is_permanent_ = false;
    shown_.clear();
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
    if (const auth::Session* session = find()) {
        auto taken = auth.flash_messages.take(*session, category);
        for (auto& [of, text] : taken) shown_.push_back({std::move(of), std::move(text)});
        if (!taken.empty()) end_if_empty();
    }
    std::vector<Flash> wanted;
    std::ranges::copy_if(shown_, std::back_inserter(wanted),
                         [&](const Flash& flash) { return category.empty() || flash.category == category; });
    return wanted;
}

void Session::State::require_open_headers() const {
    if (headers_sent_) throw HeadersSent("headers() was called already, and this would change them");
}

std::vector<Header> Session::State::headers() {
    headers_sent_ = true;
    if (!was_asked_for_) return {};
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
