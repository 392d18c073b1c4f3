// A part of an open file, read in pieces: never more of it in memory than one.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/descriptor.h"

namespace cloakroom {

struct FileSlice {
    Descriptor file;
    std::int64_t offset = 0;  // in bytes, like size
    std::int64_t size = 0;

    // Hands the bytes to `take`, 64 KiB at a time, until all are out or `take` says false.
    // Should the file have become shorter meanwhile, it ends there.
    void read(const std::function<bool(std::string_view)>& take) const;
};

}  // namespace cloakroom
