// How often: 200 times in `make check`; `make torture CYCLES=10000` has more patience.
#pragma once

#include <cstdlib>

namespace cloakroom::test {

inline int cycles() {
    const char* wished = std::getenv("CYCLES");
    const int number = wished != nullptr ? std::atoi(wished) : 0;
    return number > 0 ? number : 200;
}

}  // namespace cloakroom::test
