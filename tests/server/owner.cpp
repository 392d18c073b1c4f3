#include "server/owner.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "server/checks.h"

namespace cloakroom::test {
namespace {

namespace fs = std::filesystem;

// What stands between `head`, behind which it begins, and `end`, in each place of the page.
std::vector<std::string> all_between(const std::string& page, const std::string& head, const std::string& end) {
    std::vector<std::string> found;
    for (std::size_t at = 0; (at = page.find(head, at)) != std::string::npos;) {
        at += head.size();
        found.push_back(page.substr(at, page.find(end, at) - at));
    }
    return found;
}

std::string what_is_at(HttpClient& stranger, const std::string& address, const std::string& content) {
    const HttpResponse answer = stranger.send({.path = address});
    if (answer.shows(content)) return "fetched";
    constexpr std::array refusals = {403, 404, 410};
    return std::ranges::find(refusals, answer.status) != refusals.end() ? "refused" : "other";
}

// Where FTP puts what is uploaded beside the program.
fs::path program_folder(Site& site) {
    return fs::exists(site.program()) ? site.folders().program : site.private_folder().parent_path();
}

}  // namespace

std::string try_private_folder(HttpClient& stranger, const HttpResponse& page) {
    const auto content = all_between(page.body, "data-content=\"", "\"");
    if (content.empty()) return "";
    std::string worst = "refused";
    for (const std::string& address : all_between(page.body, "class=\"canary\" href=\"", "\"")) {
        const std::string seen = what_is_at(stranger, address, content.front());
        if (seen == "fetched" || worst == "refused") worst = seen;
    }
    return worst;
}

std::string file_to_upload(const HttpResponse& page) {
    const auto names = all_between(page.body, "<code class=\"line\">", "</code>");
    return names.empty() ? "" : names.front();
}

HttpResponse set_up_as_owner(Site& site, HttpClient& browser, const Site::User& owner) {
    browser.get("/setup");
    HttpResponse page = browser.get("/setup?anyway=1");
    HttpClient stranger(browser.place());
    std::string seen = try_private_folder(stranger, page);
    if (seen == "other") {
        // Below /cgi-bin/ Apache tries to run it, and fails: the owner looks himself and says so.
        BOOST_TEST(
            browser.post("/setup?anyway=1", {{"way", "folder"}, {"folder", seen}}).shows("id=\"folder-test-by-hand\""));
        seen = "refused";
    }
    BOOST_TEST(seen != "fetched");
    if (!seen.empty()) {
        page = browser.post("/setup?anyway=1", {{"way", "folder"}, {"folder", seen}});
    }
    check_page(page, 200);
    FormFields form = {
        {"username", owner.name}, {"password", owner.password}, {"password_again", owner.password}, {"folder", seen}};
    if (page.shows("name=\"code\"")) {
        form.emplace_back("code", site.set_up_code());
    } else {
        std::ofstream(program_folder(site) / file_to_upload(page)).close();
    }
    return browser.post("/setup", form);
}

}  // namespace cloakroom::test
