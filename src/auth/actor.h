// Who does something, and from where: what the audit log writes down.
#pragma once

#include <string>

namespace cloakroom::auth {

struct Actor {
    std::string who = "visitor";  // "user 7", "visitor", "command_line", "uploaded_file"
    std::string address;          // IP address; empty on the command line
    std::string session_tag;      // see Session::tag(); may be empty
    std::string request_id;       // joins the row with the log and the error page
    std::string browser{};        // what it says of itself; empty on the command line
    std::string device{};         // what the browser's device cookie says (devices.h): anything, perhaps

    static Actor command_line() { return {.who = "command_line", .address = "", .session_tag = "", .request_id = ""}; }
    static Actor uploaded_file() {
        return {.who = "uploaded_file", .address = "", .session_tag = "", .request_id = ""};
    }
};

}  // namespace cloakroom::auth
