#include "settings.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "base/private_file.h"
#include "http/local_path.h"
#include "http/origin.h"

namespace cloakroom {
namespace {

// Takes the value over; returns what would be right if this one is not.
using Take = std::function<std::optional<std::string>(Settings&, const toml::node&)>;

struct Setting {
    std::string_view name;
    Take take;
};

template <typename Store>
Take whole_number(std::int64_t least, std::int64_t most, Store store) {
    return [=](Settings& settings, const toml::node& node) -> std::optional<std::string> {
        const auto number = node.value_exact<std::int64_t>();
        if (!number || *number < least || *number > most) {
            return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        }
        store(settings, *number);
        return std::nullopt;
    };
}

template <typename Store>
Take text(const char* right, bool (*is_right)(const std::string&), Store store) {
    return [=](Settings& settings, const toml::node& node) -> std::optional<std::string> {
        const auto value = node.value_exact<std::string>();
        if (!value || !is_right(*value)) return right;
        store(settings, *value);
        return std::nullopt;
    };
}

template <typename Store>
Take yes_or_no(Store store) {
    return [=](Settings& settings, const toml::node& node) -> std::optional<std::string> {
        const auto value = node.value_exact<bool>();
        if (!value) return "true or false";
        store(settings, *value);
        return std::nullopt;
    };
}

Take names_of_variables(std::vector<std::string> Settings::*names) {
    return [=](Settings& settings, const toml::node& node) -> std::optional<std::string> {
        const char* const right = R"(a list of names of session variables, such as ["theme", "language"])";
        const toml::array* list = node.as_array();
        if (list == nullptr) return right;
        (settings.*names).clear();
        for (const auto& element : *list) {
            const auto name = element.value_exact<std::string>();
            if (!name || !auth::Variables::is_name(*name)) return right;
            (settings.*names).push_back(*name);
        }
        return std::nullopt;
    };
}

std::optional<std::string> take_proxies(Settings& settings, const toml::node& node) {
    const char* const right = R"(a list of IP addresses or networks, such as ["192.0.2.10", "10.0.0.0/8"])";
    const toml::array* list = node.as_array();
    if (list == nullptr) return right;
    settings.trusted_proxies.clear();
    for (const auto& element : *list) {
        const auto network = parse_ip_network(element.value_exact<std::string>().value_or(""));
        if (!network) return right;
        settings.trusted_proxies.push_back(*network);
    }
    return std::nullopt;
}

bool is_folder(const std::string& path) {
    std::error_code failed;
    return path.empty() || (path.front() == '/' && std::filesystem::is_directory(path, failed));
}

bool is_any_text(const std::string& /*text*/) {
    return true;
}

bool is_way_to_send(const std::string& way) {
    return way == "chunks" || way == "x-sendfile" || way == "x-accel-redirect";
}

bool is_base_url(const std::string& url) {
    const std::string path = http::path_of(url);
    return url.empty() || (!http::origin_of(url).empty() && !url.ends_with('/') &&
                           (path.empty() || http::is_local_path(path)) && url.find_first_of("?#") == std::string::npos);
}

const std::vector<Setting>& all_settings() {
    using std::chrono::days;
    using std::chrono::hours;
    static const std::vector<Setting> settings = {
        {"site_name", text(
                          "a text of 1 to 60 bytes", [](const std::string& t) { return !t.empty() && t.size() <= 60; },
                          [](Settings& s, const std::string& t) { s.site_name = s.auth.passwords.site_name = t; })},
        {"base_url", text("an address such as \"https://club.example/door\", without a slash at its end", is_base_url,
                          [](Settings& s, const std::string& t) { s.base_url = t; })},
        {"whom_to_ask", text(
                            "a text of at most 300 bytes", [](const std::string& t) { return t.size() <= 300; },
                            [](Settings& s, const std::string& t) { s.whom_to_ask = t; })},
        {"after_sign_in", text(
                              "a path on this site such as \"/members/\"",
                              [](const std::string& t) { return t.empty() || http::is_local_path(t); },
                              [](Settings& s, const std::string& t) { s.after_sign_in = t; })},
        // One that is gone shuts nothing: the built-in pages are shown, and admins are told.
        {"templates", text("the path of a folder, such as \"html\" inside the private folder", is_any_text,
                           [](Settings& s, const std::string& t) { s.templates = t; })},
        {"permanent_lifetime_days",
         whole_number(1, 400, [](Settings& s, auto n) { s.auth.sessions.permanent_lifetime = days{n}; })},
        {"browser_lifetime_hours",
         whole_number(1, 720, [](Settings& s, auto n) { s.auth.sessions.browser_lifetime = hours{n}; })},
        {"idle_timeout_hours",
         whole_number(1, 720, [](Settings& s, auto n) { s.auth.sessions.idle_timeout = hours{n}; })},
        {"sessions_per_user",
         whole_number(1, 1000, [](Settings& s, auto n) { s.auth.sessions.most_per_user = static_cast<int>(n); })},
        {"minimum_password_length",
         whole_number(8, 64, [](Settings& s, auto n) { s.auth.passwords.minimum_length = static_cast<size_t>(n); })},
        {"tries_per_name",
         whole_number(3, 100, [](Settings& s, auto n) { s.auth.limits.tries_per_name = static_cast<int>(n); })},
        {"tries_per_network",
         whole_number(3, 1'000'000,
                      [](Settings& s, auto n) { s.auth.limits.tries_per_network = static_cast<int>(n); })},
        {"tries_in_all",
         whole_number(10, 1'000'000, [](Settings& s, auto n) { s.auth.limits.tries_in_all = static_cast<int>(n); })},
        {"trusted_proxies", take_proxies},
        {"audit_log_days", whole_number(1, 3650, [](Settings& s, auto n) { s.auth.audit.kept_for = days{n}; })},
        {"audit_log_rows",
         whole_number(1000, 1'000'000, [](Settings& s, auto n) { s.auth.audit.most_rows = static_cast<int>(n); })},
        {"anonymous_variables", yes_or_no([](Settings& s, bool yes) { s.anonymous_variables = yes; })},
        {"page_may_read", names_of_variables(&Settings::page_may_read)},
        {"variables_for_programs", names_of_variables(&Settings::variables_for_programs)},
        {"page_variables_for_programs", names_of_variables(&Settings::page_variables_for_programs)},
        {"site_folder", text("the absolute path of a folder that exists", is_folder,
                             [](Settings& s, const std::string& t) { s.site_folder = t; })},
        {"send_files", text("\"chunks\", \"x-sendfile\" or \"x-accel-redirect\"", is_way_to_send,
                            [](Settings& s, const std::string& t) { s.send_files = t; })}};
    return settings;
}

std::string at(const std::string& path, const toml::source_region& place) {
    return path + ":" + std::to_string(place.begin.line) + ": ";
}

void take(Settings& settings, const std::string& path, const toml::key& key, const toml::node& node) {
    const auto& known = all_settings();
    const auto setting = std::ranges::find(known, key.str(), &Setting::name);
    if (setting == known.end()) {
        throw SettingsError(at(path, key.source()) + "there is no setting \"" + std::string(key.str()) +
                            "\"; cloakroom.conf.sample lists them all");
    }
    if (const auto right = setting->take(settings, node)) {
        throw SettingsError(at(path, node.source()) + std::string(key.str()) + " must be " + *right);
    }
}

}  // namespace

Settings read_settings(const std::string& path) {
    Settings settings;
    const auto content = read_private_file(path);
    if (!content) return settings;
    try {
        for (const auto& [key, node] : toml::parse(*content, path)) take(settings, path, key, node);
    } catch (const toml::parse_error& error) {
        throw SettingsError(at(path, error.source()) + std::string(error.description()));
    }
    // An absolute path stays as it is.
    if (!settings.templates.empty()) {
        settings.templates = (std::filesystem::path(path).parent_path() / settings.templates).string();
    }
    return settings;
}

std::vector<std::string_view> setting_names() {
    std::vector<std::string_view> names;
    for (const Setting& setting : all_settings()) names.push_back(setting.name);
    return names;
}

}  // namespace cloakroom
