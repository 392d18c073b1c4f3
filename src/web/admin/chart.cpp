#include "web/admin/chart.h"

#include <algorithm>

namespace cloakroom::web {

std::vector<Bar> bars(std::span<const std::int64_t> counts) {
    constexpr int gap = 2;
    constexpr int least = 2;
    const std::int64_t most = counts.empty() ? 0 : std::ranges::max(counts);
    std::vector<Bar> all;
    int x = 0;
    for (const std::int64_t count : counts) {
        const int height = count <= 0 ? 0
                                      : std::max(least, static_cast<int>(static_cast<double>(count) * chart_height /
                                                                         static_cast<double>(most)));
        all.push_back({.x = x + gap / 2, .y = chart_height - height, .width = bar_step - gap, .height = height});
        x += bar_step;
    }
    return all;
}

}  // namespace cloakroom::web
