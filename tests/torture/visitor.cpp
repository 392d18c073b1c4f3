#include "torture/visitor.h"

#include <algorithm>

namespace cloakroom::test {
namespace {

using State = HeldSession::State;

constexpr std::size_t most_living = 5;

std::string path_of(const std::string& name) {
    return "/session/page/" + name;
}

}  // namespace

void Wrong::note(const std::string& what) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(what);
}

int Wrong::count() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(lines_.size());
}

std::string Wrong::text() const {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const std::string& line : lines_) all += line + "\n";
    return all;
}

void Known::may_have_grown() {
    const auto before = possible_;
    for (const Number number : before) possible_.insert(number.value_or(0) + 1);
}

std::string Known::text() const {
    std::string all;
    for (const Number number : possible_) all += (number ? std::to_string(*number) : "nothing") + " ";
    return all;
}

HeldSession& Visitor::begin() {
    return held_.emplace_back(HeldSession{.cookie = begin_()});
}

HeldSession& Visitor::any_session() {
    std::vector<HeldSession*> open;
    for (HeldSession& session : held_) {
        if (session.state != State::ended) open.push_back(&session);
    }
    return open.size() < most_living ? begin() : *open[below(open.size())];
}

void Visitor::act() {
    HeldSession& session = any_session();
    const std::string name = "key" + std::to_string(below(4));
    const std::size_t what = below(100);
    if (what < 35) {
        put(session, name);
    } else if (what < 60) {
        increment(session, name);
    } else if (what < 70) {
        remove(session, name);
    } else if (what < 80) {
        read(session, name);
    } else if (what < 85) {
        read(held_[below(held_.size())], name);
    } else {
        sign_out(session);
    }
}

void Visitor::end_all(bool is_sure) {
    for (HeldSession& session : held_) {
        if (session.state == State::ended) continue;
        session.state = is_sure ? State::ended : State::perhaps;
        if (is_sure) ++tally_.ended;
    }
}

void Visitor::look_at_everything() {
    for (HeldSession& session : held_) {
        read(session, "key0");
        if (session.state == State::ended) continue;
        for (int i = 1; i < 4; ++i) read(session, "key" + std::to_string(i));
    }
}

// What the answer says of the session itself.
Reply Visitor::ask(HeldSession& session, const Call& call) {
    Reply reply = send_(call);
    if (reply.is_missing()) {
        ++tally_.unanswered;
        return reply;
    }
    ++tally_.answered;
    const bool lives = reply.status != 401;
    const std::string what = call.method + " " + call.path + ": " + std::to_string(reply.status);
    if (lives && session.state == State::ended) tally_.sessions.note("an ended session is back, " + what);
    if (!lives && session.state == State::living) tally_.sessions.note("a session is lost, " + what);
    session.state = lives ? State::living : State::ended;
    return reply;
}

void Visitor::must_be_possible(const HeldSession& session, const std::string& name, bool is_possible,
                               const std::string& found) {
    if (is_possible) return;
    tally_.variables.note(name + " was " + session.variables.at(name).text() + "and now: " + found);
}

void Visitor::put(HeldSession& session, const std::string& name) {
    Known& known = session.variables[name];
    const std::int64_t number = ++written_ * 1'000'000;
    const Reply reply = ask(session, {"PUT", path_of(name), session.cookie, std::to_string(number)});
    if (reply.is_missing()) {
        known.may_be(number);
    } else if (reply.status == 204) {
        known.is(number);
    } else if (session.state == State::living) {
        tally_.variables.note("PUT: " + std::to_string(reply.status) + reply.body);
    }
}

void Visitor::increment(HeldSession& session, const std::string& name) {
    Known& known = session.variables[name];
    const Reply reply = ask(session, {"POST", path_of(name) + "/increment", session.cookie, "1"});
    if (reply.is_missing()) {
        known.may_have_grown();
    } else if (reply.status == 200) {
        const std::int64_t sum = std::stoll(reply.body);
        must_be_possible(session, name, known.allows_sum(sum), "the sum " + reply.body);
        known.is(sum);
    } else if (session.state == State::living) {
        tally_.variables.note("increment: " + std::to_string(reply.status) + reply.body);
    }
}

void Visitor::remove(HeldSession& session, const std::string& name) {
    Known& known = session.variables[name];
    const Reply reply = ask(session, {"DELETE", path_of(name), session.cookie});
    if (reply.is_missing()) known.may_be(std::nullopt);
    if (reply.status != 200 && reply.status != 404) return;
    const auto taken = reply.status == 200 ? Known::Number(std::stoll(reply.body)) : std::nullopt;
    must_be_possible(session, name, known.allows(taken), "taken away " + reply.body);
    known.is(std::nullopt);
}

void Visitor::read(HeldSession& session, const std::string& name) {
    Known& known = session.variables[name];
    const Reply reply = ask(session, {"GET", path_of(name), session.cookie});
    if (reply.status != 200 && reply.status != 404) return;
    const auto found = reply.status == 200 ? Known::Number(std::stoll(reply.body)) : std::nullopt;
    must_be_possible(session, name, known.allows(found), "read " + reply.body);
    known.is(found);
}

void Visitor::sign_out(HeldSession& session) {
    const Reply reply = send_({"POST", "/logout", session.cookie});
    if (reply.is_missing()) {
        ++tally_.unanswered;
        if (session.state == State::living) session.state = State::perhaps;
        return;
    }
    ++tally_.answered;
    ++tally_.ended;
    session.state = State::ended;
}

}  // namespace cloakroom::test
