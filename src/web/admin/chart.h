// The picture of a figure that changes from day to day: bars in an SVG.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cloakroom::web {

// In units of the picture, which is stretched to the room that there is.
struct Bar {
    int x = 0;  // from the left
    int y = 0;  // from above
    int width = 0;
    int height = 0;
};

inline constexpr int chart_height = 100;
inline constexpr int bar_step = 10;  // from one bar to the next

// A bar for each count; the highest fills the height, and one that is not nothing can be seen.
std::vector<Bar> bars(std::span<const std::int64_t> counts);

}  // namespace cloakroom::web
