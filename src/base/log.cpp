#include "base/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/encoding.h"
#include "base/times.h"

namespace cloakroom {
namespace {

constexpr std::size_t max_line = 1024;
constexpr off_t max_file = 1024 * 1024;

// How many bytes at the start of `text` are one character that could end a line,
// steer a terminal or be taken for our own escapes; 0 for all others.
std::size_t harmful(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 || first == 0x7F || first == '\\') return 1;
    if (first == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0) return 2;  // C1 controls
    if (text.starts_with("\u2028") || text.starts_with("\u2029")) return 3;                        // line separators
    return 0;
}

// `text` on one line, what is harmful in it as \x0d.
std::string escaped(std::string_view text) {
    const std::string clean = to_utf8(text.substr(0, max_line));
    std::string line;
    for (std::string_view rest = clean; !rest.empty();) {
        const std::size_t bytes = harmful(rest);
        for (const char byte : rest.substr(0, bytes)) line += "\\x" + hex({&byte, 1});
        if (bytes == 0) line += rest.front();
        rest.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return line;
}

void append(int descriptor, std::string_view line) {
    // One write, so that lines of several processes do not mix; a failure is
    // nobody's to report to.
    [[maybe_unused]] const auto written = ::write(descriptor, line.data(), line.size());
}

void append_to_file(const std::string& path, std::string_view line) {
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
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
