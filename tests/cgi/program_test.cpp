// A new program file is executed in place of the old one, once it is there as a whole. The new
// program of these tests is /bin/true, so that the worker ends when it has become the new one.
#include <chrono>
#include <fstream>
#include <thread>

#include "support/cgi.h"
#include "support/holds.h"
#include "support/worker.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

constexpr auto executable = fs::perms{0755};

struct Fixture {
    Fixture() {
        door.add_user("alice");
        fs::copy_file("/bin/true", fresh);
    }

    void put_in_place() const { fs::rename(fresh, door.program()); }

    // Both answers are the old program's; the second shows that the first was not its last.
    void check_answers(const Worker& worker) const {
        for (int round = 0; round < 2; ++round) BOOST_TEST(worker.get("/").starts_with("Status: 200"));
    }

    // The configuration is looked at once a second; a slow machine may take longer.
    static bool comes_to_show(const Worker& worker, const std::string& text) {
        for (int tries = 0; tries < 500; ++tries) {
            if (worker.get("/").find(text) != std::string::npos) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        return false;
    }

    Door door;
    fs::path fresh = door.folder() / "fresh";
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(program, Fixture)

BOOST_AUTO_TEST_CASE(a_new_program_that_is_moved_into_place_is_executed, *holds("PR5")) {
    Worker worker(door);
    check_answers(worker);
    put_in_place();
    worker.get("/");
    BOOST_TEST(worker.ends());
}

BOOST_AUTO_TEST_CASE(a_program_that_is_still_being_uploaded_is_not_executed, *holds("PR5")) {
    const Worker worker(door);
    check_answers(worker);
    fs::resize_file(fresh, fs::file_size(fresh) - 1);
    put_in_place();
    check_answers(worker);
}

BOOST_AUTO_TEST_CASE(an_upload_counts_when_its_last_byte_has_come, *holds("PR5")) {
    const std::string whole = read_whole(fresh);
    Worker worker(door);
    check_answers(worker);
    fs::remove(door.program());
    std::ofstream upload(door.program(), std::ios::binary);
    fs::permissions(door.program(), executable);
    upload.write(whole.data(), static_cast<std::streamsize>(whole.size() / 2)).flush();
    check_answers(worker);
    upload.write(whole.data() + whole.size() / 2, static_cast<std::streamsize>(whole.size() - whole.size() / 2));
    upload.close();
    worker.get("/");
    BOOST_TEST(worker.ends());
}

BOOST_AUTO_TEST_CASE(a_program_that_may_not_be_executed_is_not) {
    const Worker worker(door);
    check_answers(worker);
    fs::permissions(fresh, fs::perms{0644});
    put_in_place();
    check_answers(worker);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_program_is_not_executed) {
    const Worker worker(door);
    check_answers(worker);
    std::ofstream(fresh, std::ios::trunc) << "#!/bin/true\n";
    put_in_place();
    check_answers(worker);
}

BOOST_AUTO_TEST_CASE(a_program_whose_file_is_gone_goes_on) {
    const Worker worker(door);
    check_answers(worker);
    fs::remove(door.program());
    check_answers(worker);
}

BOOST_AUTO_TEST_CASE(a_program_that_was_only_touched_goes_on) {
    const Worker worker(door);
    check_answers(worker);
    fs::last_write_time(door.program(), fs::file_time_type::clock::now() - std::chrono::hours{1});
    check_answers(worker);
}

BOOST_AUTO_TEST_CASE(a_changed_configuration_counts_within_a_second, *holds("CF3")) {
    const Worker worker(door);
    check_answers(worker);
    door.configure("site_name = \"The Club\"\n");
    BOOST_TEST(comes_to_show(worker, "The Club"));
    door.configure("nonsense = 1\n");
    BOOST_TEST(comes_to_show(worker, "Status: 503"));
    door.configure("");
    BOOST_TEST(comes_to_show(worker, "Status: 200"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
