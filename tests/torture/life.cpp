#include "torture/life.h"

#include <algorithm>

namespace cloakroom::test {

Life::Life(unsigned number, Ways ways, Tally& tally)
    : ways_(std::move(ways)),
      tally_(tally),
      name_(name_of(number)),
      visitor_(number, ways_.send, ways_.begin_session, tally) {}

void Life::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) {
        for (int acts = 1; !stop.stop_requested(); ++acts) {
            try {
                acts % ways_.acts_a_password == 0 ? change_password() : visitor_.act();
            } catch (const std::exception&) {
                return;  // no new session can begin: the database is gone
            }
        }
    });
}

void Life::stop() {
    thread_.request_stop();
    thread_.join();
}

void Life::change_password() {
    const std::string fresh = "a new password, number " + std::to_string(++changes_);
    const bool is_sure = ways_.set_password(name_, fresh);
    if (is_sure) {
        possible_passwords_.clear();
        settled_hash_.clear();
    }
    possible_passwords_.push_back(fresh);
    visitor_.end_all(is_sure);
}

void Life::look_at_everything(Inside& inside) {
    visitor_.look_at_everything();
    const std::string hash = inside.password_hash(name_);
    if (hash == settled_hash_) return;
    const auto is_right = [&](const std::string& password) { return inside.is_password(password, hash); };
    if (std::ranges::any_of(possible_passwords_, is_right)) {
        settled_hash_ = hash;
    } else {
        tally_.sessions.note("a password is lost");
    }
}

}  // namespace cloakroom::test
