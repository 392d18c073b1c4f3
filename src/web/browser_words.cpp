#include "web/browser_words.h"

#include <algorithm>
#include <array>
#include <span>

namespace cloakroom::web {
namespace {

struct Mark {
    std::string_view text;  // what stands in User-Agent
    std::string_view name;
};

// The first mark that is found counts. Nearly all browsers claim to be Chrome and
// Safari as well, so what is rare stands before what it is built on.
constexpr auto browsers = std::to_array<Mark>({
    {"EdgA/", "Edge"},
    {"EdgiOS/", "Edge"},
    {"Edg/", "Edge"},
    {"Edge/", "Edge"},
    {"OPR/", "Opera"},
    {"OPT/", "Opera"},
    {"OPiOS/", "Opera"},
    {"Opera Mini/", "Opera Mini"},
    {"Opera", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Vivaldi/", "Vivaldi"},
    {"YaBrowser/", "Yandex Browser"},
    {"UCBrowser/", "UC Browser"},
    {"HuaweiBrowser/", "Huawei Browser"},
    {"MiuiBrowser/", "Mi Browser"},
    {"Whale/", "Whale"},
    {"Brave/", "Brave"},
    {"DuckDuckGo/", "DuckDuckGo"},
    {"Ddg/", "DuckDuckGo"},
    {"Instagram ", "Instagram"},
    {"FBAV/", "Facebook"},
    {"GSA/", "Google"},
    {"Focus/", "Firefox Focus"},
    {"FxiOS/", "Firefox"},
    {"SeaMonkey/", "SeaMonkey"},
    {"PaleMoon/", "Pale Moon"},
    {"LibreWolf/", "LibreWolf"},
    {"Firefox/", "Firefox"},
    {"Epiphany/", "GNOME Web"},
    {"Falkon/", "Falkon"},
    {"Konqueror/", "Konqueror"},
    {"CriOS/", "Chrome"},
    {"Chromium/", "Chromium"},
    {"HeadlessChrome/", "Chrome"},
    {"Chrome/", "Chrome"},
    {"MSIE ", "Internet Explorer"},
    {"Trident/", "Internet Explorer"},
    {"Version/4.0 Mobile Safari/", "Android Browser"},
    {"Safari/", "Safari"},
    {"Lynx/", "Lynx"},
    {"w3m/", "w3m"},
    {"curl/", "curl"},
    {"Wget/", "Wget"},
});

// An Android says that it is a Linux, and an iPhone that it is like a Mac.
constexpr auto systems = std::to_array<Mark>({
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"iPod", "iPod"},
    {"Windows Phone", "Windows Phone"},
    {"KAIOS/", "KaiOS"},
    {"Tizen", "Tizen"},
    {"Android", "Android"},
    {"CrOS", "ChromeOS"},
    {"Windows", "Windows"},
    {"Mac OS X", "macOS"},
    {"FreeBSD", "FreeBSD"},
    {"OpenBSD", "OpenBSD"},
    {"Linux", "Linux"},
});

std::string_view first_name(std::span<const Mark> marks, std::string_view user_agent) {
    const auto found = std::ranges::find_if(
        marks, [&](const Mark& mark) { return user_agent.find(mark.text) != std::string_view::npos; });
    return found != marks.end() ? found->name : std::string_view();
}

}  // namespace

BrowserWords read_user_agent(std::string_view user_agent) {
    return {.browser = first_name(browsers, user_agent), .system = first_name(systems, user_agent)};
}

}  // namespace cloakroom::web
