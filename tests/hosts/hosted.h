// The package, uploaded to one kind of host, and used as its owner would use it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "server/http_client.h"
#include "server/set_ups.h"
#include "server/site.h"
#include "support/process.h"

namespace cloakroom::test {

// What differs from host to host.
struct Host {
    const char* name;
    SetUp set_up;
    const char* htaccess = nullptr;  // of the shipped texts in htaccess/; else the one in its place serves

    // What the owner does with the unpacked folder, and what the host's people wrote into their configuration.
    void (*upload)(const std::filesystem::path& unpacked, const Folders& folders) = nullptr;
    std::string (*configuration)(const Folders& folders) = nullptr;
    const char* locked = "/members";  // the folder that is locked, as it is addressed
};

// The usual upload: it becomes the folder of the program.
void upload_as_folder(const std::filesystem::path& unpacked, const Folders& folders);

// The site on such a host, with the package and nothing else on it.
Site::Options on(const Host& host);

using Browser = std::function<HttpClient()>;

// Set-up with the code, sign out, sign in, home, one protected folder; and the private folder stays private.
void check_that_it_works(Site& site, const Browser& new_browser, const std::string& locked = "/members");

// A command of the program that was uploaded, for the site's private folder.
void command(Site& site, Command words);

}  // namespace cloakroom::test
