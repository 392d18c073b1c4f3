// Answers for scripts, as JSON: values, and what went wrong (RFC 9457).
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "cloakroom.h"
#include "http/request.h"
#include "http/response.h"

namespace cloakroom::web {

// Is this an address below /session, where all answers are JSON?
bool speaks_json(const http::Request& request);

http::Response json(const Value& value, int status = 200);

// {type, title, status, detail, id}. Without `detail` it is the one in problem.cpp's
// table. A 401 also bears `login`, the address of the sign-in page.
http::Response problem(const http::Request& request, int status, std::string_view detail = "");

// A 401 with the address of the sign-in page that leads back afterwards.
http::Response sign_in_problem(const http::Request& request, const std::string& login);

// The problem that an exception of the session's or of the reader's means; nothing for
// any other, which is a failure.
std::optional<http::Response> problem_of(const http::Request& request, const std::exception& error);

}  // namespace cloakroom::web
