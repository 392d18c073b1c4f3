#include "http/base_url.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "base/path.h"

namespace cloakroom::http {

namespace {

// What follows `folder` in `path`: "" or a text that begins with a slash. Nothing
// if `path` is neither `folder` nor below it.
std::optional<std::string_view> below(std::string_view path, std::string_view folder) {
    if (!path.starts_with(folder)) return std::nullopt;
    const auto rest = path.substr(folder.size());
    return rest.empty() || rest.starts_with('/') ? std::optional(rest) : std::nullopt;
}

std::string route_of(std::string_view path, std::string_view program_name) {
    const auto route = below(path, "/" + std::string(program_name)).value_or(path);
    return route.empty() ? "/" : std::string(route);
}

// A decoded path as it stands in a link.
std::string base_from(std::string_view path) {
    std::string base = percent_encode_path(path);
    while (base.ends_with('/')) base.pop_back();
    return base;
}

}  // namespace

Location locate(const Address& address) {
    const auto sent = address.request_uri.substr(0, address.request_uri.find('?'));
    const std::string uri = normalise_path(percent_decode(sent));
    const std::string script = normalise_path(address.script_name);
    const auto found = [&](std::string_view base, std::string_view path) {
        return Location{base_from(base), route_of(path, address.program_name)};
    };

    if (!address.path_info.empty()) {
        const std::string path = normalise_path(address.path_info);
        if (uri.ends_with(path)) return found(uri.substr(0, uri.size() - path.size()), path);
        return {base_from(script), route_of(path, address.program_name), false};
    }
    const std::string folder = script.substr(0, script.rfind('/'));
    if (const auto rest = below(uri, script)) return found(script, *rest);
    if (const auto rest = below(uri, folder)) return found(folder, *rest);
    return {base_from(script), "/", false};
}

}  // namespace cloakroom::http
