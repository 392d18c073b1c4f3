// Registers one test for each way of hosting: every set-up is a suite of its own in
// which the same tests run, one by one.
//
//   ON_EACH_SERVER(a_true_sentence, *holds("CK5 CK6")) { BOOST_TEST(site.client().get("/").status == 200); }
//
// `site` is the suite's own, long in use, with a first user. ON_EACH_SET_UP gets the
// `set_up` only and starts what it needs, where nobody has set anything up. The
// ..._THAT forms take a condition on the set-up; AT_THE_END_ON_EACH_SERVER comes after
// all other tests of its suite.
#pragma once

#include <boost/test/unit_test.hpp>
#include <vector>

#include "server/site.h"
#include "support/holds.h"

namespace cloakroom::test {

struct ServerTest {
    const char* name;
    const char* file;
    unsigned line;
    bool is_last;
    bool (*is_for)(const SetUp&);
    boost::unit_test::decorator::collector_t& (*decorate)();
    void (*run)(Site& site, const SetUp& set_up);
};

std::vector<ServerTest>& server_tests();

inline bool any_set_up(const SetUp&) {
    return true;
}

struct Registration {
    explicit Registration(const ServerTest& test) { server_tests().push_back(test); }
};

}  // namespace cloakroom::test

#define CLOAKROOM_SERVER_TEST(name, is_last, is_for, numbers, parameter, argument)                                 \
    static void name(parameter);                                                                                   \
    static const cloakroom::test::Registration registration_of_##name{                                             \
        {#name, __FILE__, __LINE__, is_last, is_for,                                                               \
         []() -> boost::unit_test::decorator::collector_t& { return numbers; },                                    \
         []([[maybe_unused]] cloakroom::test::Site& site, [[maybe_unused]] const cloakroom::test::SetUp& set_up) { \
             name(argument);                                                                                       \
         }}};                                                                                                      \
    static void name(parameter)

#define ON_SERVERS_THAT(condition, name, numbers) \
    CLOAKROOM_SERVER_TEST(name, false, condition, numbers, cloakroom::test::Site& site, site)
#define ON_SET_UPS_THAT(condition, name, numbers) \
    CLOAKROOM_SERVER_TEST(name, false, condition, numbers, const cloakroom::test::SetUp& set_up, set_up)
#define AT_THE_END_ON_EACH_SERVER(name, numbers) \
    CLOAKROOM_SERVER_TEST(name, true, cloakroom::test::any_set_up, numbers, cloakroom::test::Site& site, site)

#define ON_EACH_SERVER(name, numbers) ON_SERVERS_THAT(cloakroom::test::any_set_up, name, numbers)
#define ON_EACH_SET_UP(name, numbers) ON_SET_UPS_THAT(cloakroom::test::any_set_up, name, numbers)
