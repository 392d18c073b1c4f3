#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace cloakroom::test {
namespace {

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        reading = ends[0];
        writing = ends[1];
    }
    int reading = -1;
    int writing = -1;
};

[[noreturn]] void execute(const Command& command) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

int exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Stops the group that `server` leads: politely first.
void end_group(pid_t server) {
    constexpr int pause = 10'000;  // microseconds
    kill(server, SIGTERM);
    for (int waited = 0; waited < 5'000'000 && waitpid(server, nullptr, WNOHANG) == 0; waited += pause) usleep(pause);
    kill(-server, SIGKILL);
}

// Between the test program and the server stands a process that does nothing but wait
// for the end of either: unlike a parent-death signal it outlives a server's setuid().
[[noreturn]] void guard(const Command& command, const Process::Options& options, int lifeline, int report) {
    const pid_t server = fork();
    if (server == 0) {
        setpgid(0, 0);
        umask(options.umask);
        const int output = open(options.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
        dup2(open("/dev/null", O_RDONLY), 0);
        dup2(output, 1);
        dup2(output, 2);
        close_range(3, ~0U, 0);
        execute(command);
    }
    setpgid(server, server);
    if (write(report, &server, sizeof server) != sizeof server) _exit(1);
    // What was inherited from the test program belongs to other servers' lives.
    dup2(lifeline, 3);
    close_range(4, ~0U, 0);
    pollfd end{.fd = 3, .events = POLLIN, .revents = 0};
    while (poll(&end, 1, 50) == 0) {
        if (waitpid(server, nullptr, WNOHANG) == server) break;
    }
    end_group(server);
    _exit(0);
}

}  // namespace

Outcome run(const Command& command, std::string_view input) {
    const Pipe in;
    const Pipe out;
    const pid_t child = fork();
    if (child == 0) {
        dup2(in.reading, 0);
        dup2(out.writing, 1);
        dup2(out.writing, 2);
        execute(command);
    }
    close(in.reading);
    close(out.writing);
    const bool written = write(in.writing, input.data(), input.size()) == static_cast<ssize_t>(input.size());
    close(in.writing);
    Outcome outcome;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = read(out.reading, buffer.data(), buffer.size())) > 0;) {
        outcome.output.append(buffer.data(), static_cast<std::size_t>(count));
    }
    close(out.reading);
    int status = 0;
    waitpid(child, &status, 0);
    if (!written) throw std::runtime_error(command[0] + " did not read its input");
    outcome.status = exit_code(status);
    return outcome;
}

Process::Process(const Command& command, const Options& options) {
    const Pipe life;
    const Pipe report;
    guardian_ = fork();
    if (guardian_ < 0) throw std::runtime_error("cannot fork");
    if (guardian_ == 0) {
        close(life.writing);
        guard(command, options, life.reading, report.writing);
    }
    close(life.reading);
    close(report.writing);
    lifeline_ = life.writing;
    const bool reported = read(report.reading, &pid_, sizeof pid_) == sizeof pid_;
    close(report.reading);
    if (!reported) throw std::runtime_error("cannot start " + command[0]);
}

bool Process::is_running() const {
    return guardian_ > 0 && kill(pid_, 0) == 0;
}

void Process::stop() {
    if (guardian_ <= 0) return;
    close(lifeline_);
    waitpid(guardian_, nullptr, 0);
    guardian_ = -1;
}

}  // namespace cloakroom::test
