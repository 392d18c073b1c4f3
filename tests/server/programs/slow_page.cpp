// A page that takes its time, on the SDK: as FastCGI and as plain CGI. It writes, waits
// until somebody writes to the pipe that a test has made, and writes again. With the
// query "quick" it waits for nobody.
#include <cloakroom.h>
#include <fcgi_stdio.h>

#include <cstdlib>
#include <fstream>
#include <string>

extern char** environ;

static void answer(cloakroom::Session session, const std::string& root) {
    const std::string query = std::getenv("QUERY_STRING");
    std::string said;
    try {
        if (query == "quick") {
            said = std::to_string(session.increment("quick"));
        } else {
            session["before"] = 1;
            std::ifstream pipe(root + "/pipe");
            std::getline(pipe, said);
            session["after"] = 2;
        }
    } catch (const cloakroom::SessionEnded&) {
        said = "the session has ended";
    }
    for (const auto& [name, value] : session.headers()) printf("%s: %s\r\n", name.c_str(), value.c_str());
    printf("Content-Type: text/plain\r\n\r\n%s", said.c_str());
}

int main() {
    const std::string root = std::string(std::getenv("DOOR_ROOT"));
    cloakroom::Door door(root + "/private");
    while (FCGI_Accept() >= 0) answer(cloakroom::open(door, environ), root);
}
