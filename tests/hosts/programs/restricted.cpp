// restricted RESTRICTION PROGRAM ...: runs a program as on a host that can do less.
//
//   linux-3.10       each system call that came after Linux 3.10 is unknown (ENOSYS)
//   no-shared-mmap   no file can be mapped as shared memory (ENODEV), as on some network file systems
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using Filter = std::vector<sock_filter>;

constexpr std::uint32_t last_of_linux_3_10 = SYS_finit_module;

sock_filter load(std::size_t offset) {
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

sock_filter fail(int error) {
    return BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error));
}

const sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

Filter linux_3_10() {
    return {load(offsetof(seccomp_data, nr)), BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last_of_linux_3_10, 0, 1),
            fail(ENOSYS), allow};
}

Filter no_shared_mmap() {
    return {load(offsetof(seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 4),
            load(offsetof(seccomp_data, args[3])),
            BPF_STMT(BPF_ALU | BPF_AND | BPF_K, MAP_SHARED | MAP_ANONYMOUS),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MAP_SHARED, 0, 1),
            fail(ENODEV),
            allow};
}

bool install(Filter filter) {
    const sock_fprog program{.len = static_cast<unsigned short>(filter.size()), .filter = filter.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) return 2;
    const std::string_view restriction = arguments[1];
    if (!install(restriction == "linux-3.10" ? linux_3_10() : no_shared_mmap())) {
        std::perror("restricted: no filter");
        return 1;
    }
    execvp(arguments[2], arguments + 2);
    std::perror(arguments[2]);
    return 127;
}
