// The command line: for those who have a shell.
#pragma once

#include <functional>
#include <string>

#include "admin/host_check.h"
#include "admin/set_up.h"
#include "auth/services.h"

namespace cloakroom::cli {

// What the commands work on.
struct Installation {
    auth::Services& auth;
    admin::SetUp& set_up;
    admin::HostPlace place{};

    // What a finding of `doctor` means and what to do, as the pages say it.
    std::function<std::string(const admin::Finding&)> explain{};
};

// Opens the installation whose configuration is named, or, if that is empty, the one
// found by itself. Throws std::runtime_error with what to do about it.
using Open = std::function<Installation(const std::string& configuration)>;

// Where it lies, for what must also work when it cannot be opened.
struct Location {
    std::string private_folder;
    std::string database;
};
using Find = std::function<Location(const std::string& configuration)>;

// Runs one command word; returns the exit code that `--help` explains.
int run(int count, const char* const* arguments, const Open& open, const Find& find);

}  // namespace cloakroom::cli
