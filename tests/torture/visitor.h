// A user with a few sessions who does this and that, and notes each answer: what was
// answered must be true for ever after, whatever happens to the program meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace cloakroom::test {

struct Call {
    std::string method;
    std::string path;
    std::string cookie;  // "cloakroom=..."
    std::string body{};
};

struct Reply {
    int status = 0;  // 0: none came
    std::string body{};

    // The program did not say what became of it.
    bool is_missing() const { return status == 0 || status >= 500; }
};

using Send = std::function<Reply(const Call&)>;

// What was answered and is not true.
class Wrong {
   public:
    void note(const std::string& what);
    int count() const;
    std::string text() const;  // one a line

   private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

// What all visitors count together.
struct Tally {
    std::atomic<int> answered = 0;
    std::atomic<int> unanswered = 0;
    std::atomic<int> ended = 0;  // sessions, of which it was answered
    Wrong sessions;              // lost, or back from the dead; passwords likewise
    Wrong variables;             // not the value that it was
};

// A variable that holds a number, or nothing: one value is possible, or several where
// an answer did not come.
class Known {
   public:
    using Number = std::optional<std::int64_t>;

    bool allows(Number number) const { return possible_.contains(number); }
    bool allows_sum(std::int64_t sum) const { return allows(sum - 1) || (sum == 1 && allows(std::nullopt)); }
    void is(Number number) { possible_ = {number}; }
    void may_be(Number number) { possible_.insert(number); }
    void may_have_grown();
    std::string text() const;

   private:
    std::set<Number> possible_ = {std::nullopt};
};

struct HeldSession {
    enum class State { living, perhaps, ended };

    std::string cookie;
    State state = State::living;
    std::map<std::string, Known> variables{};
};

class Visitor {
   public:
    // `begin` gives the cookie of a new session of this user.
    Visitor(unsigned number, Send send, std::function<std::string()> begin, Tally& tally)
        : dice_(number), send_(std::move(send)), begin_(std::move(begin)), tally_(tally) {}

    // One thing or another.
    void act();

    // All sessions of this user end, as by a new password; it may not be known whether they did.
    void end_all(bool is_sure);

    // Looks at all that he ever had.
    void look_at_everything();

    std::vector<HeldSession>& sessions() { return held_; }

   private:
    HeldSession& any_session();
    HeldSession& begin();
    Reply ask(HeldSession& session, const Call& call);
    void put(HeldSession& session, const std::string& name);
    void increment(HeldSession& session, const std::string& name);
    void remove(HeldSession& session, const std::string& name);
    void read(HeldSession& session, const std::string& name);
    void sign_out(HeldSession& session);
    void must_be_possible(const HeldSession& session, const std::string& name, bool is_possible,
                          const std::string& found);
    std::size_t below(std::size_t limit) { return dice_() % limit; }

    std::mt19937 dice_;
    Send send_;
    std::function<std::string()> begin_;
    Tally& tally_;
    std::vector<HeldSession> held_;
    std::int64_t written_ = 0;
};

}  // namespace cloakroom::test
