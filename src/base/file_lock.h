// A lock that other processes see: held while the object lives.
#pragma once

#include <string>

namespace cloakroom {

class FileLock {
   public:
    // Waits for the lock on `path`, a file made 0600 if need be: two seconds at most, for
    // those who wait stand in the way of all. Throws Unavailable.
    explicit FileLock(const std::string& path);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    // Does not wait: held() tells whether the lock was free.
    static FileLock try_to_take(const std::string& path);
    bool held() const { return held_; }

   private:
    FileLock(const std::string& path, int tries);

    int descriptor_;
    bool held_ = false;
};

}  // namespace cloakroom
