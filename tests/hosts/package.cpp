#include "hosts/package.h"

#include <stdexcept>

#include "server/set_ups.h"
#include "support/process.h"
#include "support/temp_folder.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

void must_succeed(const Command& command) {
    const Outcome outcome = run(command);
    if (outcome.status != 0) throw std::runtime_error(command[0] + ": " + outcome.output);
}

fs::path only_entry(const fs::path& folder) {
    const fs::directory_iterator entries(folder);
    if (std::distance(begin(entries), end(entries)) != 1) throw std::runtime_error("not one folder is in the package");
    return fs::directory_iterator(folder)->path();
}

fs::path with_ending(const fs::path& folder, const std::string& ending) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().string().ends_with(ending)) return entry.path();
    }
    throw std::runtime_error("no package was made with the ending " + ending);
}

}  // namespace

Package pack(const fs::path& out) {
    must_succeed({"tools/dist.sh", out});
    return {.zip = with_ending(out, "-linux-x86_64.zip"), .tar = with_ending(out, "-linux-x86_64.tar.gz")};
}

const Package& package() {
    static const TempFolder folder;
    static const Package packed = pack(folder.path() / "dist");
    return packed;
}

fs::path unpack(const fs::path& folder) {
    fs::create_directory(folder);
    must_succeed({"chmod", "777", folder});
    must_succeed(as_server_user({"unzip", "-q", package().zip, "-d", folder}));
    return only_entry(folder);
}

}  // namespace cloakroom::test
