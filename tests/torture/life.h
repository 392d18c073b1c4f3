// A visitor in a thread of his own, who now and then is given a new password.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "torture/inside.h"
#include "torture/visitor.h"

namespace cloakroom::test {

class Life {
   public:
    // Gives the user of that name a new password; false if it is not known whether it was done.
    using SetPassword = std::function<bool(const std::string& name, const std::string& password)>;

    struct Ways {
        Send send;
        std::function<std::string()> begin_session;
        SetPassword set_password;
        int acts_a_password = 500;
    };

    Life(unsigned number, Ways ways, Tally& tally);

    void start();
    void stop();

    // Of all that was answered, what is not true any more?
    void look_at_everything(Inside& inside);

    static std::string name_of(unsigned number) { return "visitor" + std::to_string(number); }
    static constexpr const char* first_password = "the first password";

   private:
    void change_password();

    Ways ways_;
    Tally& tally_;
    std::string name_;
    Visitor visitor_;
    std::vector<std::string> possible_passwords_ = {first_password};
    std::string settled_hash_;  // known to be that of a possible password: verifying costs time
    int changes_ = 0;
    std::jthread thread_;
};

}  // namespace cloakroom::test
