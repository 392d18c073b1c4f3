#include "web/check.h"

#include <algorithm>

#include "admin/folder_canary.h"
#include "base/clock.h"
#include "http/cookie.h"
#include "view/plain_text.h"
#include "web/page.h"

namespace cloakroom::web {
namespace {

std::string tried_cookie(const Visit& visit) {
    return visit.cookie_name() + "-check";
}

// As the program understands it; the browser may see it otherwise.
std::string seen_address(const http::Request& request) {
    if (request.host.empty()) return "";
    return (request.secure ? "https://" : "http://") + request.host;
}

view::Data folder_test(const admin::Host& host) {
    const auto canary = admin::put_folder_canary(host.place.private_folder);
    view::Data addresses{view::Data::type::list};
    for (const std::string& address : host.folder_addresses) {
        view::Data one{"address", address + "/" + canary.name};
        one["is_first"] = address == host.folder_addresses.front();
        addresses << one;
    }
    view::Data values{"addresses", addresses};
    values["canary_content"] = canary.content;
    return values;
}

admin::HostPlace place_of(const Visit& visit) {
    const auto& options = visit.site.options;
    return {.program = options.program,
            .private_folder = options.private_folder,
            .site_folder = options.site_folder,
            .base_url = visit.site.base_url(),
            .templates_missing = visit.site.templates.folder_is_missing()};
}

admin::HostVisit visit_of(const Visit& visit) {
    const http::Request& request = visit.request;
    return {.secure = request.secure,
            .told_https = request.told_https,
            .unlisted_proxy = request.unlisted_proxy,
            .address = request.address,
            .host = request.host,
            .path = request.target.substr(0, request.target.find('?')),
            .base = request.base,
            .script = request.script_name,
            .document_root = request.document_root,
            .server = request.server,
            .over_fastcgi = request.over_fastcgi,
            .cookies_return = cookies_return(visit)};
}

}  // namespace

admin::Host look_at_host(const Visit& visit, admin::Look look) {
    return admin::look_at_host(visit.site.auth, place_of(visit), visit_of(visit), look);
}

bool is_folder_on_site(const Visit& visit) {
    return !admin::addresses_on_site(place_of(visit), visit_of(visit)).empty();
}

view::Data words_of(const admin::Finding& finding) {
    view::Data values{std::string(finding.word), true};
    for (const auto& [name, figure] : finding.figures) values[name] = figure;
    return values;
}

std::string plain_words(view::Templates& templates, const admin::Finding& finding) {
    return view::plain_text(templates.render("check-words", words_of(finding)));
}

view::Data words_of(const std::vector<admin::Finding>& findings, admin::Level level) {
    view::Data list{view::Data::type::list};
    for (const auto& finding : findings) {
        if (finding.level == level) list << words_of(finding);
    }
    return list;
}

bool needs_folder_test(const admin::Host& host) {
    return !host.folder_addresses.empty() && host.folder_test == admin::FolderTest::not_done;
}

view::Data check_values(const Visit& visit, const admin::Host& host, const char* action) {
    auto findings = admin::check_host(host);
    view::Data values;
    values["action"] = action;
    values["seen_address"] = seen_address(visit.request);
    values["seen_time"] = std::to_string(host.now.time_since_epoch().count());
    values["script_version"] = visit.site.templates.version("check.js");
    if (needs_folder_test(host)) {
        std::erase_if(findings, [](const auto& finding) { return finding.check == "private_folder"; });
        values["folder_test"] = folder_test(host);
    }
    for (const auto level : {admin::Level::bad, admin::Level::advice, admin::Level::good}) {
        const auto count = std::ranges::count(findings, level, &admin::Finding::level);
        const std::string name(word(level));
        values[name] = words_of(findings, level);
        values["count_" + name] = number_words(std::to_string(count));
    }
    return values;
}

admin::FolderTest folder_test_in(std::string_view folder) {
    if (folder == "refused") return admin::FolderTest::refused;
    return folder == "fetched" ? admin::FolderTest::fetched : admin::FolderTest::not_done;
}

std::optional<bool> cookies_return(const Visit& visit) {
    if (visit.session || http::read_cookie(visit.request.cookies, tried_cookie(visit))) return true;
    return visit.request.query.contains("cookies") ? std::optional(false) : std::nullopt;
}

http::Response redirect_with_cookie(const Visit& visit, std::string_view path) {
    auto response = http::redirect(visit.link(path));
    response.add("Set-Cookie", http::set_cookie(tried_cookie(visit), "1", visit.request.secure, std::nullopt));
    return response;
}

}  // namespace cloakroom::web
