#include "base/random.h"

#include <array>
#include <set>

#include "support/holds.h"

using namespace cloakroom;
using test::holds;

BOOST_AUTO_TEST_SUITE(random_bytes_)

BOOST_AUTO_TEST_CASE(a_hundred_thousand_ids_never_repeat_and_show_no_bias, *holds("ID1")) {
    constexpr int ids = 100'000;
    std::set<std::string> seen;
    std::array<int, 256> ones{};
    for (int i = 0; i < ids; ++i) {
        const std::string id = random_bytes(32);
        for (std::size_t bit = 0; bit < ones.size(); ++bit) {
            ones[bit] += static_cast<unsigned char>(id[bit / 8]) >> (bit % 8) & 1;
        }
        seen.insert(id);
    }
    BOOST_TEST(seen.size() == ids);
    // Six standard deviations of 0.5 / sqrt(ids).
    for (const int count : ones) BOOST_TEST(std::abs(count / double{ids} - 0.5) < 0.0095);
}

BOOST_AUTO_TEST_CASE(as_many_bytes_come_as_were_asked_for) {
    BOOST_TEST(random_bytes(0).empty());
    BOOST_TEST(random_bytes(1000).size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
