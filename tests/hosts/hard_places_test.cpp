// The package where there is less than usual: an old kernel, a jail, little memory, a full disk, no shared memory.
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "hosts/hosted.h"
#include "server/checks.h"
#include "server/database.h"
#include "support/holds.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;
namespace ut = boost::unit_test;
using enum Hosting;

constexpr Host nginx = {.name = "nginx", .set_up = {"nginx", nginx_fastcgi, "/door"}};

Command restricted(const char* restriction, const Command& command) {
    Command all = {std::getenv("CLOAKROOM_RESTRICTED"), restriction};
    all.insert(all.end(), command.begin(), command.end());
    return all;
}

// One worker on the socket that nginx asks, seeing the folder `root` as "/".
Command worker(const Folders& folders, const Command& options, const fs::path& program, const fs::path& configuration) {
    Command all = {"spawn-fcgi", "-n", "-s", workers_socket(folders), "-M", "0666"};
    all.insert(all.end(), options.begin(), options.end());
    all.insert(all.end(), {"--", program, "--config", configuration});
    return all;
}

Command worker(const Folders& folders) {
    return worker(folders, {}, folders.program / "cloakroom.fcgi", folders.named / "cloakroom.conf");
}

// Besides the program and its private folder a jail has nothing but the device that gives chance.
fs::path make_jail(const Folders& folders) {
    const fs::path jail = folders.root / "jail";
    fs::create_directories(jail / "dev");
    fs::copy_file(folders.program / "cloakroom.fcgi", jail / "cloakroom.fcgi");
    fs::rename(folders.named, jail / "private");
    // The kernel's own, 1:9.
    BOOST_TEST_REQUIRE(mknod((jail / "dev/urandom").c_str(), S_IFCHR | 0666, makedev(1, 9)) == 0);
    BOOST_TEST_REQUIRE(chmod((jail / "dev/urandom").c_str(), 0666) == 0);
    return jail;
}

Command worker_in(const fs::path& jail, const Folders& folders) {
    return restricted("linux-3.10", worker(folders, {"-u", server_user, "-g", server_user, "-S", "-c", jail},
                                           "/cloakroom.fcgi", "/private/cloakroom.conf"));
}

// A disk in memory in the place of a private folder.
class SmallDisk {
   public:
    explicit SmallDisk(fs::path folder) : folder_(std::move(folder)) {
        is_mounted_ =
            run({"mount", "-t", "tmpfs", "-o", "size=3m,mode=0700,uid=33,gid=33", "tmpfs", folder_}).status == 0;
    }
    ~SmallDisk() { run({"umount", "--lazy", folder_}); }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_mounted() const { return is_mounted_; }
    void fill() const { run({"dd", "if=/dev/zero", "of=" + (folder_ / "filler").string(), "bs=4096", "status=none"}); }
    void make_room() const { fs::remove(folder_ / "filler"); }

   private:
    fs::path folder_;
    bool is_mounted_ = false;
};

boost::test_tools::assertion_result root_is_here(ut::test_unit_id /*test*/) {
    boost::test_tools::assertion_result possible(is_root());
    possible.message() << "needs root";
    return possible;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hard_places)

BOOST_AUTO_TEST_CASE(it_works_in_an_empty_jail_on_linux_3_10, *ut::precondition(root_is_here)) {
    Site::Options options = on(nginx);
    options.workers = [](const Folders& folders) { return worker_in(make_jail(folders), folders); };
    Site site(nginx.set_up, options);
    check_that_it_works(site, [&site] { return site.client(); });
}

BOOST_AUTO_TEST_CASE(a_plain_file_in_the_place_of_the_device_makes_no_code,
                     *holds("ID1") * ut::precondition(root_is_here)) {
    Site::Options options = on(nginx);
    options.workers = [](const Folders& folders) {
        const fs::path jail = make_jail(folders);
        fs::remove(jail / "dev/urandom");
        std::ofstream(jail / "dev/urandom") << std::string(4096, '7');
        return worker_in(jail, folders);
    };
    Site site(nginx.set_up, options);
    BOOST_TEST(site.client().get("/setup").status >= 500);
    BOOST_TEST(!fs::exists(site.folders().root / "jail/private/setup-code.txt"));
}

BOOST_AUTO_TEST_CASE(it_works_in_40_mb_with_16_descriptors_and_not_one_process_more, *holds("PR8")) {
    Site::Options options = on(nginx);
    options.workers = [](const Folders& folders) {
        Command limited = {"prlimit", "--as=40000000", "--nofile=16", "--nproc=0"};
        const Command command = worker(folders);
        limited.insert(limited.end(), command.begin(), command.end());
        return as_server_user(limited);
    };
    Site site(nginx.set_up, options);
    check_that_it_works(site, [&site] { return site.client(); });
}

BOOST_AUTO_TEST_CASE(without_shared_memory_it_works_with_a_rollback_journal, *holds("DB9")) {
    Site::Options options = on(nginx);
    options.workers = [](const Folders& folders) {
        return restricted("no-shared-mmap", as_server_user(worker(folders)));
    };
    Site site(nginx.set_up, options);
    check_that_it_works(site, [&site] { return site.client(); });
    BOOST_TEST(Database(site).value("PRAGMA journal_mode") != "wal");
}

BOOST_AUTO_TEST_CASE(a_disk_that_fills_up_is_a_page_and_heals, *holds("PR8") * ut::precondition(root_is_here)) {
    std::unique_ptr<SmallDisk> disk;
    Site::Options options = on(nginx);
    const auto upload = options.prepare;
    options.prepare = [&](const Folders& folders) {
        upload(folders);
        disk = std::make_unique<SmallDisk>(folders.named);
        BOOST_TEST_REQUIRE(disk->is_mounted());
    };
    Site site(nginx.set_up, options);
    check_that_it_works(site, [&site] { return site.client(); });
    const Site::User user = site.add_user();
    HttpClient inside = site.signed_in(user);
    disk->fill();
    check_page(site.client().post("/", {{"username", user.name}, {"password", user.password}}), 503);
    BOOST_TEST(is_signed_in(inside));
    disk->make_room();
    inside = site.signed_in(user);
    BOOST_TEST(is_signed_in(inside));
    site.stop();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
