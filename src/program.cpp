#include "program.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cloakroom {
namespace {

constexpr const char* running_file = "/proc/self/exe";

std::string own_path(const char* argument_zero) {
    std::error_code failed;
    std::string path = std::filesystem::read_symlink(running_file, failed).string();
    if (failed) return std::filesystem::absolute(argument_zero).string();
    // So the kernel calls a file that was replaced since we were started.
    constexpr std::string_view replaced = " (deleted)";
    if (path.ends_with(replaced)) path.resize(path.size() - replaced.size());
    return path;
}

// A program that was executed anew is told by this variable which file that was.
constexpr const char* executed_variable = "CLOAKROOM_EXECUTED";

std::string text_of(const FileStamp& stamp) {
    return std::to_string(stamp.device) + ":" + std::to_string(stamp.inode) + ":" +
           std::to_string(stamp.changed_seconds);
}

// The file that runs, which may no longer be the one in its place. Some file systems
// describe one file in two ways, so what the program before us executed counts
// first: else it would be executed again and again.
FileStamp own_stamp(const std::string& path) {
    const FileStamp in_place = FileStamp::of(path);
    const char* executed = std::getenv(executed_variable);
    if (executed != nullptr && executed == text_of(in_place)) return in_place;
    const FileStamp running = FileStamp::of(running_file);
    return running.exists() ? running : in_place;
}

// An executable's section table stands at its end, so a file that is still being
// written is shorter than its own header says.
bool is_whole(const std::string& path, std::int64_t size) {
    Elf64_Ehdr header{};
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(&header), sizeof header);
    if (!file || std::string_view(reinterpret_cast<char*>(header.e_ident), SELFMAG) != ELFMAG) return false;
    const auto end = header.e_shoff + std::uint64_t{header.e_shnum} * header.e_shentsize;
    return header.e_shoff != 0 && end <= static_cast<std::uint64_t>(size);
}

}  // namespace

Program::Program(const char* argument_zero) : path_(own_path(argument_zero)), stamp_(own_stamp(path_)) {}

bool Program::was_replaced() const {
    const FileStamp now = FileStamp::of(path_);
    return now != stamp_ && now.exists() && can_be_executed();
}

bool Program::can_be_executed() const {
    return access(path_.c_str(), X_OK) == 0 && is_whole(path_, FileStamp::of(path_).size);
}

void Program::execute_anew(char** arguments) const {
    setenv(executed_variable, text_of(FileStamp::of(path_)).c_str(), 1);
    execv(path_.c_str(), arguments);
}

}  // namespace cloakroom
