// To be preloaded: the allocation whose number, counted from the beginning of main(),
// stands in FAILING_MALLOC fails, and with "+" behind it all that come later, too, with
// "+7" some of them: the 7th after it, the 8th after that, and so on, for one that always
// needs as many would else fail at the same point for ever. How many there were is written
// to the file that MALLOC_COUNT names.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
}

namespace {

long failing = -1;
bool for_good = false;
long step = 0;  // to the next that fails; 0: there is none
long count = 0;

using Main = int (*)(int, char**, char**);
using StartMain = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
Main real_main = nullptr;

bool fails() {
    ++count;
    if (failing <= 0 || count < failing || (count > failing && !for_good)) return false;
    if (step > 0) failing += step++;
    errno = ENOMEM;
    return true;
}

int counted_main(int arguments, char** argument, char** environment) {
    char* end = nullptr;
    if (const char* number = std::getenv("FAILING_MALLOC")) {
        failing = std::strtol(number, &end, 10);
        if (*end == '+') step = std::strtol(end + 1, nullptr, 10);
        for_good = *end == '+' && step == 0;
    }
    count = 0;
    return real_main(arguments, argument, environment);
}

[[gnu::destructor]] void report() {
    const char* name = std::getenv("MALLOC_COUNT");
    if (name == nullptr) return;
    char digits[24];
    char* at = digits + sizeof digits;
    for (long rest = count; rest > 0; rest /= 10) *--at = static_cast<char>('0' + rest % 10);
    const int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    static_cast<void>(!write(file, at, static_cast<std::size_t>(digits + sizeof digits - at)));
    close(file);
}

}  // namespace

extern "C" {
[[gnu::visibility("default")]] void* malloc(std::size_t size) {
    return fails() ? nullptr : __libc_malloc(size);
}
[[gnu::visibility("default")]] void* calloc(std::size_t number, std::size_t size) {
    return fails() ? nullptr : __libc_calloc(number, size);
}
[[gnu::visibility("default")]] void* realloc(void* block, std::size_t size) {
    return fails() ? nullptr : __libc_realloc(block, size);
}

[[gnu::visibility("default")]] int __libc_start_main(Main main, int arguments, char** argument, void (*init)(),
                                                     void (*end)(), void (*loader_end)(), void* stack_end) {
    real_main = main;
    const auto start = reinterpret_cast<StartMain>(dlsym(RTLD_NEXT, "__libc_start_main"));
    return start(counted_main, arguments, argument, init, end, loader_end, stack_end);
}
}
