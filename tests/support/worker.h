// The executable as a FastCGI worker on a socket of its own: many requests, one process.
#pragma once

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "support/cgi.h"
#include "support/fastcgi.h"

namespace cloakroom::test {

class Worker {
   public:
    explicit Worker(const Door& door) : path_((door.folder() / "worker.socket").string()) {
        const int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_un address = own_address();
        if (bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            listen(listening, 5) != 0) {
            throw std::runtime_error("cannot listen at " + path_);
        }
        const std::string program = door.program().string();
        const std::string configuration = door.configuration().string();
        pid_ = fork();
        if (pid_ == 0) {
            alarm(60);
            dup2(listening, 0);
            execl(program.c_str(), program.c_str(), "--config", configuration.c_str(), nullptr);
            _exit(127);
        }
        close(listening);
    }
    ~Worker() {
        if (has_ended_) return;
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // The CGI document for a GET of one of our pages.
    std::string get(std::string_view path) const {
        const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_un address = own_address();
        if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error("no worker at " + path_);
        }
        const std::string request = fastcgi_head({{"REQUEST_METHOD", "GET"},
                                                  {"REQUEST_URI", path},
                                                  {"PATH_INFO", path},
                                                  {"SCRIPT_NAME", "/cloakroom.fcgi"},
                                                  {"REMOTE_ADDR", "192.0.2.1"},
                                                  {"HTTP_HOST", "door.example"}}) +
                                    fastcgi_record(FCGI_STDIN, "");
        const bool sent = write(connection, request.data(), request.size()) == static_cast<ssize_t>(request.size());
        std::string reply = sent ? fastcgi_reply(connection) : "";
        close(connection);
        return reply;
    }

    // Waits up to five seconds for the end of the process.
    bool ends() {
        constexpr int pause = 5'000;  // microseconds
        for (int waited = 0; !has_ended_ && waited < 5'000'000; waited += pause) {
            has_ended_ = waitpid(pid_, nullptr, WNOHANG) == pid_;
            usleep(pause);
        }
        return has_ended_;
    }

   private:
    sockaddr_un own_address() const {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.copy(address.sun_path, sizeof address.sun_path - 1);
        return address;
    }

    std::string path_;
    pid_t pid_ = -1;
    bool has_ended_ = false;
};

}  // namespace cloakroom::test
