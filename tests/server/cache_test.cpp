// A cache stands before the site and keeps what it may: nobody gets what is for another.
#include <chrono>
#include <fstream>
#include <thread>

#include "server/checks.h"
#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string module(const std::string& name) {
    return "LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so\n";
}

// Both keep for an hour whatever they are not told to leave, and say where an answer came from.
std::string nginx_that_keeps(const std::string& folder, int port, const std::string& origin) {
    return "daemon off;\npid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\naccess_log off;\nproxy_temp_path " +
           folder + "/temp;\nproxy_cache_path " + folder +
           "/kept keys_zone=kept:1m;\nserver {\nlisten 127.0.0.1:" + std::to_string(port) +
           ";\nlocation / {\nproxy_pass " + origin +
           ";\nproxy_cache kept;\nproxy_cache_valid any 1h;\n"
           "add_header X-Cache $upstream_cache_status always;\n}\n}\n}\n";
}

std::string apache_that_keeps(const std::string& folder, int port, const std::string& origin) {
    std::string text =
        "ServerRoot " + folder + "\nDefaultRuntimeDir " + folder +
        "\nServerName 127.0.0.1\nPidFile apache.pid\nErrorLog error.log\nListen 127.0.0.1:" + std::to_string(port) +
        "\n";
    for (const char* name : {"mpm_event", "authz_core", "proxy", "proxy_http", "cache", "cache_disk"}) {
        text += module(name);
    }
    if (is_root()) text += std::string("User ") + server_user + "\nGroup " + server_user + "\n";
    return text + "CacheRoot " + folder +
           "/kept\nCacheEnable disk /\nCacheDefaultExpire 3600\nCacheQuickHandler on\nCacheHeader on\nProxyPass / " +
           origin + "/\n";
}

struct Kind {
    const char* name;
    std::string (*configuration)(const std::string& folder, int port, const std::string& origin);
    Command (*command)(const std::string& file, const std::string& folder);
};

const Kind kinds[] = {{"nginx", nginx_that_keeps,
                       [](const std::string& file, const std::string& folder) {
                           return Command{"nginx", "-p", folder, "-c", file, "-e", folder + "/error.log"};
                       }},
                      {"Apache", apache_that_keeps, [](const std::string& file, const std::string&) {
                           return Command{"apache2", "-DFOREGROUND", "-f", file};
                       }}};

class Cache {
   public:
    Cache(const Kind& kind, const Site& site) : port_(free_port()) {
        const std::string folder = folder_.path();
        const std::string file = folder + "/server.conf";
        fs::create_directory(folder + "/kept");
        std::ofstream(file) << kind.configuration(folder, port_, site.origin());
        if (is_root()) run({"chown", "-R", server_user, folder});
        process_ = std::make_unique<Process>(kind.command(file, folder), Process::Options{});
    }

    // The same browser, but by way of the cache.
    HttpClient behind(const HttpClient& browser) const {
        HttpClient::Place place = browser.place();
        place.origin = "http://127.0.0.1:" + std::to_string(port_);
        HttpClient client(place);
        client.cookies = browser.cookies;
        return client;
    }

   private:
    TempFolder folder_;
    int port_;
    std::unique_ptr<Process> process_;
};

// At the root the door has the whole site: there is nothing that a cache may keep.
bool has_open_files(const SetUp& set_up) {
    return can_lock(set_up) && *set_up.base != '\0';
}

// Else this test would say nothing.
bool keeps_what_is_open(HttpClient& browser) {
    for (int tries = 0; tries < 200; ++tries) {
        try {
            const HttpResponse response = browser.send({.path = "/open.txt"});
            if (response.status == 200 && response.header("x-cache").find("HIT") == 0) return true;
        } catch (const std::exception&) {
            // It does not listen yet.
        }
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

}  // namespace

ON_SERVERS_THAT(has_open_files, a_cache_in_between_gives_nobody_what_is_for_another, *holds("CA2 CA4")) {
    const fs::path open = site.folders().documents / "open.txt";
    std::ofstream(open) << "for everybody";
    fs::last_write_time(open, fs::file_time_type::clock::now() - 24h);  // Apache keeps what is new for no time
    const Site::User alice_user = site.add_user();
    const Site::User bob_user = site.add_user();
    must_run(site, {"protect", "/members"});
    must_run(site, {"protect", "/alice", "--user", alice_user.name});
    for (const Kind& kind : kinds) {
        const Cache cache(kind, site);
        HttpClient stranger = cache.behind(site.client());
        HttpClient alice = cache.behind(site.signed_in(alice_user));
        HttpClient bob = cache.behind(site.signed_in(bob_user));
        BOOST_TEST_REQUIRE(keeps_what_is_open(stranger), kind.name);
        const auto file = [](HttpClient& browser, const char* folder) {
            const HttpResponse response =
                browser.send({.path = std::string(folder) + "/secret.txt", .headers = navigation});
            BOOST_TEST(response.header("x-cache").find("HIT") == std::string::npos);
            BOOST_TEST(response.header("set-cookie") == "");
            return response.body == locked_text;
        };
        BOOST_TEST_CONTEXT(kind.name) {
            for (int i = 0; i < 40; ++i) {
                BOOST_TEST(file(alice, "/members"));
                BOOST_TEST(!file(stranger, "/members"));
                BOOST_TEST(file(bob, "/members"));
                BOOST_TEST(file(alice, "/alice"));
                BOOST_TEST(!file(bob, "/alice"));
                BOOST_TEST(alice.get("/home").shows(alice_user.name));
                BOOST_TEST(bob.get("/home").shows(bob_user.name));
                BOOST_TEST(!stranger.get("/home").shows(alice_user.name));
            }
        }
    }
    fs::remove(open);
}

}  // namespace cloakroom::test
