#include "cloakroom.h"

#include <filesystem>

#include "base/errors.h"
#include "core.h"
#include "http/client_address.h"
#include "http/cookie.h"
#include "http/environment.h"
#include "http/origin.h"
#include "sdk/state.h"

namespace cloakroom {
namespace {

// A folder is made by Cloakroom only: here it would hide that the name is a wrong one.
Place place_in(const std::string& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw Unavailable("there is no folder " + folder +
                          " that this user may see; name Cloakroom's private folder, which holds cloakroom.sqlite");
    }
    return {folder, folder + "/cloakroom.conf"};
}

bool is_same_origin(const http::Environment& variables, const std::string& base_url) {
    const auto method = variables.get("REQUEST_METHOD");
    const bool is_safe = method.empty() || method == "GET" || method == "HEAD";
    http::Request request;
    request.method = is_safe ? http::Method::get : http::Method::post;  // the strictest of all others
    request.host = variables.get("HTTP_HOST");
    request.origin = variables.get("HTTP_ORIGIN");
    request.fetch_site = variables.get("HTTP_SEC_FETCH_SITE");
    return http::is_same_origin(request, http::origin_of(base_url));
}

}  // namespace

// What stands on one folder.
struct Door::Parts {
    explicit Parts(const std::string& folder) : core(place_in(folder), program, clock) {}

    // Where Cloakroom is. Set-up stores it and it hardly ever changes, so it is not read
    // again for each request, but once a second.
    const std::string& base_url() {
        if (!core.settings.base_url.empty()) return core.settings.base_url;
        if (clock.now() == read_at_) return stored_base_url_;
        stored_base_url_ = core.auth.properties.base_url();
        read_at_ = clock.now();
        return stored_base_url_;
    }

    SystemClock clock;
    Program program{""};
    Core core;

   private:
    std::string stored_base_url_;
    Instant read_at_;
};

Door::Door(std::string folder) : folder_(std::move(folder)) {}
Door::Door(Door&&) noexcept = default;
Door& Door::operator=(Door&&) noexcept = default;
Door::~Door() = default;

std::shared_ptr<Door::Parts> Door::parts() {
    if (parts_ && parts_->core.is_outdated()) parts_.reset();
    if (!parts_) parts_ = std::make_shared<Parts>(folder_);
    return parts_;
}

Session open(Door& door, const char* const* environment) {
    const http::Environment variables(environment);
    const auto parts = door.parts();
    const std::string& base_url = parts->base_url();
    const http::Client client = http::client_of(variables, parts->core.settings.trusted_proxies);
    Visitor visitor{
        .cookies = std::string(variables.get("HTTP_COOKIE")),
        .cookie_name = http::session_cookie_name(client.secure, http::path_of(base_url)),
        .browser = {.address = client.address, .user_agent = http::browser_of(variables), .secure = client.secure},
        .is_same_origin = is_same_origin(variables, base_url)};
    return Session(std::make_unique<Session::State>(parts->core.auth, std::move(visitor), auth::Space::program, parts));
}

}  // namespace cloakroom
