#include "support/cgi.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "support/program.h"

namespace cloakroom::test {
namespace {

// A file without a name, so that no side ever waits for the other.
class Channel {
   public:
    explicit Channel(std::string_view content = "") : descriptor_(memfd_create("channel", MFD_CLOEXEC)) {
        if (pwrite(descriptor_, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
            throw std::runtime_error("cannot fill a channel");
        }
    }
    ~Channel() { close(descriptor_); }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    int descriptor() const { return descriptor_; }
    std::string content() const {
        std::string text(static_cast<std::size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
        const auto got = pread(descriptor_, text.data(), text.size(), 0);
        return text.substr(0, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    }

   private:
    int descriptor_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

struct Standard {
    int input;
    int output;
    int errors;
};

pid_t start(Command command, std::vector<std::string> environment, const Standard& standard) {
    const pid_t child = fork();
    if (child != 0) return child;
    alarm(60);  // should it hang, it is the program's own failure, not the test's
    dup2(standard.input, 0);
    dup2(standard.output, 1);
    dup2(standard.errors, 2);
    execvpe(command[0].c_str(), pointers(command).data(), pointers(environment).data());
    _exit(127);
}

int exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

CgiAnswer run_with(const Command& command, const std::vector<std::string>& environment, const std::string& input) {
    const Channel in(input);
    const Channel out;
    const Channel errors;
    const pid_t child = start(command, environment, {in.descriptor(), out.descriptor(), errors.descriptor()});
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    CgiAnswer answer;
    answer.exit_code = exit_code(status);
    answer.output = out.content();
    answer.errors = errors.content();
    for (const timeval& spent : {usage.ru_utime, usage.ru_stime}) {
        answer.cpu += std::chrono::seconds{spent.tv_sec} + std::chrono::microseconds{spent.tv_usec};
    }
    return answer;
}

// Reads the CGI document (RFC 3875 section 6); leaves status 0 if it is none.
void parse(CgiAnswer& answer) {
    const std::string_view output = answer.output;
    const auto end = output.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    answer.body = output.substr(end + 4);
    for (std::size_t at = 0; at < end;) {
        const auto line_end = output.find("\r\n", at);
        const auto line = output.substr(at, line_end - at);
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) return;
        answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        at = line_end + 2;
    }
    if (answer.headers.front().first == "Status") answer.status = std::stoi(answer.headers.front().second);
}

Command command_line(const Command& through, const std::filesystem::path& program, const Command& arguments) {
    Command all = through;
    all.push_back(program.string());
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
}

// A leak check is not possible under a tracer.
std::vector<std::string> plain_environment(const Command& through) {
    std::vector<std::string> variables{"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"};
    if (!through.empty()) variables.emplace_back("ASAN_OPTIONS=detect_leaks=0");
    return variables;
}

}  // namespace

std::string CgiAnswer::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found != headers.end() ? found->second : "";
}

std::size_t CgiAnswer::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count(headers, name, &std::pair<std::string, std::string>::first));
}

Door::Door() {
    std::filesystem::create_directory(documents());
    std::filesystem::copy_file(program_path(), program());
    std::filesystem::create_directory(data());
    std::filesystem::permissions(data(), std::filesystem::perms{0700});
}

std::vector<std::string> Door::environment(const CgiRequest& request) const {
    const auto question = request.target.find('?');
    const std::string path = request.target.substr(0, question);
    Variables all = {{"GATEWAY_INTERFACE", "CGI/1.1"},
                     {"SERVER_PROTOCOL", "HTTP/1.1"},
                     {"SERVER_SOFTWARE", "a server"},
                     {"SERVER_NAME", "door.example"},
                     {"SERVER_PORT", "80"},
                     {"DOCUMENT_ROOT", documents().string()},
                     {"SCRIPT_FILENAME", program().string()},
                     {"SCRIPT_NAME", "/cloakroom.fcgi"},
                     {"PATH_INFO", path},
                     {"REQUEST_URI", request.target},
                     {"QUERY_STRING", question == std::string::npos ? "" : request.target.substr(question + 1)},
                     {"REQUEST_METHOD", request.method},
                     {"REMOTE_ADDR", "192.0.2.1"},
                     {"HTTP_HOST", "door.example"}};
    if (request.method == "POST") {
        all.insert({{"CONTENT_LENGTH", std::to_string(request.body.size())},
                    {"CONTENT_TYPE", "application/x-www-form-urlencoded"},
                    {"HTTP_ORIGIN", own_origin}});
    }
    for (const auto& [name, value] : request.variables) all[name] = value;
    std::vector<std::string> variables = plain_environment(request.through);
    for (const auto& [name, value] : all) {
        if (value) variables.push_back(name + "=" + *value);
    }
    return variables;
}

CgiAnswer Door::send(const CgiRequest& request) const {
    CgiAnswer answer =
        run_with(command_line(request.through, program(), request.arguments), environment(request), request.body);
    parse(answer);
    return answer;
}

CgiAnswer Door::get(const std::string& target, const Variables& variables) const {
    return send(
        {.method = "GET", .target = target, .body = "", .variables = variables, .arguments = {}, .through = {}});
}

CgiAnswer Door::post(const std::string& target, const std::string& body, const Variables& variables) const {
    return send({.method = "POST", .target = target, .body = body, .variables = variables});
}

CgiAnswer Door::call(const std::string& method, const std::string& target, const std::optional<std::string>& body,
                     const Variables& variables) const {
    Variables all = variables;
    all.insert({"HTTP_SEC_FETCH_SITE", "same-origin"});
    if (body) {
        all.insert({"CONTENT_LENGTH", std::to_string(body->size())});
        all.insert({"CONTENT_TYPE", "application/json"});
    }
    return send({.method = method, .target = target, .body = body.value_or(""), .variables = all});
}

CgiAnswer Door::command(const Command& arguments, const std::string& input, const Command& through) const {
    Command all{"--config", configuration().string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_with(command_line(through, program(), all), plain_environment(through), input);
}

void Door::configure(const std::string& text) const {
    std::ofstream(configuration()) << text;
}

void Door::add_user(const std::string& name) const {
    const CgiAnswer added = command({"user", "add", name, "--password-stdin"}, std::string(right_password) + "\n");
    if (added.exit_code != 0) throw std::runtime_error("no user " + name + ": " + added.errors);
}

std::string Door::sign_in(const std::string& name, const Variables& variables) const {
    const CgiAnswer answer = post("/", sign_in_form(name), variables);
    if (answer.status != 303) throw std::runtime_error("not signed in: " + answer.output + answer.errors);
    return answer.cookie();
}

std::int64_t Door::count(const std::string& query) const {
    SQLite::Database connection(database().string(), SQLite::OPEN_READWRITE);
    return connection.execAndGet(query).getInt64();
}

void Door::execute(const std::string& statement) const {
    SQLite::Database(database().string(), SQLite::OPEN_READWRITE).exec(statement);
}

std::string Door::rows() const {
    SQLite::Database connection(database().string(), SQLite::OPEN_READWRITE);
    SQLite::Statement tables(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    std::string all;
    while (tables.executeStep()) {
        const std::string table = tables.getColumn(0).getString();
        all += table + "\n";
        SQLite::Statement row(connection, "SELECT * FROM " + table);
        while (row.executeStep()) {
            for (int column = 0; column < row.getColumnCount(); ++column)
                all += row.getColumn(column).getString() + "|";
            all += "\n";
        }
    }
    return all;
}

std::string Door::log() const {
    return read_whole(data() / "cloakroom.log");
}

HalfSentRequest::HalfSentRequest(const Door& door, CgiRequest request) {
    std::array<int, 2> ends{};
    const Channel output;
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    body_ = ends[1];
    const auto sent = write(body_, request.body.data(), request.body.size());
    pid_ = start(command_line(request.through, door.program(), request.arguments), door.environment(request),
                 {ends[0], output.descriptor(), output.descriptor()});
    int left = static_cast<int>(sent);
    constexpr int pause = 1'000;  // microseconds
    for (int waited = 0; left > 0 && waited < 5'000'000; waited += pause) {
        usleep(pause);
        if (ioctl(ends[0], FIONREAD, &left) != 0) break;
    }
    close(ends[0]);
    if (left > 0) throw std::runtime_error("the program did not read its body");
}

HalfSentRequest::~HalfSentRequest() {
    close(body_);
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

int HalfSentRequest::wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return exit_code(status);
}

SlowReader::SlowReader(const Door& door, const CgiRequest& request) {
    std::array<int, 2> ends{};
    const Channel input(request.body);
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    output_ = ends[0];
    pid_ = start(command_line(request.through, door.program(), request.arguments), door.environment(request),
                 {input.descriptor(), ends[1], input.descriptor()});
    close(ends[1]);
}

SlowReader::~SlowReader() {
    hang_up();
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

std::string SlowReader::read_head() {
    std::string head;
    for (char c = 0; !head.ends_with("\r\n\r\n") && read(output_, &c, 1) == 1;) head += c;
    return head;
}

std::int64_t SlowReader::skip(std::int64_t bytes) {
    std::vector<char> piece(1024 * 1024);
    std::int64_t done = 0;
    while (done < bytes) {
        const auto wanted = std::min<std::int64_t>(bytes - done, static_cast<std::int64_t>(piece.size()));
        const auto got = read(output_, piece.data(), static_cast<std::size_t>(wanted));
        if (got <= 0) break;
        done += got;
    }
    return done;
}

void SlowReader::hang_up() {
    if (output_ >= 0) close(output_);
    output_ = -1;
}

std::int64_t SlowReader::peak_memory() const {
    const std::string status = read_whole("/proc/" + std::to_string(pid_) + "/status");
    const auto at = status.find("VmHWM:");
    if (at == std::string::npos) throw std::runtime_error("the program has ended already");
    return std::stoll(status.substr(at + 6));
}

int SlowReader::wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return exit_code(status);
}

Command as_ordinary_user() {
    if (geteuid() != 0) return {"env"};
    const std::string id = std::to_string(ordinary_user);
    return {"setpriv", "--reuid", id, "--regid", id, "--clear-groups"};
}

std::string read_whole(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string sign_in_form(const std::string& name, const std::string& with_password) {
    std::string body = "username=" + name + "&password=" + with_password;
    std::ranges::replace(body, ' ', '+');
    return body;
}

}  // namespace cloakroom::test
