#include "http/date.h"

#include <array>
#include <ctime>

namespace cloakroom::http {

std::string http_date(Instant moment) {
    const std::time_t seconds = moment.time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

std::optional<Instant> parse_http_date(const std::string& text) {
    for (const char* format : {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"}) {
        std::tm utc{};
        const char* end = strptime(text.c_str(), format, &utc);
        if (end != nullptr && *end == '\0') return Instant{Seconds{timegm(&utc)}};
    }
    return std::nullopt;
}

}  // namespace cloakroom::http
