// Passwords from whoever sits at the terminal, or from a pipe; never from an argument.
#pragma once

#include <optional>
#include <string>

namespace cloakroom::cli {

// From the terminal, asked twice and not shown, or, if `from_input`, the first line
// of standard input. Nothing if none could be had; standard error then says why.
std::optional<std::string> read_password(bool from_input);

}  // namespace cloakroom::cli
