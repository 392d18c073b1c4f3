#include "base/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

#include "base/encoding.h"
#include "base/times.h"

namespace cloakroom {
namespace {

constexpr std::size_t max_line = 1024;
constexpr off_t max_file = 1024 * 1024;

// `text` on one line: control characters and Unicode's own line ends as \xNN.
std::string escaped(std::string_view text) {
    std::string line;
    const std::string clean = to_utf8(text.substr(0, max_line));
    for (std::size_t i = 0; i < clean.size(); ++i) {
        const auto byte = static_cast<unsigned char>(clean[i]);
        const bool line_separator = clean.compare(i, 2, "\xE2\x80") == 0 && i + 2 < clean.size() &&
                                    (clean[i + 2] == '\xA8' || clean[i + 2] == '\xA9');
        const bool c1_control = byte == 0xC2 && i + 1 < clean.size() && static_cast<unsigned char>(clean[i + 1]) < 0xA0;
        if (byte < 0x20 || byte == 0x7F || byte == '\\' || line_separator || c1_control) {
            line += "\\x" + hex(clean.substr(i, 1));
        } else {
            line += clean[i];
        }
    }
    return line;
}

void append(int descriptor, std::string_view line) {
    // One write, so that lines of several processes do not mix; a failure is
    // nobody's to report to.
    [[maybe_unused]] const auto written = ::write(descriptor, line.data(), line.size());
}

void append_to_file(const std::string& path, std::string_view line) {
    const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return;
    struct stat status {};
    if (fstat(file, &status) == 0 && status.st_size > max_file) std::rename(path.c_str(), (path + ".1").c_str());
    append(file, line);
    close(file);
}

}  // namespace

void Log::write(std::string_view level, std::string_view event, std::string_view detail) const {
    std::string line = iso_time(clock_.now());
    line.append(" cloakroom ").append(level).append(" ").append(event).append(" ").append(escaped(detail));
    line = to_utf8(line.substr(0, max_line - 4));
    line += '\n';
    append(STDERR_FILENO, line);
    if (!path_.empty()) append_to_file(path_, line);
}

}  // namespace cloakroom
