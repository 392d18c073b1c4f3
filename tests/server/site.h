// One installation of Cloakroom behind a real web server, in folders of its own.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/http_client.h"
#include "server/set_ups.h"
#include "support/process.h"
#include "support/temp_folder.h"

namespace cloakroom::test {

// One that nobody listens at just now.
int free_port();

// Writes server/certificate.pem, good for 127.0.0.1.
void make_certificate(const std::filesystem::path& server);

class Site {
   public:
    struct Options {
        mode_t umask = 022;
        std::function<void(const Folders&)> prepare = nullptr;  // before the server starts
        std::string more_configuration = "";  // behind that of the set-up; /srv/site is its document root

        // What runs the program where the server does not.
        std::function<Command(const Folders&)> workers = workers_command;
    };

    explicit Site(const SetUp& set_up) : Site(set_up, Options{}) {}
    Site(const SetUp& set_up, const Options& options);

    const SetUp& set_up() const { return set_up_; }
    const Folders& folders() const { return folders_; }
    std::filesystem::path program() const { return folders_.program / "cloakroom.fcgi"; }
    int port() const { return port_; }
    std::string origin() const;

    // "/door/home" for "/home".
    std::string at(const std::string& path) const { return set_up_.base + path; }

    // A browser without cookies, each at an address of its own, so that no test uses up
    // another one's tries.
    HttpClient client() const;

    // Where database, configuration and codes are. It is there after the first request.
    const std::filesystem::path& private_folder();
    std::string set_up_code();

    // The command line of the program that serves this site.
    Outcome command_line(Command words, const std::string& input = "");

    // A user under a name that no other test uses, made on the command line.
    struct User {
        std::string name;
        std::string password;
    };
    User add_user();
    User new_user();  // thought up only

    HttpClient signed_in(const User& user, bool permanent = false);
    HttpClient signed_in() { return signed_in(add_user()); }

    // Makes the first user, so that the door is in use.
    void set_up_first_user();

    // The processes that run this program file.
    std::vector<pid_t> workers() const;

    // What must never be read in any file of this site.
    void keep_secret(const std::string& text);
    std::vector<std::string> secrets() const;

    void stop() {
        server_.reset();
        workers_.reset();
    }

   private:
    void make_folders() const;
    void give_to_server_user() const;
    void start_workers(const Options& options);
    void start(const Options& options);
    bool has_port() const;
    bool wait_until_it_listens() const;

    const SetUp& set_up_;
    TempFolder temp_;
    Folders folders_;
    int port_ = 0;
    std::filesystem::path private_folder_;
    std::unique_ptr<Process> workers_;  // only where the server starts none
    std::unique_ptr<Process> server_;
    std::vector<std::string> secrets_;
    mutable std::mutex secrets_mutex_;
};

}  // namespace cloakroom::test
