// Can a stranger tell from the time taken whether a name exists? Signs in with a
// wrong password as a known, an unknown and a disabled user in turn, and compares:
//
//     timing [TRIES]     each, 1000 if not said
//
// Medians should agree within 2 %, and Welch's t stay below 4.5 (SI2).
#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "support/house.h"

namespace {

using Times = std::vector<double>;  // milliseconds

double mean(const Times& times) {
    return std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
}

// The variance of the mean.
double error(const Times& times) {
    const double middle = mean(times);
    const double squares = std::accumulate(times.begin(), times.end(), 0.0,
                                           [&](double sum, double t) { return sum + (t - middle) * (t - middle); });
    const auto count = static_cast<double>(times.size());
    return squares / (count - 1) / count;
}

double median(Times times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

double welch(const Times& one, const Times& other) {
    return (mean(one) - mean(other)) / std::sqrt(error(one) + error(other));
}

}  // namespace

int main(int count, char** arguments) {
    if (sodium_init() < 0) return EXIT_FAILURE;
    const int tries = count > 1 ? std::atoi(arguments[1]) : 1000;
    cloakroom::test::House house;
    house.add("known");
    house.add("disabled");
    house.execute("UPDATE users SET disabled_at = 1 WHERE name = 'disabled'");
    constexpr std::array names = {"known", "unknown", "disabled"};
    std::array<Times, names.size()> times;
    for (int i = 0; i < tries; ++i) {
        for (std::size_t which = 0; which < names.size(); ++which) {
            house.clock.move(std::chrono::days{2});  // no limit is in the way
            const auto start = std::chrono::steady_clock::now();
            house.sign_in(names[which], "a wrong password");
            const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
            times[which].push_back(taken.count());
        }
    }
    std::printf("\n| a wrong password for | median ms | to known | Welch's t |\n|---|---|---|---|\n");
    for (std::size_t which = 0; which < names.size(); ++which) {
        std::printf("| %s user | %.3f | %.4f | %.2f |\n", names[which], median(times[which]),
                    median(times[which]) / median(times[0]), welch(times[which], times[0]));
    }
    return EXIT_SUCCESS;
}
