// The real executable as a web server calls it for one request: a made environment, a
// body, and what comes back.
//
//     Door door;
//     door.add_user("alice");
//     const CgiAnswer home = door.get("/home", {{"HTTP_COOKIE", door.sign_in("alice")}});
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/process.h"
#include "support/temp_folder.h"

namespace cloakroom::test {

// Without a value: a variable that the server does not set.
using Variables = std::map<std::string, std::optional<std::string>>;

struct CgiRequest {
    std::string method = "GET";
    std::string target = "/";  // path and query
    std::string body{};
    Variables variables{};  // beside, or instead of, what a server sets
    Command arguments{};    // what a server can be made to put behind the program
    Command through{};      // a program that starts ours: {"prlimit", "--nofile=16"}
};

struct CgiAnswer {
    int exit_code = -1;  // 128 + the signal's number if a signal ended the program
    std::string output;
    std::string errors;
    std::chrono::microseconds cpu{};

    // The parts of `output`; status 0 if it is no CGI document.
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    std::string header(std::string_view name) const;  // empty if it is not there
    std::size_t count(std::string_view name) const;
    std::string cookie() const { return header("Set-Cookie").substr(0, header("Set-Cookie").find(';')); }
    bool shows(std::string_view text) const { return output.find(text) != std::string::npos; }
};

inline constexpr const char* right_password = "correct horse battery";
inline constexpr const char* own_origin = "http://door.example";

// An installation of its own: the program in a document root, its data beside that.
class Door {
   public:
    Door();

    std::filesystem::path folder() const { return folder_.path(); }
    std::filesystem::path documents() const { return folder() / "public"; }
    std::filesystem::path program() const { return documents() / "cloakroom.fcgi"; }
    std::filesystem::path data() const { return folder() / "cloakroom-data"; }
    std::filesystem::path configuration() const { return data() / "cloakroom.conf"; }
    std::filesystem::path database() const { return data() / "cloakroom.sqlite"; }

    // "NAME=value" for each variable of the request.
    std::vector<std::string> environment(const CgiRequest& request) const;

    CgiAnswer send(const CgiRequest& request) const;
    CgiAnswer get(const std::string& target, const Variables& variables = {}) const;
    // A form from our own page, unless `variables` say otherwise.
    CgiAnswer post(const std::string& target, const std::string& body, const Variables& variables = {}) const;

    // As a page's own script sends it, to which `variables` may add: the cookie, say.
    CgiAnswer call(const std::string& method, const std::string& target, const std::optional<std::string>& body = {},
                   const Variables& variables = {}) const;

    // The command line on this installation, `through` another program if need be.
    CgiAnswer command(const Command& arguments, const std::string& input = "", const Command& through = {}) const;

    void configure(const std::string& text) const;
    void add_user(const std::string& name) const;
    // Signs in and returns the cookie as a browser sends it: "cloakroom=...".
    std::string sign_in(const std::string& name, const Variables& variables = {}) const;

    std::int64_t count(const std::string& query) const;
    void execute(const std::string& statement) const;
    std::string rows() const;  // all rows of all tables, as text
    std::string log() const;

   private:
    TempFolder folder_;
};

// A request whose body has come in part: the program has read that and waits for the rest.
class HalfSentRequest {
   public:
    HalfSentRequest(const Door& door, CgiRequest request);
    ~HalfSentRequest();
    HalfSentRequest(const HalfSentRequest&) = delete;
    HalfSentRequest& operator=(const HalfSentRequest&) = delete;

    pid_t pid() const { return pid_; }
    // Waits for the program's end; as CgiAnswer::exit_code.
    int wait();

   private:
    pid_t pid_ = -1;
    int body_ = -1;
};

// A request whose answer is read as slowly as one likes, and need not be kept.
class SlowReader {
   public:
    SlowReader(const Door& door, const CgiRequest& request);
    ~SlowReader();
    SlowReader(const SlowReader&) = delete;
    SlowReader& operator=(const SlowReader&) = delete;

    // Up to the empty line behind the headers.
    std::string read_head();
    // Reads on; returns how many bytes came: fewer at the end only.
    std::int64_t skip(std::int64_t bytes);
    // Reads no more, as a client that has gone away.
    void hang_up();
    // The most memory that the program has used yet, in KiB. It must still be running.
    std::int64_t peak_memory() const;
    // Waits for the program's end; as CgiAnswer::exit_code.
    int wait();

   private:
    pid_t pid_ = -1;
    int output_ = -1;
};

// Rights of files mean nothing to root: where the tests run as root, a program started
// through this one runs as somebody else.
inline constexpr unsigned ordinary_user = 65534;
Command as_ordinary_user();

std::string read_whole(const std::filesystem::path& file);
std::string sign_in_form(const std::string& name, const std::string& with_password = right_password);

}  // namespace cloakroom::test
