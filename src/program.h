// Our own executable: where it lies, and whether it was replaced.
#pragma once

#include <string>

#include "base/file_stamp.h"

namespace cloakroom {

class Program {
   public:
    // Looks itself up; `argument_zero` is used where there is no /proc.
    explicit Program(const char* argument_zero);

    const std::string& path() const { return path_; }
    std::string folder() const { return path_.substr(0, path_.rfind('/')); }
    std::string name() const { return path_.substr(path_.rfind('/') + 1); }

    // True if another program file stands in its place, as a whole: one that is still
    // being uploaded, or may not be executed, does not count.
    bool was_replaced() const;

    // True if what stands in its place is an executable, and whole.
    bool can_be_executed() const;

    // Executes the file that stands there now, in this process; descriptor 0 stays
    // open. Returns only if that failed.
    void execute_anew(char** arguments) const;

   private:
    std::string path_;
    FileStamp stamp_;
};

}  // namespace cloakroom
