// One request on its way through the pages: what came in, and who it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auth/actor.h"
#include "auth/sessions.h"
#include "auth/variables.h"
#include "cloakroom.h"
#include "http/request.h"
#include "http/response.h"
#include "web/site.h"

namespace cloakroom::web {

struct Visit {
    Site& site;
    const http::Request& request;
    std::optional<auth::Session> session;
    std::string name{};  // what stands in the path where its row has a '*'
    // The session after the password was given again: its cookie goes out with any answer, be it that of a failure.
    std::optional<auth::NewSession> renewed{};

    // The user who is signed in, or null.
    const auth::User* user() const { return session && session->user ? &*session->user : nullptr; }

    // A link to one of our own pages: "/home" becomes "/door/home".
    std::string link(std::string_view path) const { return request.base + std::string(path); }

    const std::string& cookie_name() const;
    std::string device_cookie_name() const;
    auth::Browser browser() const { return {request.address, request.browser, request.secure}; }
    auth::Actor actor() const;

    // The visitor's session variables, by the interface that is open to everybody
    // (cloakroom.h). What they change of the cookie, add_cookies() adds.
    Session variables(auth::Space space = auth::Space::program) const;
};

// A field of a form or query; empty if it was not sent.
const std::string& field(const http::Fields& fields, std::string_view name);

// Adds the cookie of a session that has just begun, and that of the device.
void give_cookie(http::Response& response, const Visit& visit, const auth::NewSession& fresh);

// Adds the cookies that a session asks for after its variables were written or removed.
void add_cookies(http::Response& response, Session& session);

// Adds the deletion of the session cookie.
void take_cookie(http::Response& response, const Visit& visit);

}  // namespace cloakroom::web
