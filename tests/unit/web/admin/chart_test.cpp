#include "web/admin/chart.h"

#include <boost/test/unit_test.hpp>
#include <limits>

using namespace cloakroom;

namespace {

std::vector<web::Bar> bars(std::vector<std::int64_t> counts) {
    return web::bars(counts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chart)

BOOST_AUTO_TEST_CASE(the_highest_bar_fills_the_height_and_the_others_are_in_proportion) {
    const auto all = bars({50, 200, 100});
    BOOST_TEST(all[0].height == 25);
    BOOST_TEST(all[1].height == 100);
    BOOST_TEST(all[2].height == 50);
}

BOOST_AUTO_TEST_CASE(bars_stand_on_one_line_side_by_side) {
    const auto all = bars({1, 2, 3, 0});
    for (std::size_t i = 0; i < all.size(); ++i) {
        BOOST_TEST(all[i].y + all[i].height == web::chart_height);
        BOOST_TEST(all[i].x == static_cast<int>(i) * web::bar_step + 1);
        BOOST_TEST(all[i].width < web::bar_step);
    }
}

BOOST_AUTO_TEST_CASE(one_beside_a_million_can_still_be_seen_and_none_cannot) {
    const auto all = bars({1'000'000, 1, 0});
    BOOST_TEST(all[1].height == 2);
    BOOST_TEST(all[2].height == 0);
}

BOOST_AUTO_TEST_CASE(nothing_at_all_is_a_flat_line) {
    for (const auto& bar : bars({0, 0, 0})) BOOST_TEST(bar.height == 0);
    BOOST_TEST(bars({}).empty());
}

BOOST_AUTO_TEST_CASE(no_count_is_too_large) {
    BOOST_TEST(bars({std::numeric_limits<std::int64_t>::max()})[0].height == 100);
}

BOOST_AUTO_TEST_SUITE_END()
