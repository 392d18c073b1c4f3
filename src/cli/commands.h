// The command words and what each does.
#pragma once

#include <span>
#include <string>

#include "cli/command_line.h"

namespace cloakroom::cli {

// Exit codes: what scripts may rely on.
enum class Exit { done = 0, refused = 1, usage = 2, unavailable = 3 };

struct Arguments {
    std::string name;
    bool admin = false;
    bool json = false;
    bool password_from_input = false;
};

// The options of a command word, so that the table can say which it takes.
enum Takes : unsigned { nothing = 0, a_name = 1, admin_flag = 2, json_flag = 4, a_password = 8 };

struct Command {
    const char* group;  // "user", or empty
    const char* word;
    const char* help;
    unsigned takes;  // a sum of Takes
    Exit (*run)(Installation&, const Arguments&);
};

std::span<const Command> commands();

}  // namespace cloakroom::cli
