// Feeds each file named on the command line to the fuzz target, so that what
// fuzzing once found stays found without a fuzzer.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** names) {
    for (int i = 1; i < count; ++i) {
        std::ifstream file(names[i], std::ios::binary);
        if (!file) {
            std::cerr << names[i] << ": cannot be read\n";
            return 1;
        }
        const std::string input{std::istreambuf_iterator<char>(file), {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    std::cout << count - 1 << " inputs replayed\n";
    return count > 1 ? 0 : 1;
}
