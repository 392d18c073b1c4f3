#include "http/body.h"

#include <charconv>

#include "http/text.h"

namespace cloakroom::http {
namespace {

// The status to refuse the request with before its body is read, or 0.
int check_length(const Environment& environment, std::size_t most, std::size_t& length) {
    const auto digits = environment.get("CONTENT_LENGTH");
    if (digits.empty()) return 411;
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return 400;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    return parsed.ec == std::errc() && length <= most ? 0 : 413;
}

}  // namespace

bool has_type(const Environment& environment, std::string_view type) {
    const std::string sent = lower_case(environment.get("CONTENT_TYPE"));
    if (!sent.starts_with(type)) return false;
    const auto rest = std::string_view(sent).substr(type.size());
    return rest.empty() || rest == ";charset=utf-8" || rest == "; charset=utf-8";
}

Body read_body(const Environment& environment, const BodyReader& reader, std::string_view type, std::size_t most) {
    std::size_t length = 0;
    if (const int status = check_length(environment, most, length); status != 0) return {"", status};
    if (!has_type(environment, type)) return {"", 415};

    Body body{std::string(length, '\0')};
    for (std::size_t filled = 0; filled < length;) {
        const std::size_t got = reader(body.text.data() + filled, length - filled);
        if (got == 0) return {"", 400};
        filled += got;
    }
    return body;
}

}  // namespace cloakroom::http
