#include "cloakroom.h"

#include <filesystem>

#include "base/errors.h"
#include "core.h"
#include "http/cookie.h"
#include "http/environment.h"
#include "http/origin.h"
#include "http/request.h"
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

}  // namespace

// What stands on one folder.
struct Door::Parts {
    explicit Parts(const std::string& folder) : core(place_in(folder), program, clock) {}

    // Below which base path our cookie was set, for that is a part of its name. Set-up
    // stores it, so it is not read again for each request, but once a second.
    const std::string& base() {
        if (clock.now() == base_read_at_) return base_;
        const std::string& configured = core.settings.base_url;
        base_ = http::path_of(configured.empty() ? core.auth.properties.base_url() : configured);
        base_read_at_ = clock.now();
        return base_;
    }

    SystemClock clock;
    Program program{""};
    Core core;

   private:
    std::string base_;
    Instant base_read_at_;
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
    const bool secure = http::is_https(variables);
    Visitor visitor{.cookies = std::string(variables.get("HTTP_COOKIE")),
                    .cookie_name = http::session_cookie_name(secure, parts->base()),
                    .browser = {.address = std::string(variables.get("REMOTE_ADDR")),
                                .user_agent = http::browser_of(variables),
                                .secure = secure}};
    return Session(std::make_unique<Session::State>(parts->core.auth, std::move(visitor), auth::Space::program, parts));
}

}  // namespace cloakroom
