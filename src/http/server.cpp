#include "http/server.h"

#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace cloakroom::http {

namespace {

constexpr unsigned cgi_seconds = 30;
constexpr timeval longest_silence{15, 0};  // of a server in the middle of a request

Document answer(const Handler& handler, const Environment& environment, const BodyReader& body) {
    try {
        return handler(environment, body);
    } catch (...) {
        return {"Status: 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"};
    }
}

// Whoever does not want all of it has gone away; that is no failure.
void write_out(const Document& document, const std::function<bool(std::string_view)>& write) {
    if (write(document.text) && document.file) document.file->read(write);
}

// A client that goes away, a closed terminal or a full quota must not end the program.
void ignore_harmless_signals() {
    for (const int signal : {SIGPIPE, SIGHUP, SIGXFSZ}) std::signal(signal, SIG_IGN);
}

std::size_t read_standard_input(char* data, std::size_t size) {
    for (;;) {
        const ssize_t got = ::read(STDIN_FILENO, data, size);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return 0;
    }
}

bool write_standard_output(std::string_view text) {
    alarm(cgi_seconds);
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        if (written < 0 && errno != EINTR) return false;
    }
    return true;
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// A descriptor that becomes readable when SIGTERM or SIGUSR1 has come. The
// signals themselves stay blocked for good, so none can cut a request short.
class StopSignals {
   public:
    StopSignals() {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGUSR1);
        sigprocmask(SIG_BLOCK, &signals, nullptr);
        descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC);
        if (descriptor_ < 0) fail("signalfd");
    }
    ~StopSignals() { close(descriptor_); }
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    int descriptor() const { return descriptor_; }

   private:
    int descriptor_ = -1;
};

// Where several workers wait on one socket, all wake up and one gets the
// connection: the others must not hang in accept().
void make_accept_return_at_once() {
    const int flags = fcntl(STDIN_FILENO, F_GETFL);
    if (flags < 0 || fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK) < 0) fail("fcntl");
}

// libfcgi takes a connection that we accepted: left to itself it would wait for the rest of a request for ever.
int accept_with_time_limit() {
    const int connection = accept4(STDIN_FILENO, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &longest_silence, sizeof longest_silence);
    return connection;
}

// False when the socket is of no more use.
bool answer_one(FCGX_Request& request, const Handler& handler) {
    request.ipcFd = accept_with_time_limit();
    if (request.ipcFd < 0) return errno != EBADF && errno != EINVAL && errno != ENOTSOCK && errno != EMFILE;
    request.keepConnection = 1;                     // or libfcgi would begin by closing it
    if (FCGX_Accept_r(&request) != 0) return true;  // no request, or half of one

    const BodyReader body = [&request](char* data, std::size_t size) {
        return static_cast<std::size_t>(FCGX_GetStr(data, static_cast<int>(size), request.in));
    };
    write_out(answer(handler, Environment(request.envp), body), [&request](std::string_view text) {
        return FCGX_PutStr(text.data(), static_cast<int>(text.size()), request.out) >= 0;
    });
    FCGX_Finish_r(&request);
    FCGX_Free(&request, 1);  // also where the server would keep the connection: we wait for new ones only
    return true;
}

}  // namespace

bool is_fastcgi() {
    const bool fastcgi = FCGX_IsCGI() == 0;
    // libfcgi has just installed handlers that swallow these two.
    for (const int signal : {SIGTERM, SIGUSR1}) std::signal(signal, SIG_DFL);
    return fastcgi;
}

void serve_cgi(const Handler& handler) {
    ignore_harmless_signals();
    alarm(cgi_seconds);
    const Document document = answer(handler, Environment(environ), read_standard_input);
    // What was not read must not stay behind: Apache's mod_cgid uses one socket for
    // both ways, and closing it with a rest in it cuts off the answer.
    std::array<char, 4096> rest{};
    while (read_standard_input(rest.data(), rest.size()) > 0) {
    }
    write_out(document, write_standard_output);
}

Ended serve_fastcgi(const Handler& handler, const std::function<bool()>& has_changed) {
    ignore_harmless_signals();
    if (std::getenv("FCGI_WEB_SERVER_ADDRS") != nullptr) {
        throw std::runtime_error("FCGI_WEB_SERVER_ADDRS is not obeyed: let the program listen on a Unix socket");
    }
    const StopSignals stop;
    make_accept_return_at_once();

    FCGX_Init();
    FCGX_Request request;
    constexpr int none = -1;  // libfcgi itself is to accept nothing
    FCGX_InitRequest(&request, none, 0);
    std::array<pollfd, 2> ready = {{{STDIN_FILENO, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}}};
    for (;;) {
        if (poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) fail("poll");
        // Not yet accepted, the connection waits for the new program.
        if (ready[0].revents != 0 && has_changed()) return Ended::changed;
        // A connection that came together with the signal is still answered.
        if (ready[0].revents != 0 && !answer_one(request, handler)) return Ended::stopped;
        if (ready[1].revents != 0) return Ended::stopped;
    }
}

}  // namespace cloakroom::http
