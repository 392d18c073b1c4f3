// Many requests at once, one session: none is lost, and none waits for another.
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "server/database.h"
#include "server/on_each_server.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Timer = std::chrono::steady_clock;

// One server of each kind is enough: what is put to the test is the program.
bool is_of_its_kind(const SetUp& set_up) {
    return *set_up.base == '\0' && !set_up.tls &&
           (set_up.hosting == Hosting::lighttpd_fastcgi || set_up.hosting == Hosting::lighttpd_cgi ||
            set_up.hosting == Hosting::apache_fcgid);
}

HttpResponse ask(HttpClient& browser, const std::string& method, const std::string& path, const std::string& body) {
    return browser.send({.method = method,
                         .path = browser.place().base + path,
                         .headers = {{"Content-Type", "application/json"}, {"Sec-Fetch-Site", "same-origin"}},
                         .body = body});
}

// As many clients with the cookies of `browser`, each in a thread of its own.
template <typename Work>
void at_once(Site& site, const HttpClient& browser, int clients, const Work& work) {
    std::vector<std::future<void>> all;
    for (int number = 0; number < clients; ++number) {
        all.push_back(std::async(std::launch::async, [&, number] {
            HttpClient client = site.client();
            client.cookies = browser.cookies;
            work(client, number);
        }));
    }
    for (auto& one : all) one.get();
}

nlohmann::json variables(HttpClient& browser) {
    return nlohmann::json::parse(browser.get("/session").body).at("page");
}

}  // namespace

ON_SERVERS_THAT(is_of_its_kind, a_hundred_keys_that_are_set_at_once_all_survive, *holds("SL8 DB7")) {
    HttpClient browser = site.signed_in();
    std::atomic<int> done = 0;
    at_once(site, browser, 100, [&](HttpClient& client, int number) {
        done += ask(client, "PUT", "/session/page/key" + std::to_string(number), std::to_string(number)).status == 204;
    });
    BOOST_TEST(done == 100);
    const auto all = variables(browser);
    BOOST_TEST(all.size() == 100U);
    for (int number = 0; number < 100; ++number) BOOST_TEST(all.at("key" + std::to_string(number)) == number);
}

ON_SERVERS_THAT(is_of_its_kind, a_thousand_increments_by_eight_clients_are_all_counted, *holds("SL8 DB7")) {
    HttpClient browser = site.signed_in();
    std::mutex mutex;
    std::set<std::string> sums;
    at_once(site, browser, 8, [&](HttpClient& client, int /*number*/) {
        for (int i = 0; i < 125; ++i) {
            const HttpResponse response = ask(client, "POST", "/session/page/n/increment", "1");
            const std::lock_guard lock(mutex);
            sums.insert(response.body);
        }
    });
    BOOST_TEST(sums.size() == 1000U);  // each sum was given to one client
    BOOST_TEST(variables(browser).at("n") == 1000);
}

namespace {

bool is_beside_the_door(const SetUp& set_up) {
    return set_up.hosting == Hosting::lighttpd_fastcgi && *set_up.base != '\0';
}

constexpr const char* slow_pages = R"(
server.modules += ("mod_cgi", "mod_setenv")
setenv.set-environment = ("DOOR_ROOT" => var.cloakroom + "/../..")
cgi.assign = ("/slow.cgi" => "")
fastcgi.server = ("/slow.fcgi" => ((
    "bin-path"        => var.cloakroom + "/../slow.fcgi",
    "bin-environment" => ("DOOR_ROOT" => var.cloakroom + "/../.."),
    "socket"          => var.cloakroom + "/../../server/slow.socket",
    "max-procs"       => 2,
    "check-local"     => "disable"
)))
)";

void place(const Folders& folders) {
    for (const char* name : {"slow.fcgi", "slow.cgi"}) {
        fs::copy_file(std::getenv("CLOAKROOM_SLOW_PAGE"), folders.documents / name);
        fs::permissions(folders.documents / name, fs::perms{0755});
    }
    const fs::path pipe = folders.root / "pipe";
    if (mkfifo(pipe.c_str(), 0666) != 0 || chmod(pipe.c_str(), 0666) != 0) throw std::runtime_error("no pipe");
}

class SiteWithSlowPage : public Site {
   public:
    explicit SiteWithSlowPage(const SetUp& set_up)
        : Site(set_up, {.prepare = place, .more_configuration = slow_pages}) {
        set_up_first_user();
    }

    int count(const std::string& name) {
        return std::stoi(Database(*this).value("SELECT count(*) FROM session_variables WHERE name = '" + name + "'"));
    }
};

// A slow page that has begun, has written, and waits.
class Held {
   public:
    Held(SiteWithSlowPage& site, const HttpClient& browser, const std::string& program) : site_(site) {
        HttpClient client = site.client();
        client.cookies = browser.cookies;
        page_ = std::async(std::launch::async, [client = std::make_shared<HttpClient>(std::move(client)), program] {
            return client->send({.path = program + "?slow"});
        });
        for (int tries = 0; tries < 1000 && site.count("before") == 0; ++tries) std::this_thread::sleep_for(10ms);
        if (site.count("before") == 0) throw std::runtime_error("the slow page did not begin");
    }
    ~Held() {
        if (page_.valid()) release();
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    bool is_waiting() const { return page_.wait_for(0s) == std::future_status::timeout; }
    HttpResponse release() {
        const int pipe = open((site_.folders().root / "pipe").c_str(), O_WRONLY | O_CLOEXEC);
        static_cast<void>(!write(pipe, "go\n", 3));
        close(pipe);
        return page_.get();
    }

   private:
    SiteWithSlowPage& site_;
    std::future<HttpResponse> page_;
};

// The middle one of many times that a round of pages of this session takes.
Timer::duration usual_time(HttpClient& browser, const std::string& program) {
    std::vector<Timer::duration> times;
    for (int round = 0; round < 25; ++round) {
        const auto start = Timer::now();
        BOOST_TEST_REQUIRE(browser.get("/home").status == 200);
        BOOST_TEST_REQUIRE(ask(browser, "POST", "/session/page/n/increment", "1").status == 200);
        BOOST_TEST_REQUIRE(browser.send({.path = program + "?quick"}).status == 200);
        times.push_back(Timer::now() - start);
    }
    std::ranges::nth_element(times, times.begin() + 12);
    return times[12];
}

const std::vector<std::string> slow_programs = {"/slow.fcgi", "/slow.cgi"};

}  // namespace

// It waits as long as it takes the others to answer 75 requests: that is proof enough
// that it holds no lock, and needs no five seconds.
ON_SET_UPS_THAT(is_beside_the_door, a_slow_page_delays_no_other_page_of_its_session, *holds("SL8")) {
    SiteWithSlowPage site(set_up);
    for (const std::string& program : slow_programs) {
        HttpClient browser = site.signed_in();
        const auto alone = usual_time(browser, program);
        Held held(site, browser, program);
        const auto beside = usual_time(browser, program);
        BOOST_TEST(held.is_waiting());
        BOOST_TEST((beside < alone + 100ms), (beside - alone) / 1us << " us more for three pages");
        BOOST_TEST(held.release().body == "go");
        BOOST_TEST(site.count("after") == 1);
        BOOST_TEST(ask(browser, "POST", "/session/page/n/increment", "0").body == "50");
        BOOST_TEST(browser.post("/logout", {}).status == 303);
    }
}

ON_SET_UPS_THAT(is_beside_the_door, a_page_that_began_before_sign_out_writes_nothing_after_it, *holds("SL1")) {
    SiteWithSlowPage site(set_up);
    for (const std::string& program : slow_programs) {
        HttpClient browser = site.signed_in();
        Held held(site, browser, program);
        BOOST_TEST(browser.post("/logout", {}).status == 303);
        BOOST_TEST(held.release().body == "the session has ended");
        BOOST_TEST(Database(site).value("SELECT count(*) FROM session_variables") == "0");
        BOOST_TEST(Database(site).value("SELECT count(*) FROM sessions") == "1");  // the first user's
    }
}

}  // namespace cloakroom::test
