#include "server/site.h"

#include <arpa/inet.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "server/documents.h"
#include "server/locks.h"
#include "server/owner.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::atomic<int> counter = 0;

fs::path built_program() {
    const char* named = std::getenv("CLOAKROOM_PROGRAM");
    return named != nullptr ? fs::path(named) : shipped_files() / "cgi-bin/cloakroom.fcgi";
}

class Socket {
   public:
    Socket() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() { close(descriptor_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    static sockaddr_in local(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    bool reaches(int port) const {
        const sockaddr_in to = local(port);
        return connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    int bind_anywhere() const {
        sockaddr_in at = local(0);
        socklen_t size = sizeof at;
        if (bind(descriptor_, reinterpret_cast<const sockaddr*>(&at), size) != 0 ||
            getsockname(descriptor_, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
            throw std::runtime_error("no free port");
        }
        return ntohs(at.sin_port);
    }

   private:
    int descriptor_;
};

std::string content(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Empty for a process that has gone meanwhile.
std::string command_line_of(const fs::path& process) {
    try {
        return content(process / "cmdline");
    } catch (const std::ios_base::failure&) {
        return "";
    }
}

void must_succeed(const Command& command) {
    const Outcome outcome = run(command);
    if (outcome.status != 0) throw std::runtime_error(command[0] + ": " + outcome.output);
}

Folders below(const fs::path& root, const SetUp& set_up) {
    const fs::path documents = root / "documents";
    const fs::path program = *set_up.base == '\0' ? documents : documents / (set_up.base + 1);
    return {
        .root = root, .documents = documents, .program = program, .server = root / "server", .named = root / "private"};
}

}  // namespace

int free_port() {
    return Socket().bind_anywhere();
}

void make_certificate(const fs::path& server) {
    const std::string pem = server / "certificate.pem";
    must_succeed({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                  "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pem,
                  "-out", server / "only-certificate.pem"});
    std::ofstream(pem, std::ios::app) << content(server / "only-certificate.pem");
}

Site::Site(const SetUp& set_up, const Options& options) : set_up_(set_up), folders_(below(temp_.path(), set_up)) {
    make_folders();
    give_to_server_user();
    if (options.prepare) options.prepare(folders_);
    if (needs_workers(set_up)) start_workers(options);
    // Between choosing a free port and using it somebody else may take it: then try the next.
    for (int tries = 0; tries < 3; ++tries) {
        start(options);
        if (wait_until_it_listens()) return;
    }
    throw std::runtime_error(std::string(set_up.name) + " does not start: " + content(folders_.server / "output") +
                             content(folders_.server / "error.log"));
}

void Site::make_folders() const {
    fs::create_directories(folders_.program);
    fs::create_directories(folders_.server);
    fs::copy_file(built_program(), program());
    fs::permissions(program(), fs::perms{0755});
    if (names_configuration(set_up_)) {
        fs::create_directories(folders_.named);
        fs::permissions(folders_.named, fs::perms{0700});
    } else {
        fs::copy_file(shipped_files() / "cgi-bin/.htaccess", folders_.program / ".htaccess");
    }
    if (set_up_.tls) make_certificate(folders_.server);
    write_locked_folders(set_up_, folders_);
}

void Site::give_to_server_user() const {
    if (!is_root()) return;
    const passwd* user = getpwnam(server_user);
    if (user == nullptr) throw std::runtime_error(std::string("there is no user ") + server_user);
    const auto give = [&](const fs::path& path) {
        if (lchown(path.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown " + path.string());
    };
    give(folders_.root);
    for (const auto& entry : fs::recursive_directory_iterator(folders_.root)) give(entry.path());
}

void Site::start_workers(const Options& options) {
    workers_ =
        std::make_unique<Process>(options.workers(folders_),
                                  Process::Options{.output_file = folders_.server / "workers", .umask = options.umask});
    for (int tries = 0; tries < 1000 && !fs::exists(workers_socket(folders_)); ++tries) {
        std::this_thread::sleep_for(10ms);
    }
}

void Site::start(const Options& options) {
    server_.reset();
    port_ = free_port();
    const fs::path file = folders_.server / "server.conf";
    const std::string more =
        lock_configuration(set_up_, folders_) + replaced(options.more_configuration, "/srv/site", folders_.documents);
    std::ofstream(file) << server_configuration(set_up_, folders_, port_, more);
    server_ =
        std::make_unique<Process>(server_command(set_up_, file),
                                  Process::Options{.output_file = folders_.server / "output", .umask = options.umask});
}

// Others end at once if somebody else has the port; nginx waits for it, while that one answers.
bool Site::has_port() const {
    return set_up_.hosting != Hosting::nginx_fastcgi || fs::exists(folders_.server / "nginx.pid");
}

bool Site::wait_until_it_listens() const {
    for (int tries = 0; tries < 1000 && server_->is_running(); ++tries) {
        if (Socket().reaches(port_) && has_port()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

std::string Site::origin() const {
    return (set_up_.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

HttpClient Site::client() const {
    const int number = ++counter;
    return HttpClient({.origin = origin(),
                       .base = set_up_.base,
                       .address = "127." + std::to_string(number / 250 + 1) + "." + std::to_string(number % 250) + ".1",
                       .trusted = set_up_.tls ? (folders_.server / "certificate.pem").string() : ""});
}

const fs::path& Site::private_folder() {
    if (!private_folder_.empty()) return private_folder_;
    const HttpResponse page = client().get("/setup");
    for (const auto& entry : fs::recursive_directory_iterator(folders_.root)) {
        if (entry.path().filename() == "cloakroom.sqlite") return private_folder_ = entry.path().parent_path();
    }
    throw std::runtime_error("no database was made anywhere: " + page.body + content(folders_.server / "error.log"));
}

std::string Site::set_up_code() {
    const std::string text = content(private_folder() / "setup-code.txt");
    std::string code = text.substr(0, text.find('\n'));
    keep_secret(code);
    return code;
}

Outcome Site::command_line(Command words, const std::string& input) {
    const Command head = {program(), "--config", private_folder() / "cloakroom.conf"};
    words.insert(words.begin(), head.begin(), head.end());
    return run(words, input);
}

Site::User Site::new_user() {
    const std::string number = std::to_string(++counter);
    User user{.name = "visitor" + number, .password = "canary-" + number + " sings in the coal mine"};
    keep_secret(user.password);
    return user;
}

Site::User Site::add_user() {
    const User user = new_user();
    const Outcome outcome = command_line({"user", "add", user.name, "--password-stdin"}, user.password + "\n");
    if (outcome.status != 0) throw std::runtime_error("user add: " + outcome.output);
    return user;
}

HttpClient Site::signed_in(const User& user, bool permanent) {
    HttpClient browser = client();
    FormFields fields = {{"username", user.name}, {"password", user.password}};
    if (permanent) fields.emplace_back("permanent", "1");
    const HttpResponse response = browser.post("/", fields);
    if (response.status != 303) {
        throw std::runtime_error("sign-in of " + user.name + ": " + std::to_string(response.status) + response.body);
    }
    for (const auto& [name, value] : browser.cookies) keep_secret(value);
    return browser;
}

void Site::set_up_first_user() {
    HttpClient browser = client();
    const HttpResponse response = set_up_as_owner(*this, browser, new_user());
    if (response.status != 303) {
        throw std::runtime_error("set-up: " + std::to_string(response.status) + response.body);
    }
}

// By their command line: where a process may not be looked at, its program file is hidden.
std::vector<pid_t> Site::workers() const {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const std::string words = command_line_of(entry.path());
        if (words.substr(0, words.find('\0')) == program().string()) found.push_back(std::stoi(name));
    }
    return found;
}

void Site::keep_secret(const std::string& text) {
    const std::lock_guard lock(secrets_mutex_);
    secrets_.push_back(text);
}

std::vector<std::string> Site::secrets() const {
    const std::lock_guard lock(secrets_mutex_);
    return secrets_;
}

}  // namespace cloakroom::test
