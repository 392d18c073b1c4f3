// replay MUTATIONS FILE...: feeds each file to the fuzz target, so that what fuzzing once found stays found without a
// fuzzer; then as many changed ones, the same at each run. An input that ends the program is left in build/fuzz-crash.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace std::string_view_literals;

constexpr const char* crash = "build/fuzz-crash";
std::string input;  // a signal's handler can be told in no other way

void keep_input(int signal) {
    const int file = open(crash, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    static_cast<void>(!write(file, input.data(), input.size()));
    constexpr std::string_view told = "the input is in build/fuzz-crash\n";
    static_cast<void>(!write(STDERR_FILENO, told.data(), told.size()));
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void feed(std::string text) {
    input = std::move(text);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

// Takes something away, puts something in, or overwrites it: a random byte, one that
// means something to the readers, or a piece of another input.
class Mutator {
   public:
    explicit Mutator(const std::vector<std::string>& inputs) : inputs_(inputs) {}

    std::string next() {
        std::string text = any_input();
        for (std::size_t edits = 1 + below(6); edits > 0; --edits) {
            const std::size_t at = below(text.size() + 1);
            text.replace(at, below(3) == 0 ? below(16) : below(2), piece());
        }
        return text;
    }

   private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
    const std::string& any_input() { return inputs_[below(inputs_.size())]; }

    std::string piece() {
        static constexpr std::string_view telling = "&=;%+\"'<>{}[],:/\\?#@.- 09az\t\r\n\0\x7f\x80\xc0\xe2\xff"sv;
        switch (below(4)) {
            case 0:
                return "";
            case 1:
                return {static_cast<char>(below(256))};
            case 2:
                return {telling[below(telling.size())]};
            default:
                const std::string& other = any_input();
                return other.substr(below(other.size() + 1), below(32));
        }
    }

    const std::vector<std::string>& inputs_;
    std::mt19937_64 random_{20261124};
};

}  // namespace

int main(int count, char** words) {
    for (const int signal : {SIGABRT, SIGSEGV, SIGALRM}) std::signal(signal, keep_input);
    std::vector<std::string> inputs;
    for (int i = 2; i < count; ++i) {
        std::ifstream file(words[i], std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        if (!file) {
            std::cerr << words[i] << ": cannot be read\n";
            return 1;
        }
        feed(inputs.back());
    }
    if (inputs.empty()) return 1;
    Mutator mutator(inputs);
    const long mutations = std::strtol(words[1], nullptr, 10);
    for (long i = 0; i < mutations; ++i) {
        alarm(10);  // none of them is worth as long
        feed(mutator.next());
    }
    std::cout << inputs.size() << " inputs replayed, then " << mutations << " changed ones\n";
}
