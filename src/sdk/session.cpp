#include "cloakroom.h"
#include "sdk/state.h"

namespace cloakroom {

using auth::Written;

namespace {

Value or_missing(std::optional<Value> value, std::string_view key) {
    if (!value) throw KeyError("there is no session variable \"" + std::string(key) + "\"");
    return std::move(*value);
}

// Two programs that write the same variable at once: each round, one of them is done.
constexpr int most_rounds = 1000;

}  // namespace

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

std::optional<std::string> Session::user() const {
    const auth::Session* session = state_->find();
    return session != nullptr && session->user ? std::optional(session->user->name) : std::nullopt;
}

bool Session::is_new() const {
    return state_->find() == nullptr;
}

bool Session::is_same_origin() const {
    return state_->is_same_origin();
}

bool Session::is_permanent() const {
    return state_->is_permanent();
}

void Session::set_permanent(bool permanent) {
    state_->set_permanent(permanent);
}

std::optional<Value> Session::find(std::string_view key) const {
    const auth::Session* session = state_->find();
    return session != nullptr ? state_->auth.variables.read(*session, state_->space, key) : std::nullopt;
}

Value Session::at(std::string_view key) const {
    return or_missing(find(key), key);
}

Value Session::get(std::string_view key) const {
    return find(key).value_or(nullptr);
}

bool Session::contains(std::string_view key) const {
    return find(key).has_value();
}

std::map<std::string, Value> Session::all() const {
    const auth::Session* session = state_->find();
    if (session == nullptr) return {};
    return state_->auth.variables.read_all(*session, state_->space);
}

void Session::set(std::string_view key, const Value& value) {
    state_->change(
        [&](const auth::Session& session) { return state_->auth.variables.write(session, state_->space, key, value); });
}

std::int64_t Session::increment(std::string_view key, std::int64_t by) {
    std::int64_t sum = 0;
    state_->change([&](const auth::Session& session) {
        const auto result = state_->auth.variables.increment(session, state_->space, key, by);
        if (const auto* outcome = std::get_if<Written>(&result)) return *outcome;
        sum = std::get<std::int64_t>(result);
        return Written::done;
    });
    return sum;
}

Value Session::update(std::string_view key, const std::function<Value(Value)>& change) {
    for (int round = 0; round < most_rounds; ++round) {
        const auto before = find(key);
        Value after = change(before.value_or(nullptr));
        if (before ? compare_and_set(key, *before, after) : set_if_absent(key, after)) return after;
    }
    throw std::runtime_error("others kept changing the session variable \"" + std::string(key) + "\"");
}

bool Session::compare_and_set(std::string_view key, const Value& expected, const Value& value) {
    return state_->change([&](const auth::Session& session) {
        return state_->auth.variables.compare_and_set(session, state_->space, key, &expected, value);
    });
}

bool Session::set_if_absent(std::string_view key, const Value& value) {
    return state_->change([&](const auth::Session& session) {
        return state_->auth.variables.compare_and_set(session, state_->space, key, nullptr, value);
    });
}

std::optional<Value> Session::take(std::string_view key) {
    const auth::Session* session = state_->find();
    if (session == nullptr) return std::nullopt;
    auto value = state_->auth.variables.pop(*session, state_->space, key);
    if (value) state_->end_if_empty();
    return value;
}

Value Session::pop(std::string_view key) {
    return or_missing(take(key), key);
}

Value Session::pop(std::string_view key, Value otherwise) {
    auto value = take(key);
    return value ? std::move(*value) : std::move(otherwise);
}

bool Session::erase(std::string_view key) {
    return take(key).has_value();
}

void Session::clear() {
    state_->clear();
}

void Session::sign_out() {
    state_->sign_out();
}

void Session::flash(std::string_view text, std::string_view category) {
    state_->change(
        [&](const auth::Session& session) { return state_->auth.flash_messages.add(session, category, text); });
}

std::vector<Flash> Session::flashes(std::string_view category) {
    return state_->flashes(category);
}

std::vector<Header> Session::headers() {
    return state_->headers();
}

}  // namespace cloakroom
