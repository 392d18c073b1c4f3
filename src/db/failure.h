// SQLite's failures in our own words.
#pragma once

#include <SQLiteCpp/Exception.h>

namespace cloakroom::db {

// Throws Unavailable where waiting or the owner can mend it (locked, full,
// read-only, unreadable), std::runtime_error otherwise. Never returns.
[[noreturn]] void rethrow(const SQLite::Exception& error);

// Runs `work` and translates what SQLite throws.
template <typename Work>
decltype(auto) translated(const Work& work) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        rethrow(error);
    }
}

}  // namespace cloakroom::db
