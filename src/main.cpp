// Chooses how the program was called, and hands over.
//
// The order is a matter of safety: a web server can be made to pass arguments
// through a URL, so what looks like a request is never taken for the command line.

#include <fcntl.h>
#include <grp.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>

#include "application.h"
#include "base/errors.h"
#include "base/private_file.h"
#include "cli/command_line.h"
#include "core.h"
#include "db/database.h"
#include "http/server.h"
#include "program.h"
#include "web/check.h"

namespace {

using namespace cloakroom;

// Secrets stay in memory: no core file, no look from outside. Nothing inherited from
// the server misleads us: descriptors 0 to 2 are open, so that no file of ours takes
// their place, and HTTP_PROXY, which a client can set, is gone.
bool prepare() {
    for (int standard = 0; standard <= 2; ++standard) {
        if (fcntl(standard, F_GETFD) < 0 && ::open("/dev/null", O_RDWR) != standard) return false;
    }
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_DUMPABLE, 0);
    umask(077);
    unsetenv("HTTP_PROXY");
    db::expect_one_thread();
    sodium_set_misuse_handler([] { _exit(EXIT_FAILURE); });  // no randomness: an end, but no crash
    setenv("TZ", ":/etc/localtime", 0);                      // as it is anyway, but read once and not at each request
    return sodium_init() >= 0;                               // without it hashing takes twice the time
}

// What a server's configuration may name behind the program: --config FILE.
std::string configuration_in(int count, char** arguments) {
    return count == 3 && std::string_view(arguments[1]) == "--config" ? arguments[2] : "";
}

int serve_fastcgi(const Program& program, int count, char** arguments) {
    Application application(program, configuration_in(count, arguments));
    const auto answer = [&](const auto& environment, const auto& body) {
        return application.answer(environment, body);
    };
    if (http::serve_fastcgi(answer, [&] { return application.is_outdated(); }) == http::Ended::changed) {
        program.execute_anew(arguments);
        // It could not be executed: better the old program than none.
        http::serve_fastcgi(answer, [] { return false; });
    }
    return EXIT_SUCCESS;
}

int serve_cgi(const Program& program) {
    Application application(program, "");
    http::serve_cgi([&](const auto& environment, const auto& body) { return application.answer(environment, body); });
    return EXIT_SUCCESS;
}

// As root the command line would make files that the web server's user cannot open.
void become_owner_of(const std::string& folder) {
    struct stat status {};
    if (geteuid() != 0 || stat(folder.c_str(), &status) != 0 || status.st_uid == 0) return;
    if (setgroups(0, nullptr) != 0 || setgid(status.st_gid) != 0 || setuid(status.st_uid) != 0) {
        throw Unavailable("cannot become the owner of " + folder);
    }
}

// The command line works as the owner of what it finds.
Place find_place_of_owner(const Program& program, const std::string& configuration) {
    Place place = find_place(program, configuration, std::nullopt);
    become_owner_of(place.folder);
    return place;
}

int run_command(const Program& program, int count, char** arguments) {
    const SystemClock clock;
    std::optional<Core> core;
    const auto open = [&](const std::string& configuration) -> cli::Installation {
        core.emplace(find_place_of_owner(program, configuration), program, clock);
        const std::string& configured = core->settings.base_url;
        const auto templates = std::make_shared<view::Templates>(core->settings.templates);
        return {.auth = core->auth,
                .set_up = core->set_up,
                .place = {.program = program.path(),
                          .private_folder = core->place.folder,
                          .site_folder = core->settings.site_folder,
                          .base_url = configured.empty() ? core->auth.properties.base_url() : configured,
                          .templates_missing = templates->folder_is_missing()},
                .explain = [templates](const auto& finding) { return web::plain_words(*templates, finding); }};
    };
    const auto find = [&](const std::string& configuration) -> cli::Location {
        const Place place = find_place_of_owner(program, configuration);
        ensure_private_folder(place.folder);
        return {.private_folder = place.folder, .database = place.database()};
    };
    return cli::run(count, arguments, open, find);
}

}  // namespace

// Where there is no memory left even to say so, the process ends, and the server answers.
int main(int count, char** arguments) try {
    if (!prepare()) return EXIT_FAILURE;
    const Program program(count > 0 ? arguments[0] : "");
    if (http::is_fastcgi()) return serve_fastcgi(program, count, arguments);
    if (std::getenv("GATEWAY_INTERFACE") != nullptr || std::getenv("REQUEST_METHOD") != nullptr) {
        return serve_cgi(program);
    }
    return run_command(program, count, arguments);
} catch (const std::exception& error) {
    std::fprintf(stderr, "cloakroom: %s\n", error.what());
    return EXIT_FAILURE;
} catch (...) {
    return EXIT_FAILURE;
}
