// The program's own log: for the site owner who looks for the id of an error page.
//
// One line an event, at most 1 KiB: UTC time, level, event, detail. Control
// characters and line breaks in the detail are escaped, so a visitor cannot
// forge a line. Callers pass no password, code, cookie value or token.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace cloakroom {

class Log {
   public:
    explicit Log(const Clock& clock) : clock_(clock) {}

    // From now on lines go to `path` too (made 0600; moved to `path`.1 when it
    // passes 1 MiB). Until then, and always, they go to standard error, which
    // web servers put into their own error log.
    void also_to(std::string path) { path_ = std::move(path); }

    // Never throws: a full disk must not stop the service.
    void error(std::string_view event, std::string_view detail) const { write("error", event, detail); }
    void warning(std::string_view event, std::string_view detail) const { write("warning", event, detail); }

   private:
    void write(std::string_view level, std::string_view event, std::string_view detail) const;

    const Clock& clock_;
    std::string path_;
};

}  // namespace cloakroom
