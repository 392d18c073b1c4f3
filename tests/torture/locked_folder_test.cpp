// System calls fail, or memory runs out, while a server asks us about a locked folder: who
// is signed out gets not a byte of it, and when the cause is gone the door opens again.
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "server/locks.h"
#include "server/site.h"
#include "support/cgi.h"
#include "support/holds.h"
#include "torture/cycles.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// One for each way in which servers ask.
constexpr const char* servers[] = {"lighttpd_fastcgi_in_a_folder", "apache_fcgid_in_a_folder",
                                   "nginx_fastcgi_in_a_folder"};

struct Seen {
    int files = 0;
    int refusals = 0;  // below 500: as if all were well
    int failures = 0;
    int nothing = 0;  // the server hung up, or said nothing for long
};

class LockedSite : public Site {
   public:
    LockedSite(const char* set_up, void (*prepare)(const Folders&))
        : Site(set_up_named(set_up), {.prepare = prepare, .more_configuration = patience(set_up)}) {
        set_up_first_user();
        must_run(*this, {"protect", "/members"});
        alice_ = std::make_unique<HttpClient>(signed_in());
        stranger_ = std::make_unique<HttpClient>(client());
        ask_both(20);  // all workers run
    }

    void ask_both(int times) {
        for (int i = 0; i < times; ++i) {
            ask(*stranger_, false, of_stranger);
            ask(*alice_, true, of_alice);
        }
    }

    void restart_workers() const {
        for (const pid_t worker : workers()) kill(worker, SIGKILL);
    }

    bool opens_again() {
        const int before = of_alice.files;
        for (int tries = 0; tries < 100 && of_alice.files == before; ++tries) {
            if (tries > 0) std::this_thread::sleep_for(100ms);  // the server starts the program anew when it likes
            ask(*alice_, true, of_alice);
        }
        return of_alice.files > before;
    }

    Seen of_stranger, of_alice;

   private:
    // Else mod_fcgid waits for longer and longer before it starts a program that has crashed.
    static const char* patience(std::string_view set_up) {
        return set_up.starts_with("apache") ? "FcgidSpawnScoreUpLimit 1000000\n" : "";
    }
    static void ask(HttpClient& browser, bool may_see_it, Seen& seen) {
        HttpResponse response;
        try {
            response = browser.send({.path = "/members/secret.txt", .headers = navigation, .seconds = 1});
        } catch (const std::exception&) {
            ++seen.nothing;
            return;
        }
        const bool is_file = may_see_it && response.status == 200 && response.body == locked_text;
        BOOST_TEST((is_file || (response.status >= 300 && !response.shows("SECRET"))), response.status);
        ++(is_file ? seen.files : response.status < 500 ? seen.refusals : seen.failures);
    }

    std::unique_ptr<HttpClient> alice_, stranger_;
};

// Of each system call of all workers, every step-th fails as long as this object lives.
class FailingCalls {
   public:
    FailingCalls(const Site& site, const std::string& error, int step)
        : list_(site.folders().server / "calls"), strace_(command(site, list_, error, step), {}) {
        for (const pid_t worker : site.workers()) {
            for (int tries = 0; tries < 500 && !is_traced(worker); ++tries) std::this_thread::sleep_for(2ms);
        }
    }

    int stop() {
        strace_.stop();
        std::ifstream lines(list_);
        int injected = 0;
        for (std::string line; std::getline(lines, line);) injected += line.ends_with("(INJECTED)") ? 1 : 0;
        return injected;
    }

   private:
    static Command command(const Site& site, const fs::path& list, const std::string& error, int step) {
        // Without the first three no program goes on or ends.
        const std::string calls = "!rt_sigreturn,exit_group,exit,execve";
        const std::string times = std::to_string(step) + "+" + std::to_string(step);
        Command words = {"strace", "-f", "-qq", "-o", list, "-e", "trace=" + calls, "-e"};
        words.push_back("inject=" + calls + ":error=" + error + ":when=" + times);
        for (const pid_t worker : site.workers()) words.insert(words.end(), {"-p", std::to_string(worker)});
        return words;
    }
    static bool is_traced(pid_t process) {
        return run({"grep", "-q", "^TracerPid:.0$", "/proc/" + std::to_string(process) + "/status"}).status != 0;
    }

    fs::path list_;
    Process strace_;
};

// In the place of the program: starts that which allocates as it is told in the file "memory".
void let_memory_fail(const Folders& folders) {
    const fs::path program = folders.program / "cloakroom.fcgi";
    fs::copy_file(std::getenv("CLOAKROOM_DYNAMIC"), folders.server / "program");
    fs::copy_file(std::getenv("CLOAKROOM_FAILING_MALLOC"), folders.server / "failing-malloc.so");
    std::ofstream(folders.server / "memory");
    std::ofstream(program, std::ios::trunc)
        << "#!/bin/bash\n. '" << (folders.server / "memory").string() << "'\nexec -a \"$0\" '"
        << (folders.server / "program").string() << "' \"$@\"\n";
}

void set_memory(const Site& site, const std::string& failing) {
    std::ofstream file(site.folders().server / "memory");
    if (failing.empty()) return;
    file << "export LD_PRELOAD='" << (site.folders().server / "failing-malloc.so").string()
         << "' FAILING_MALLOC=" << failing << "\n";
}

void check(const char* server, const char* what, const LockedSite& site, int faults) {
    const Seen& a = site.of_alice;
    const Seen& s = site.of_stranger;
    std::printf(
        "%s, %s, %d faults: file %d, no %d, error %d, nothing %d; signed out: file %d, no %d, error %d, nothing %d\n",
        server, what, faults, a.files, a.refusals, a.failures, a.nothing, s.files, s.refusals, s.failures, s.nothing);
    BOOST_TEST(s.files == 0);
    BOOST_TEST(a.failures + s.failures > 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(locked_folder)

BOOST_AUTO_TEST_CASE(a_system_call_that_fails_opens_no_locked_folder, *holds("AZ1")) {
    const char* const errors[] = {"EIO", "ENOSPC", "EMFILE", "EINTR", "ENOMEM", "EACCES"};
    const int steps[] = {4, 7, 12, 17};
    for (const char* server : servers) {
        LockedSite site(server, nullptr);
        int faults = 0;
        for (int i = 0; i < cycles() / 8; ++i) {
            FailingCalls failing(site, errors[i % std::size(errors)], steps[i % std::size(steps)]);
            site.ask_both(5);
            faults += failing.stop();
        }
        BOOST_TEST(site.opens_again());
        BOOST_TEST(faults > cycles() / 8);
        check(server, "system calls", site, faults);
    }
}

// (A worker has made fewer than 2000 allocations before its first request.)
BOOST_AUTO_TEST_CASE(memory_that_runs_out_opens_no_locked_folder, *holds("AZ1")) {
    for (const char* server : servers) {
        LockedSite site(server, let_memory_fail);
        for (const char* failing : {"2000+331", "2000+"}) {
            set_memory(site, failing);
            site.restart_workers();
            BOOST_TEST(site.opens_again());
            site.ask_both(cycles() / 2);
        }
        set_memory(site, "");
        site.restart_workers();
        BOOST_TEST(site.opens_again());
        check(server, "memory", site, 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
