#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.h"

namespace cloakroom::cli {
namespace {

void print(const admin::Finding& finding, const std::string& words, bool json) {
    const std::string level(word(finding.level));
    if (!json) {
        std::printf("%-6s  %s\n", level.c_str(), words.c_str());
        return;
    }
    const nlohmann::json line = {{"check", finding.check},
                                 {"finding", finding.word},
                                 {"level", level},
                                 {"figures", finding.figures},
                                 {"words", words}};
    std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

// That we have come here is what check-config is about: configuration and database can be used.
Exit check_host(Installation& site, const Arguments& arguments) {
    auto findings = admin::check_host(admin::look_at_host(site.auth, site.place, std::nullopt, admin::Look::thorough));
    std::ranges::stable_sort(findings, std::ranges::greater(), &admin::Finding::level);
    for (const auto& finding : findings) print(finding, site.explain(finding), arguments.json);
    const bool is_bad = !findings.empty() && findings.front().level == admin::Level::bad;
    return is_bad ? Exit::refused : Exit::done;
}

}  // namespace cloakroom::cli
