// After all other tests: nothing secret was written down anywhere.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "server/on_each_server.h"

namespace cloakroom::test {

AT_THE_END_ON_EACH_SERVER(no_secret_stands_in_any_file, *holds("LG2 ID2")) {
    namespace fs = std::filesystem;
    const auto secrets = site.secrets();
    BOOST_TEST_REQUIRE(secrets.size() >= 3U);
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(site.folders().root)) {
        if (!entry.is_regular_file() || entry.path().filename().string().starts_with("cloakroom.fcgi")) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        ++files;
        for (const std::string& secret : secrets) {
            BOOST_TEST(content.find(secret) == std::string::npos, secret << " stands in " << entry.path());
        }
    }
    BOOST_TEST(files >= 3);  // the database and the server's log and configuration at least
}

}  // namespace cloakroom::test
