// The web program as a whole: builds the services once, and answers with them.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "http/environment.h"
#include "http/request.h"
#include "http/response.h"
#include "program.h"
#include "view/templates.h"

namespace cloakroom {

struct Place;

class Application {
   public:
    // `configuration` is the file named with --config, or empty.
    Application(const Program& program, std::string configuration);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    // The whole CGI document for one request. While the configuration is wrong or the
    // data cannot be reached it is a 503 page, and each request tries anew.
    http::Document answer(const http::Environment& environment, const http::BodyReader& body);

    // True if the program file is no longer the one in use, or, at most a second later,
    // the configuration or the database, or if a backup came that is to be put back: then the
    // program is to be executed anew.
    bool is_outdated() const;

   private:
    struct Parts;

    // Makes it where there is none: programs read it before they first ask us something.
    void ensure_program_secret() const;

    // If the owner put a backup into the private folder to be put back.
    void restore_if_asked_for(const Place& place);

    // Builds the parts if they are not there; returns why that cannot be, or "".
    std::string open(const http::Environment& environment);
    http::Installation installation() const;

    const Program& program_;
    std::string configuration_;
    SystemClock clock_;
    Log log_;
    view::Templates built_in_;
    bool restore_failed_ = false;  // restore.sqlite is left where it is
    std::unique_ptr<Parts> parts_;
};

}  // namespace cloakroom
