// A file that only its owner may read (0600), and that grows.
#pragma once

#include <string>
#include <string_view>

#include "base/descriptor.h"

namespace cloakroom {

class PrivateList {
   public:
    // The file is made with the first text; one that is there already is never touched.
    explicit PrivateList(std::string path) : path_(std::move(path)) {}

    // Adds `text`, which survives a loss of power when this returns. Throws Unavailable.
    void add(std::string_view text);

    bool is_there() const { return file_.is_open(); }
    const std::string& path() const { return path_; }

   private:
    std::string path_;
    Descriptor file_;
};

}  // namespace cloakroom
