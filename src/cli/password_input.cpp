#include "cli/password_input.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <iostream>

namespace cloakroom::cli {
namespace {

// While it lives the terminal does not show what is typed, and signals that would
// leave it so wait.
class Silence {
   public:
    explicit Silence(int terminal) : terminal_(terminal) {
        sigset_t waiting;
        sigemptyset(&waiting);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&waiting, signal);
        sigprocmask(SIG_BLOCK, &waiting, &signals_before_);
        tcgetattr(terminal_, &before_);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(terminal_, TCSAFLUSH, &silent);
    }
    ~Silence() {
        tcsetattr(terminal_, TCSAFLUSH, &before_);
        sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

   private:
    int terminal_;
    termios before_{};
    sigset_t signals_before_{};
};

std::string ask(const char* question) {
    std::fputs(question, stderr);
    std::string answer;
    {
        const Silence silence(STDIN_FILENO);
        std::getline(std::cin, answer);
    }
    std::fputc('\n', stderr);
    return answer;
}

}  // namespace

std::optional<std::string> read_password(bool from_input) {
    if (from_input) {
        std::string line;
        if (std::getline(std::cin, line)) return line;
        std::fputs("cloakroom: no password on standard input\n", stderr);
        return std::nullopt;
    }
    if (isatty(STDIN_FILENO) == 0) {
        std::fputs("cloakroom: no terminal to ask for the password; use --password-stdin\n", stderr);
        return std::nullopt;
    }
    std::string password = ask("Password: ");
    if (ask("Once more: ") == password) return password;
    std::fputs("cloakroom: the two passwords differ\n", stderr);
    return std::nullopt;
}

}  // namespace cloakroom::cli
