// A private file for as long as it is worked with.
#pragma once

#include <string>

#include "base/file_slice.h"

namespace cloakroom {

class TemporaryFile {
   public:
    // An empty one in `folder`, 0600, with a random name. What a process that was killed
    // has left there a day ago is taken away. Throws Unavailable.
    explicit TemporaryFile(const std::string& folder);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }

    // All that is in it, to be read also when it is gone. Throws Unavailable.
    FileSlice content() const;

    // Gives it a name for good, in its folder or another on the same disk, in the place of
    // whatever bears that name. It is on the disk before it does. Throws Unavailable.
    void keep_as(const std::string& path);

   private:
    std::string path_;
};

}  // namespace cloakroom
