#include "http/server.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "support/fastcgi.h"
#include "support/holds.h"

using namespace cloakroom::http;
using namespace cloakroom::test;
using namespace std::string_literals;

namespace {

constexpr int exit_changed = 10;
constexpr int exit_no_fastcgi = 11;
constexpr int exit_socket_closed = 12;

// A listening socket with a name that the kernel chooses and forgets.
class Listener {
   public:
    Listener() : descriptor_(socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un any = {};
        any.sun_family = AF_UNIX;
        BOOST_REQUIRE(bind(descriptor_, reinterpret_cast<sockaddr*>(&any), sizeof any.sun_family) == 0);
        BOOST_REQUIRE(listen(descriptor_, 16) == 0);
        BOOST_REQUIRE(getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address_), &size_) == 0);
    }
    ~Listener() { close(descriptor_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int descriptor() const { return descriptor_; }
    int connect_to() const {
        const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        BOOST_REQUIRE(connect(connection, reinterpret_cast<const sockaddr*>(&address_), size_) == 0);
        return connection;
    }

   private:
    int descriptor_;
    sockaddr_un address_ = {};
    socklen_t size_ = sizeof address_;
};

// A process that runs `work` and exits with what it returns; killed at the end
// of the test, or after 20 s if something hangs.
class Child {
   public:
    explicit Child(const std::function<int()>& work) : id_(fork()) {
        if (id_ != 0) return;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        alarm(20);
        _exit(work());
    }
    ~Child() {
        if (id_ > 0) {
            kill(id_, SIGKILL);
            waitpid(id_, nullptr, 0);
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void signal(int number) const { kill(id_, number); }
    void stop() const {
        kill(id_, SIGSTOP);
        waitpid(id_, nullptr, WUNTRACED);
    }
    // The exit code, or minus the number of the signal that ended it.
    int wait() {
        int status = 0;
        waitpid(std::exchange(id_, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

   private:
    pid_t id_;
};

const std::map<std::string_view, int> signals = {
    {"/terminate", SIGTERM}, {"/user", SIGUSR1}, {"/hang-up", SIGHUP}, {"/pipe", SIGPIPE}, {"/quota", SIGXFSZ}};

// More than a socket or a pipe holds.
constexpr std::int64_t file_size = 3'000'000;

std::string file_content() {
    std::string text;
    for (int line = 0; text.size() < file_size; ++line) text += std::to_string(line) + "\n";
    return text.substr(0, file_size);
}

// "/file": 2 MB of such a file. "/file-that-shrinks": all of it, of which only half is there.
Document file(std::string_view path) {
    cloakroom::FileSlice slice{cloakroom::Descriptor(memfd_create("file", MFD_CLOEXEC)), 1'000'000, 2'000'000};
    const std::string content = file_content();
    if (write(slice.file.get(), content.data(), content.size()) != file_size) throw std::runtime_error("no file");
    if (path == "/file-that-shrinks" && ftruncate(slice.file.get(), 2'000'000) != 0)
        throw std::runtime_error("too big");
    return {"Status: 200 OK\r\n\r\n", std::move(slice)};
}

// Answers with path and body. Some paths bring a signal while the body is being read.
Document answer(const Environment& environment, const BodyReader& body) {
    const auto path = environment.get("REQUEST_URI");
    if (path == "/throw") throw std::runtime_error("a failure that nobody caught");
    std::string text(3, '\0');
    text.resize(body(text.data(), text.size()));
    if (signals.contains(path)) raise(signals.at(path));
    if (path.starts_with("/file")) return file(path);
    char bite[100];
    while (const auto got = body(bite, sizeof bite)) text.append(bite, got);
    return {"Status: 200 OK\r\n\r\n" + std::string(path) + ":" + text};
}

// A worker like those that a web server starts; it ends as "changed" after /change.
int work_on(int descriptor, bool after_change = false) {
    dup2(descriptor, STDIN_FILENO);
    if (!is_fastcgi()) return exit_no_fastcgi;
    bool changed = false;
    const auto handler = [&changed](const Environment& environment, const BodyReader& body) {
        changed = environment.get("REQUEST_URI") == "/change";
        return answer(environment, body);
    };
    Ended ended = serve_fastcgi(handler, [&changed] { return changed; });
    if (after_change && ended == Ended::changed) ended = serve_fastcgi(handler, [] { return false; });
    if (fcntl(STDIN_FILENO, F_GETFD) < 0) return exit_socket_closed;
    return ended == Ended::changed ? exit_changed : 0;
}

void send(int connection, const std::string& bytes) {
    BOOST_REQUIRE(write(connection, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

std::string post(const Listener& listener, std::string_view path, const std::string& body) {
    const int connection = listener.connect_to();
    send(connection, fastcgi_head({{"REQUEST_URI", path}}));
    if (!body.empty()) send(connection, fastcgi_record(FCGI_STDIN, body));
    send(connection, fastcgi_record(FCGI_STDIN, ""));
    auto reply = fastcgi_reply(connection);
    close(connection);
    return reply;
}

std::string get(const Listener& listener, std::string_view path) {
    return post(listener, path, "");
}

// What serve_cgi() writes for `input`; the program ends with `status`.
std::string run_cgi(const char* path, const std::string& input, int& status) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    BOOST_REQUIRE(pipe(to.data()) == 0);
    BOOST_REQUIRE(pipe(from.data()) == 0);
    send(to[1], input);
    close(to[1]);
    Child child([&] {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        setenv("REQUEST_URI", path, 1);
        if (is_fastcgi()) return 1;
        serve_cgi(answer);
        return 0;
    });
    close(to[0]);
    close(from[1]);
    auto output = read_exactly(from[0], 4 * 1024 * 1024);
    close(from[0]);
    status = child.wait();
    return output;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(server)

BOOST_AUTO_TEST_CASE(a_worker_answers_one_request_after_the_other) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    for (const auto* path : {"/a", "/b", "/c"}) {
        BOOST_TEST(get(listener, path) == "Status: 200 OK\r\n\r\n"s + path + ":");
    }
}

BOOST_AUTO_TEST_CASE(an_exception_costs_one_answer_and_not_the_worker, *holds("PR10 AZ1")) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    BOOST_TEST(get(listener, "/throw").starts_with("Status: 500 Internal Server Error\r\n"));
    BOOST_TEST(get(listener, "/next").ends_with("/next:"));
}

BOOST_AUTO_TEST_CASE(a_signal_to_stop_counts_when_the_request_is_answered, *holds("PR4")) {
    for (const auto* path : {"/terminate", "/user"}) {
        const Listener listener;
        Child worker([&] { return work_on(listener.descriptor()); });
        const std::string body(20000, 'x');  // more than libfcgi holds: it must read on after the signal
        BOOST_TEST(post(listener, path, body) == "Status: 200 OK\r\n\r\n" + std::string(path) + ":" + body);
        BOOST_TEST(worker.wait() == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_signal_to_stop_ends_an_idle_worker, *holds("PR4")) {
    for (const int signal : {SIGTERM, SIGUSR1}) {
        const Listener listener;
        Child worker([&] { return work_on(listener.descriptor()); });
        get(listener, "/first");
        worker.signal(signal);
        BOOST_TEST(worker.wait() == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_connection_made_before_the_signal_is_still_answered, *holds("PR4")) {
    const Listener listener;
    Child worker([&] { return work_on(listener.descriptor()); });
    get(listener, "/first");
    worker.stop();
    const int connection = listener.connect_to();
    send(connection, fastcgi_head({{"REQUEST_URI", "/late"}}) + fastcgi_record(FCGI_STDIN, ""));
    worker.signal(SIGTERM);
    worker.signal(SIGCONT);
    BOOST_TEST(fastcgi_reply(connection).ends_with("/late:"));
    close(connection);
    BOOST_TEST(worker.wait() == 0);
}

BOOST_AUTO_TEST_CASE(harmless_signals_are_harmless, *holds("PR8")) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    for (const auto* path : {"/hang-up", "/pipe", "/quota"}) BOOST_TEST(get(listener, path).ends_with(":"));
    BOOST_TEST(get(listener, "/next").ends_with("/next:"));
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_leaves_the_worker_as_it_was, *holds("PR1")) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    const auto head = fastcgi_head({{"REQUEST_URI", "/lost"}});
    for (const auto& part : {head.substr(0, 5), head.substr(0, 20), head, head + fastcgi_record(FCGI_STDIN, "ab")}) {
        const int connection = listener.connect_to();
        send(connection, part);
        close(connection);
    }
    BOOST_TEST(get(listener, "/next").ends_with("/next:"));
}

BOOST_AUTO_TEST_CASE(two_workers_share_a_socket_and_neither_hangs) {
    const Listener listener;
    Child one([&] { return work_on(listener.descriptor()); });
    get(listener, "/first");
    one.stop();
    Child two([&] { return work_on(listener.descriptor()); });
    get(listener, "/first");
    one.signal(SIGCONT);
    // Now both wait, and each connection wakes up both: the one that comes late must not hang in accept().
    BOOST_TEST((fcntl(listener.descriptor(), F_GETFL) & O_NONBLOCK) != 0);
    for (int i = 0; i < 50; ++i) BOOST_TEST(get(listener, "/x").ends_with("/x:"));
    for (auto* worker : {&one, &two}) {
        worker->signal(SIGTERM);
        BOOST_TEST(worker->wait() == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_keeps_its_connections_does_not_keep_the_worker) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    const int kept = listener.connect_to();
    send(kept, fastcgi_head({{"REQUEST_URI", "/kept"}}, FCGI_KEEP_CONN) + fastcgi_record(FCGI_STDIN, ""));
    BOOST_TEST(fastcgi_reply(kept).ends_with("/kept:"));
    BOOST_TEST(read_exactly(kept, 8 + 1).size() <= 8U);  // at most the end record, then the end
    close(kept);
    BOOST_TEST(get(listener, "/next").ends_with("/next:"));
}

BOOST_AUTO_TEST_CASE(a_part_of_a_file_follows_the_head) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    const std::string expected = "Status: 200 OK\r\n\r\n" + file_content().substr(1'000'000);
    BOOST_TEST((get(listener, "/file") == expected));
    int status = -1;
    BOOST_TEST((run_cgi("/file", "", status) == expected));
    BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_CASE(a_file_that_shrinks_meanwhile_is_not_padded) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    const std::string expected = "Status: 200 OK\r\n\r\n" + file_content().substr(1'000'000, 1'000'000);
    BOOST_TEST((get(listener, "/file-that-shrinks") == expected));
    BOOST_TEST(get(listener, "/next").ends_with("/next:"));
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_amid_a_file_leaves_the_worker_as_it_was, *holds("PR1 PR8")) {
    const Listener listener;
    const Child worker([&] { return work_on(listener.descriptor()); });
    for (int i = 0; i < 3; ++i) {
        const int connection = listener.connect_to();
        send(connection, fastcgi_head({{"REQUEST_URI", "/file"}}) + fastcgi_record(FCGI_STDIN, ""));
        read_exactly(connection, 100'000);
        close(connection);
    }
    BOOST_TEST(get(listener, "/next").ends_with("/next:"));
}

BOOST_AUTO_TEST_CASE(a_changed_program_is_told_when_a_request_comes_and_before_it_is_accepted) {
    const Listener listener;
    Child worker([&] { return work_on(listener.descriptor()); });
    BOOST_TEST(get(listener, "/before").ends_with("/before:"));
    BOOST_TEST(get(listener, "/change").ends_with("/change:"));
    const int waiting = listener.connect_to();
    BOOST_TEST(worker.wait() == exit_changed);
    close(waiting);
}

BOOST_AUTO_TEST_CASE(the_request_that_came_upon_a_change_is_answered_when_the_loop_is_entered_again) {
    const Listener listener;
    Child worker([&] { return work_on(listener.descriptor(), true); });
    BOOST_TEST(get(listener, "/change").ends_with("/change:"));
    BOOST_TEST(get(listener, "/terminate").ends_with("/terminate:"));
    BOOST_TEST(worker.wait() == 0);
}

BOOST_AUTO_TEST_CASE(a_cgi_program_answers_its_one_request, *holds("CG4 CG6")) {
    int status = -1;
    BOOST_TEST(run_cgi("/once", "abcdef", status) == "Status: 200 OK\r\n\r\n/once:abcdef");
    BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_CASE(an_exception_in_a_cgi_program_is_a_500, *holds("PR10")) {
    int status = -1;
    BOOST_TEST(run_cgi("/throw", "", status).starts_with("Status: 500 Internal Server Error\r\n"));
    BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_CASE(sigterm_ends_a_cgi_program) {
    int status = -1;
    BOOST_TEST(run_cgi("/terminate", "abc", status) == "");
    BOOST_TEST(status == -SIGTERM);
}

BOOST_AUTO_TEST_SUITE_END()
