#include "http/base_url.h"

#include <algorithm>
#include <vector>

#include "base/encoding.h"

namespace cloakroom::http {

namespace {

// What follows `folder` in `path`: "" or a text that begins with a slash. False
// if `path` is neither `folder` nor below it.
bool below(std::string_view path, std::string_view folder, std::string_view& rest) {
    if (!path.starts_with(folder)) return false;
    rest = path.substr(folder.size());
    return rest.empty() || rest.front() == '/';
}

std::string_view folder_of(std::string_view file) {
    const auto slash = file.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : file.substr(0, slash);
}

std::string route_of(std::string_view path, std::string_view program_name) {
    const std::string program = "/" + std::string(program_name);
    std::string_view rest;
    if (!program_name.empty() && below(path, program, rest)) path = rest;
    return path.empty() ? "/" : std::string(path);
}

// A decoded path as it stands in a link.
std::string base_from(std::string_view path) {
    std::string base;
    for (const char c : path) base += c == '/' ? "/" : percent_encode({&c, 1});
    while (base.ends_with('/')) base.pop_back();
    return base;
}

}  // namespace

std::string normalise_path(std::string_view path) {
    std::vector<std::string_view> segments;
    bool is_folder = true;  // the last segment seen was empty, "." or ".."
    for (std::size_t start = 0; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto segment = path.substr(start, end - start);
        start = end + 1;
        is_folder = segment.empty() || segment == "." || segment == "..";
        if (!is_folder) {
            segments.push_back(segment);
        } else if (segment == ".." && !segments.empty()) {
            segments.pop_back();
        }
    }
    std::string normal;
    for (const auto segment : segments) normal.append("/").append(segment);
    if (is_folder) normal += '/';
    return normal;
}

Location locate(const Address& address) {
    const std::string uri =
        normalise_path(percent_decode(address.request_uri.substr(0, address.request_uri.find('?'))));
    const std::string script = normalise_path(address.script_name);
    std::string_view rest;

    if (!address.path_info.empty()) {
        const std::string path = normalise_path(address.path_info);
        const bool splits = uri.ends_with(path);
        const auto base = splits ? std::string_view(uri).substr(0, uri.size() - path.size()) : std::string_view(script);
        return {base_from(base), route_of(path, address.program_name)};
    }
    if (below(uri, script, rest)) return {base_from(script), route_of(rest, address.program_name)};
    if (below(uri, folder_of(script), rest))
        return {base_from(folder_of(script)), route_of(rest, address.program_name)};
    return {address.stored_base.empty() ? base_from(script) : std::string(address.stored_base), "/"};
}

}  // namespace cloakroom::http
