// Counts a visitor's visits and keeps a colour for him; he need not sign in. One program, as FastCGI and as plain CGI:
//     g++ visits.cpp -o visits.fcgi $(pkg-config --cflags --libs --static cloakroom) -lfcgi
#include <cloakroom.h>
#include <fcgi_stdio.h>  // after <iostream> and the like: it makes printf() write to the visitor
#include <unistd.h>

static std::string escaped(const std::string& text) {
    std::string html;
    for (char c : text) html += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
    return html;
}

static void answer(cloakroom::Session session) {
    std::string page, form(100, '\0');
    if (const char* method = getenv("REQUEST_METHOD"); method == nullptr || strcmp(method, "POST") != 0) {
        page = "<!doctype html><title>Visits</title><p>This is visit " + std::to_string(session.increment("visits")) +
               ". Your colour: " + escaped(session.get("colour", "none yet")) +
               "<form method=post><button name=colour value=green>Green</button> "
               "<button name=colour value=blue>Blue</button></form>";
        printf("Status: 200\r\n");
    } else if (session.is_same_origin()) {
        form.resize(fread(form.data(), 1, form.size(), stdin));
        session["colour"] = form.substr(form.find('=') + 1);
        printf("Status: 303\r\nLocation: %s\r\n", getenv("SCRIPT_NAME"));
    } else {
        printf("Status: 403\r\n");  // another site sent the form
    }
    for (const auto& [name, value] : session.headers()) printf("%s: %s\r\n", name.c_str(), value.c_str());
    printf("Content-Type: text/html; charset=utf-8\r\n\r\n%s", page.c_str());
}

int main() {
    cloakroom::Door door("/var/lib/cloakroom");
    while (FCGI_Accept() >= 0) try {
            answer(cloakroom::open(door, environ));
        } catch (const std::exception& error) {
            fprintf(stderr, "visits: %s\n", error.what());
            printf("Status: 503\r\nContent-Type: text/plain\r\n\r\nPlease try again in a moment.\n");
        }
}
