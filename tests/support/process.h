// Other programs, from inside a test.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace cloakroom::test {

using Command = std::vector<std::string>;

struct Outcome {
    int status = -1;     // the exit code; 128 + the signal's number if a signal ended it
    std::string output;  // standard output and standard error, as they came
};

// Runs a program to its end with `input` on its standard input.
Outcome run(const Command& command, std::string_view input = "");

// A program that keeps running, with all that it starts. It ends with this object;
// and should the whole test program be killed, it ends as well.
class Process {
   public:
    struct Options {
        std::string output_file = "/dev/null";
        mode_t umask = 022;
    };

    Process(const Command& command, const Options& options);
    ~Process() { stop(); }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool is_running() const;
    pid_t pid() const { return pid_; }

    // SIGTERM, and SIGKILL for what is left after five seconds.
    void stop();

   private:
    pid_t guardian_ = -1;
    pid_t pid_ = -1;
    int lifeline_ = -1;  // open as long as this object lives
};

}  // namespace cloakroom::test
