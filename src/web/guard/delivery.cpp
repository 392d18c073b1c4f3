#include "web/guard/delivery.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/path.h"
#include "http/byte_range.h"
#include "http/conditions.h"
#include "http/date.h"
#include "web/guard/guard.h"
#include "web/guard/media_type.h"
#include "web/guard/site_file.h"

namespace cloakroom::web {
namespace {

using Kind = SiteFile::Kind;

struct Look {
    std::optional<http::Response> refusal;
    SiteFile file{};
};

// A link leads elsewhere, and its rule is another: both addresses must be allowed.
Look look_at(const Visit& visit, const std::string& address) {
    const auto by_address = judge(visit, address);
    if (by_address != auth::Decision::allow) return {refuse(visit, by_address)};
    const auto& options = visit.site.options;
    const auto& root = options.site_folder.empty() ? visit.request.document_root : options.site_folder;
    SiteFile file = find_site_file({.path = root, .shut = options.never_sent}, normalise_path(address));
    if (file.kind == Kind::missing) return {refuse(visit, 404)};
    if (file.kind == Kind::shut) return {refuse(visit, 403)};
    const auto by_file = judge(visit, file.address.empty() ? "/" : file.address);
    if (by_file != auth::Decision::allow) return {refuse(visit, by_file)};
    return {std::nullopt, std::move(file)};
}

http::Response redirect_into_folder(const Visit& visit, const std::string& address) {
    const std::string& target = visit.request.target;
    const auto question = std::min(target.find('?'), target.size());
    return http::redirect(percent_encode_path(address) + "/" + target.substr(question));
}

http::Response add_range(http::Response response, const Visit& visit, SiteFile file,
                         const http::Validators& validators) {
    const bool can_be_part = visit.request.method == http::Method::get && range_still_fits(visit.request, validators);
    const auto range = http::parse_range(can_be_part ? visit.request.range : "", file.size);
    const std::string total = "/" + std::to_string(file.size);
    if (range.kind == http::ByteRange::Kind::unsatisfiable) {
        return {.status = 416, .headers = {{"Content-Range", "bytes *" + total}}, .body = ""};
    }
    if (range.kind == http::ByteRange::Kind::part) {
        response.status = 206;
        response.add("Content-Range", "bytes " + std::to_string(range.offset) + "-" +
                                          std::to_string(range.offset + range.size - 1) + total);
    }
    response.add("Content-Type", std::string(media_type_of(file.path))).add("Accept-Ranges", "bytes");
    response.file = FileSlice{std::move(file.content), range.offset, range.size};
    return response;
}

// The server knows of ranges and conditions itself. lighttpd and nginx decode the path;
// mod_xsendfile takes it as it is.
http::Response leave_to_server(http::Response response, const Visit& visit, const SiteFile& file) {
    const std::string& way = visit.site.options.send_files;
    response.add("Content-Type", std::string(media_type_of(file.path)));
    const bool as_it_is = visit.request.server.starts_with("Apache");
    if (way == "x-sendfile") {
        return std::move(response.add("X-Sendfile", as_it_is ? file.path : percent_encode_path(file.path)));
    }
    return std::move(response.add("X-Accel-Redirect", "/cloakroom-files" + percent_encode_path(file.address)));
}

http::Response send(const Visit& visit, SiteFile file) {
    const Instant now = visit.site.auth.clock.now();
    const http::Validators validators{.tag = file.tag, .changed = std::min(file.changed, now), .now = now};
    http::Response response;
    response.add("X-Content-Type-Options", "nosniff").add("Cache-Control", "private, no-cache").add("Vary", "Cookie");
    response.add("ETag", validators.tag).add("Last-Modified", http::http_date(validators.changed));

    if (visit.site.options.send_files != "chunks") return leave_to_server(std::move(response), visit, file);
    switch (http::check_conditions(visit.request, validators)) {
        case http::Condition::not_modified:
            response.status = 304;
            return response;
        case http::Condition::failed:
            return {.status = 412, .headers = {}, .body = ""};
        case http::Condition::met:
            break;
    }
    return add_range(std::move(response), visit, std::move(file), validators);
}

}  // namespace

http::Response deliver(const Visit& visit) {
    const std::string asked = asked_path(visit.request);
    Look found = look_at(visit, asked);
    if (found.refusal) return std::move(*found.refusal);
    if (found.file.kind == Kind::file) return send(visit, std::move(found.file));

    const std::string folder = normalise_path(asked);
    if (!folder.ends_with('/')) return redirect_into_folder(visit, folder);
    for (const char* name : {"index.html", "index.htm"}) {
        Look index = look_at(visit, folder + name);
        if (index.refusal && index.refusal->status != 404) return std::move(*index.refusal);
        if (index.file.kind == Kind::file) return send(visit, std::move(index.file));
    }
    return refuse(visit, 404);
}

}  // namespace cloakroom::web
