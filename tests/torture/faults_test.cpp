// One thing fails, wherever it may: a system call, a write in the middle, memory. The
// visitor gets a page or nothing, nobody comes in, nothing is half done, and when the
// cause is gone all is well.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "support/cgi.h"
#include "support/holds.h"
#include "torture/cycles.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// A house with a visitor who is signed in, put back to how it was before each try.
class Faulty : public Door {
   public:
    Faulty() {
        add_user("alice");
        living_ = sign_in("alice");
        ended_ = sign_in("alice");
        post("/logout", "", {{"HTTP_COOKIE", ended_}});
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
        sound_ = read_whole(database());
        put_back();
    }

    void put_back() const {
        for (const char* suffix : {"-wal", "-shm", "-journal"}) fs::remove(database().string() + suffix);
        std::ofstream(database(), std::ios::binary | std::ios::in) << sound_;
        fs::resize_file(database(), sound_.size());
    }

    CgiRequest sign_out() const { return {.method = "POST", .target = "/logout", .variables = cookie(living_)}; }
    CgiRequest look() const { return {.target = "/home", .variables = cookie(living_)}; }
    CgiRequest look_with_an_ended_session() const { return {.target = "/home", .variables = cookie(ended_)}; }
    CgiRequest put() const {
        CgiRequest request{.method = "PUT", .target = "/session/page/n", .body = "1", .variables = cookie(living_)};
        request.variables.insert({{"CONTENT_LENGTH", "1"}, {"CONTENT_TYPE", "application/json"}});
        return request;
    }

    bool is_sound() const {
        return count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1;
    }
    // The session and what tells of its end, together or not at all.
    std::int64_t sessions() const { return count("SELECT count(*) FROM sessions"); }
    std::int64_t ends() const { return count("SELECT count(*) FROM audit_log WHERE event = 'sign_out'") - 1; }
    std::int64_t variables() const { return count("SELECT count(*) FROM session_variables"); }

   private:
    static Variables cookie(const std::string& value) { return {{"HTTP_COOKIE", value}}; }

    std::string living_;
    std::string ended_;
    std::string sound_;
};

// Something that is asked for, and what its answer must be if it is answered.
struct Act {
    const char* name;
    CgiRequest (Faulty::*request)() const;
    int done;  // the status of success
};

constexpr Act acts[] = {{"sign out", &Faulty::sign_out, 303},
                        {"set a variable", &Faulty::put, 204},
                        {"look at a page", &Faulty::look, 200},
                        {"look with an ended session", &Faulty::look_with_an_ended_session, 303}};

std::vector<int> seen(6);  // answers by the first digit of their status

void check(const Faulty& door, const Act& act, const CgiAnswer& answer) {
    const bool is_crash = answer.exit_code > 128 && answer.exit_code < 128 + 32;
    BOOST_TEST(!is_crash, answer.exit_code);
    const bool is_done = answer.status == act.done;
    // 400: the body could not be read.
    const bool is_refused = answer.status == 0 || answer.status == 303 || answer.status == 400 ||
                            answer.status == 401 || answer.status >= 500;
    BOOST_TEST((is_done || is_refused), answer.output.substr(0, 300));
    BOOST_TEST(answer.count("Set-Cookie") <= (act.request == &Faulty::sign_out ? 2U : 0U));
    BOOST_TEST(door.is_sound());
    BOOST_TEST(door.sessions() + door.ends() == 1);
    if (act.request == &Faulty::sign_out && is_done) BOOST_TEST(door.sessions() == 0);
    if (act.request == &Faulty::put && is_done) BOOST_TEST(door.variables() == 1);
    ++seen[static_cast<std::size_t>(answer.status / 100)];
}

void try_it(const Faulty& door, const Act& act, const Command& through, bool recovers) {
    door.put_back();
    CgiRequest request = (door.*act.request)();
    request.through = through;
    check(door, act, door.send(request));
    request.through = {};
    if (recovers && door.sessions() == 1) BOOST_TEST(door.send(request).status == act.done);
}

struct Fault {
    std::string call;
    int number;  // of the calls of that name
};

// How often the program makes each call for this request, as strace counts them.
std::vector<Fault> calls_of(const Faulty& door, const Act& act) {
    const fs::path list = door.folder() / "calls";
    door.put_back();
    CgiRequest request = (door.*act.request)();
    request.through = {"strace", "-f", "-qq", "-o", list.string()};
    BOOST_TEST(door.send(request).status == act.done);
    // Without the first four no program begins or ends; the others fail otherwise than strace can make them.
    const std::set<std::string> needed = {"execve", "exit_group", "arch_prctl", "exit", "brk", "futex"};
    std::map<std::string, int> numbers;
    std::vector<Fault> faults;
    std::ifstream stream(list);
    for (std::string process, call; stream >> process && std::getline(stream >> std::ws, call);) {
        const std::string name = call.substr(0, call.find('('));
        if (needed.contains(name) || name.find_first_of(" +-") != std::string::npos) continue;
        faults.push_back({name, ++numbers[name]});
    }
    return faults;
}

Command failing(const Fault& fault, const std::string& error) {
    return {"strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=" + fault.call,
            "-e",
            "inject=" + fault.call + ":error=" + error + ":when=" + std::to_string(fault.number)};
}

// Preloads what lets one allocation fail, or, with "+", all from there on.
Command without_memory(const std::string& number, const fs::path& count) {
    return {"env", std::string("LD_PRELOAD=") + std::getenv("CLOAKROOM_FAILING_MALLOC"), "FAILING_MALLOC=" + number,
            "MALLOC_COUNT=" + count.string()};
}

void say(const char* what) {
    std::printf("%s: answered 2xx %d, 3xx %d, 4xx %d, 5xx %d, not at all %d\n", what, seen[2], seen[3], seen[4],
                seen[5], seen[0]);
    BOOST_TEST(seen[5] > 0);
    std::ranges::fill(seen, 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_system_call_that_fails_opens_nothing_and_halves_nothing, *holds("DB4 DB3 ID1")) {
    const Faulty door;
    std::mt19937 dice(1);  // NOLINT: chance, but the same each time
    const char* const errors[] = {"EIO", "ENOSPC", "EROFS", "EMFILE", "ENOLCK", "EINTR", "ENOMEM", "EACCES"};
    for (const Act& act : acts) {
        std::vector<Fault> faults = calls_of(door, act);
        BOOST_TEST(faults.size() > 100U);
        std::ranges::shuffle(faults, dice);
        for (int i = 0; i < std::max(1, cycles() / 4); ++i) {
            const Fault& fault = faults[static_cast<std::size_t>(i) % faults.size()];
            const std::string error = errors[dice() % std::size(errors)];
            BOOST_TEST_CONTEXT(act.name << ": " << fault.call << " number " << fault.number << ": " << error) {
                try_it(door, act, failing(fault, error), i % 10 == 0);
            }
        }
    }
    say("system calls");
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_in_the_middle_of_a_write_halves_nothing, *holds("DB3 DB4 PR8")) {
    const Faulty door;
    const int step = std::max(1, 60'000 / cycles());
    for (const Act& act : acts) {
        for (int size = 0; size < 60'000; size += step * 4) {
            BOOST_TEST_CONTEXT(act.name << ": files of " << size << " bytes at most") {
                try_it(door, act, {"prlimit", "--fsize=" + std::to_string(size)}, true);
            }
        }
    }
    say("full disk");
}

BOOST_AUTO_TEST_CASE(memory_that_runs_out_anywhere_opens_nothing_and_halves_nothing, *holds("PR9")) {
    const Faulty door;
    fs::copy_file(std::getenv("CLOAKROOM_DYNAMIC"), door.program(), fs::copy_options::overwrite_existing);
    const fs::path count = door.folder() / "allocations";
    for (const Act& act : acts) {
        try_it(door, act, without_memory("0", count), true);
        const int allocations = std::stoi(read_whole(count));
        BOOST_TEST(allocations > 200);
        const int step = std::max(1, 8 * allocations / cycles());
        for (int number = 1; number < allocations; number += number < 10 ? 1 : step) {
            for (const char* for_good : {"", "+"}) {
                BOOST_TEST_CONTEXT(act.name << ": allocation " << number << for_good) {
                    try_it(door, act, without_memory(std::to_string(number) + for_good, count), number % 7 == 0);
                }
            }
        }
    }
    say("memory");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
