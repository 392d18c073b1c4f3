// Random bytes from the kernel; the source of every session id, code and salt.
#pragma once

#include <cstddef>
#include <string>

namespace cloakroom {

// `count` bytes from getrandom(2), or from /dev/urandom where Linux is older than
// that call (3.17). Interrupted and short reads are continued; any other failure
// throws Unavailable, so that no guessable id is ever made.
// Nothing is buffered in the process: a fork cannot repeat bytes.
std::string random_bytes(std::size_t count);

}  // namespace cloakroom
