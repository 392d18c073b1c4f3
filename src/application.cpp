#include "application.h"

#include <exception>

#include "admin/restore_file.h"
#include "base/errors.h"
#include "base/private_file.h"
#include "core.h"
#include "http/origin.h"
#include "http/response.h"
#include "web/dispatch.h"
#include "web/headers.h"

namespace cloakroom {

namespace {

// A server that asks about a request of its own does not say where we lie.
std::optional<Mapping> mapping_of(const http::Environment& environment) {
    if (http::is_authorizer(environment)) return std::nullopt;
    return Mapping{.document_root = std::string(environment.get("DOCUMENT_ROOT")),
                   .script_name = std::string(environment.get("SCRIPT_NAME"))};
}

}  // namespace

// Everything that stands on one place.
struct Application::Parts {
    Parts(Place place, const Program& program, const std::string& command, const Clock& clock, const Log& log)
        : core(std::move(place), program, clock),
          templates(core.settings.templates),
          site{.options = {.name = core.settings.site_name,
                           .base_url = core.settings.base_url,
                           .after_sign_in = core.settings.after_sign_in,
                           .whom_to_ask = core.settings.whom_to_ask,
                           .anonymous_variables = core.settings.anonymous_variables,
                           .page_may_read = core.settings.page_may_read,
                           .variables_for_programs = core.settings.variables_for_programs,
                           .page_variables_for_programs = core.settings.page_variables_for_programs,
                           .site_folder = core.settings.site_folder,
                           .send_files = core.settings.send_files,
                           .never_sent = {program.path(), core.place.folder},
                           .private_folder = core.place.folder,
                           .program = program.path(),
                           .command = command},
               .auth = core.auth,
               .set_up = core.set_up,
               .templates = templates,
               .log = log} {}

    // Read where it is needed, until another process has made the first user.
    std::optional<std::string> stored_base() {
        if (stored_base_url.empty()) stored_base_url = core.auth.properties.base_url();
        if (stored_base_url.empty()) return std::nullopt;
        return http::path_of(stored_base_url);
    }

    Core core;
    std::string stored_base_url;
    view::Templates templates;
    web::Site site;
};

Application::Application(const Program& program, std::string configuration)
    : program_(program), configuration_(std::move(configuration)), log_(clock_) {}

Application::~Application() = default;

bool Application::is_outdated() const {
    if (program_.was_replaced()) return true;
    if (!parts_) return false;
    const bool is_other = parts_->core.is_outdated() ||
                          (!restore_failed_ && admin::is_restore_asked_for(parts_->core.place.folder, clock_));
    return is_other && program_.can_be_executed();
}

std::string Application::open(const http::Environment& environment) {
    if (parts_) return "";
    try {
        Place place = find_place(program_, configuration_, mapping_of(environment));
        ensure_private_folder(place.folder);
        log_.also_to(place.log());
        restore_if_asked_for(place);
        const std::string command =
            configuration_.empty() ? program_.path() : program_.path() + " --config " + place.configuration;
        parts_ = std::make_unique<Parts>(std::move(place), program_, command, clock_, log_);
        ensure_program_secret();
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
}

// A backup that cannot even be moved shuts no site that works.
void Application::restore_if_asked_for(const Place& place) {
    std::optional<admin::Restored> restored;
    try {
        restored = admin::restore_from_file(place.database(), clock_);
    } catch (const std::exception& error) {
        restore_failed_ = true;
        log_.error("restore_refused", error.what());
    }
    if (!restored) return;
    if (!restored->refused.empty()) {
        log_.error("restore_refused", restored->refused);
    } else {
        log_.warning("backup_restored",
                     "restore.sqlite is in place, and everybody signs in anew; it was moved to " + restored->file +
                         "; what was there before: " + (restored->kept.empty() ? "nothing" : restored->kept));
    }
}

void Application::ensure_program_secret() const {
    try {
        parts_->core.auth.program_secret.ensure();
    } catch (const Unavailable& error) {
        log_.error("no_program_secret", error.what());
    }
}

http::Installation Application::installation() const {
    http::Installation installation{.program_name = program_.name()};
    if (!parts_) return installation;
    const std::string& base_url = parts_->core.settings.base_url;
    if (!base_url.empty()) installation.set_base = http::path_of(base_url);
    installation.trusted_proxies = parts_->core.settings.trusted_proxies;
    installation.stored_base = [this] { return parts_->stored_base(); };
    return installation;
}

http::Document Application::answer(const http::Environment& environment, const http::BodyReader& body) {
    try {
        const std::string broken = open(environment);
        const http::Request request = http::read_request(environment, body, installation());
        auto response =
            broken.empty() ? web::dispatch(parts_->site, request) : web::out_of_order(built_in_, log_, request, broken);
        return http::document_of(std::move(response), request.method);
    } catch (const std::exception& error) {
        log_.error("failed", error.what());
        http::Response response{.status = 503, .headers = {{"Retry-After", "5"}}, .body = "503\n"};
        response.add("Content-Type", "text/plain; charset=utf-8");
        web::add_common_headers(response, true);
        return http::document_of(std::move(response), http::Method::get);
    }
}

}  // namespace cloakroom
