// The two loops that bring requests in and answers out.
#pragma once

#include <functional>

#include "http/environment.h"
#include "http/request.h"
#include "http/response.h"

namespace cloakroom::http {

// Makes the whole CGI document for one request. Must not throw; if it does all
// the same, the loop answers a bare "Status: 500" and lives on.
using Handler = std::function<Document(const Environment&, const BodyReader&)>;

// True if descriptor 0 is a FastCGI listening socket. SIGTERM and SIGUSR1 have
// their usual effect afterwards (libfcgi would swallow them).
bool is_fastcgi();

// Answers the one request in `environ` and standard input. After 30 s the program
// ends by itself, or, while a file goes out, when nobody takes 64 KiB of it in 30 s.
void serve_cgi(const Handler& handler);

// Answers requests on descriptor 0 until SIGTERM or SIGUSR1, which never cut a
// request short: they count only between two. Before each request is accepted
// `has_changed` is asked; when it says true the loop returns, descriptor 0 still
// open and the request still waiting, and the caller executes the new program file
// in place.
enum class Ended { stopped, changed };
Ended serve_fastcgi(const Handler& handler, const std::function<bool()>& has_changed);

}  // namespace cloakroom::http
