// Builds the tree of tests: a suite for each set-up, with the same tests in each.
#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <curl/curl.h>

#include <algorithm>
#include <boost/test/tree/test_unit.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <memory>

#include "server/locks.h"
#include "server/on_each_server.h"

namespace cloakroom::test {

std::vector<ServerTest>& server_tests() {
    static std::vector<ServerTest> tests;
    return tests;
}

namespace {

namespace ut = boost::unit_test;

// Starts the server before the first test of a suite, and stops it after the last.
class SuiteSite : public ut::test_unit_fixture {
   public:
    explicit SuiteSite(const SetUp& set_up) : set_up_(set_up) {}
    Site& site() { return *site_; }

   private:
    void setup() override {
        site_ = std::make_unique<Site>(set_up_);
        site_->set_up_first_user();
        configure_locks(*site_);
    }
    void teardown() override { site_.reset(); }

    const SetUp& set_up_;
    std::unique_ptr<Site> site_;
};

ut::test_suite* suite_of(const SetUp& set_up) {
    auto* suite = new ut::test_suite(set_up.name, __FILE__, __LINE__);
    auto fixture = boost::shared_ptr<SuiteSite>(new SuiteSite(set_up));
    suite->p_fixtures.value.push_back(fixture);
    for (const ServerTest& test : server_tests()) {
        if (!test.is_for(set_up)) continue;
        auto* test_case = ut::make_test_case([fixture, &test, &set_up] { test.run(fixture->site(), set_up); },
                                             test.name, test.file, test.line);
        auto& decorators = test.decorate();
        decorators.store_in(*test_case);
        decorators.reset();
        suite->add(test_case);
    }
    return suite;
}

bool build_tree() {
    ut::framework::master_test_suite().p_name.value = "server";
    std::ranges::stable_sort(server_tests(), {}, &ServerTest::is_last);
    for (const SetUp& set_up : all_set_ups()) ut::framework::master_test_suite().add(suite_of(set_up));
    return true;
}

}  // namespace
}  // namespace cloakroom::test

int main(int count, char** arguments) {
    std::signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_ALL);
    return boost::unit_test::unit_test_main(cloakroom::test::build_tree, count, arguments);
}
