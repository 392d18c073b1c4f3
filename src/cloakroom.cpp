#include "cloakroom.h"

#include "core.h"
#include "http/cookie.h"
#include "http/environment.h"
#include "http/origin.h"
#include "http/request.h"
#include "sdk/state.h"

namespace cloakroom {

struct Door::Parts {
    explicit Parts(const std::string& folder)
        : program(""), core({folder, folder + "/cloakroom.conf"}, program, clock) {}

    // Below which base path our cookie was set: that is a part of its name.
    std::string base() {
        const std::string& configured = core.settings.base_url;
        return http::path_of(configured.empty() ? core.auth.properties.base_url() : configured);
    }

    SystemClock clock;
    Program program;
    Core core;
};

Door::Door(const std::string& folder) : parts_(std::make_unique<Parts>(folder)) {}
Door::Door(Door&&) noexcept = default;
Door::~Door() = default;

Session open(Door& door, const char* const* environment) {
    const http::Environment variables(environment);
    auto& parts = *door.parts_;
    Visitor visitor{.cookies = std::string(variables.get("HTTP_COOKIE")),
                    .cookie_name = "",
                    .browser = {.address = std::string(variables.get("REMOTE_ADDR")),
                                .user_agent = http::browser_of(variables),
                                .secure = http::is_https(variables)}};
    visitor.cookie_name = http::session_cookie_name(visitor.browser.secure, parts.base());
    return Session(std::make_unique<Session::State>(parts.core.auth, std::move(visitor), auth::Space::program));
}

}  // namespace cloakroom
