// The executable as FastCGI workers on a socket of their own: many requests, one process
// unless more are asked for.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/cgi.h"
#include "support/fastcgi.h"

namespace cloakroom::test {

class Worker {
   public:
    // `command` is a program that starts ours: {"prlimit", "--nofile=16"}.
    explicit Worker(const Door& door, int processes = 1, Command command = {})
        : path_((door.folder() / "worker.socket").string()) {
        const int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_un address = own_address();
        unlink(path_.c_str());
        if (bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            listen(listening, 50) != 0) {
            throw std::runtime_error("cannot listen at " + path_);
        }
        for (const std::string& word :
             {door.program().string(), std::string("--config"), door.configuration().string()}) {
            command.push_back(word);
        }
        std::vector<char*> words;
        for (std::string& word : command) words.push_back(word.data());
        words.push_back(nullptr);
        const int errors =
            open((door.folder() / "worker.errors").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        while (processes-- > 0) {
            const pid_t process = fork();
            if (process == 0) {
                alarm(60);
                dup2(listening, STDIN_FILENO);
                dup2(errors, STDERR_FILENO);
                execvp(words[0], words.data());
                _exit(127);
            }
            processes_.push_back(process);
        }
        close(listening);
        close(errors);
    }
    ~Worker() { end(SIGTERM); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    pid_t pid() const { return processes_.front(); }

    void end(int signal) {
        for (const pid_t process : processes_) kill(process, signal);
        for (const pid_t process : processes_) waitpid(process, nullptr, 0);
        processes_.clear();
    }

    // The CGI document for a GET of one of our pages.
    std::string get(std::string_view path) const { return ask("GET", path); }

    // That for any request; `more` are variables beside, or instead of, those of every request.
    std::string ask(std::string_view method, std::string_view path, std::string_view body = "",
                    const std::map<std::string_view, std::string_view>& more = {}) const {
        return finish(begin(method, path, body.size(), more), body);
    }

    // The same in two halves, between which something may happen: the head, and the body of that length.
    int begin(std::string_view method, std::string_view path, std::size_t body_size,
              std::map<std::string_view, std::string_view> more) const {
        const std::string length = std::to_string(body_size);
        more.insert({{"REQUEST_METHOD", method},
                     {"REQUEST_URI", path},
                     {"PATH_INFO", path},
                     {"SCRIPT_NAME", "/cloakroom.fcgi"},
                     {"REMOTE_ADDR", "192.0.2.1"},
                     {"HTTP_HOST", "door.example"},
                     {"CONTENT_LENGTH", length}});
        return begin_with(fastcgi_head(more));
    }
    static std::string finish(int connection, std::string_view body) {
        send(connection, (body.empty() ? "" : fastcgi_record(FCGI_STDIN, body)) + fastcgi_record(FCGI_STDIN, ""));
        std::string reply = fastcgi_reply(connection);
        close(connection);
        return reply;
    }

    // Any bytes on a connection that the caller closes.
    int begin_with(const std::string& bytes) const {
        const int connection = connected();
        send(connection, bytes);
        return connection;
    }

    // Waits up to five seconds for the end of the one process.
    bool ends() {
        constexpr int pause = 5'000;  // microseconds
        for (int waited = 0; !processes_.empty() && waited < 5'000'000; waited += pause) {
            if (waitpid(pid(), nullptr, WNOHANG) == pid()) processes_.clear();
            usleep(pause);
        }
        return processes_.empty();
    }

   private:
    int connected() const {
        const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_un address = own_address();
        if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            close(connection);
            throw std::runtime_error("no worker at " + path_);
        }
        return connection;
    }

    // Whoever has gone away answers nothing.
    static void send(int connection, const std::string& bytes) {
        static_cast<void>(::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }

    sockaddr_un own_address() const {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.copy(address.sun_path, sizeof address.sun_path - 1);
        return address;
    }

    std::string path_;
    std::vector<pid_t> processes_;
};

}  // namespace cloakroom::test
