#include "http/form.h"

#include <cgicc/Cgicc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "http/text.h"

namespace cloakroom::http {

namespace {

// All that cgicc sees: one checked text, as if it were the query of a GET, and
// nothing of the real environment or body.
class CheckedInput : public cgicc::CgiInput {
   public:
    explicit CheckedInput(std::string text) : text_(std::move(text)) {}

    std::size_t read(char*, std::size_t) override { return 0; }
    std::string getenv(const char* name) override {
        const std::string_view wanted = name;
        if (wanted == "REQUEST_METHOD") return "GET";
        return wanted == "QUERY_STRING" ? text_ : std::string();
    }

   private:
    std::string text_;
};

FormResult refuse(int status) {
    return {{}, status};
}

// No "&&", no '&' at either end, at most max_form_fields pairs.
bool has_good_pairs(std::string_view text) {
    return !text.starts_with('&') && !text.ends_with('&') && text.find("&&") == std::string_view::npos &&
           std::ranges::count(text, '&') < static_cast<std::ptrdiff_t>(max_form_fields);
}

// cgicc splits at ';' too, and loses a last name that has no '='.
std::string for_cgicc(std::string_view text) {
    std::string safe;
    for (const char c : text) safe += c == ';' ? std::string("%3B") : std::string(1, c);
    if (safe.find('=', safe.rfind('&') + 1) == std::string::npos) safe += '=';
    return safe;
}

// The status to refuse the request with before its body is read, or 0.
int check_headers(const Environment& environment, std::size_t& length) {
    const auto digits = environment.get("CONTENT_LENGTH");
    if (digits.empty()) return 411;
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return 400;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (parsed.ec != std::errc() || length > max_form_bytes) return 413;

    constexpr std::array<std::string_view, 3> types = {
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded;charset=utf-8",
        "application/x-www-form-urlencoded; charset=utf-8",
    };
    const bool is_form = std::ranges::find(types, lower_case(environment.get("CONTENT_TYPE"))) != types.end();
    return is_form ? 0 : 415;
}

}  // namespace

FormResult read_form(const Environment& environment, const BodyReader& body) {
    std::size_t length = 0;
    if (const int status = check_headers(environment, length); status != 0) return refuse(status);

    std::string text(length, '\0');
    for (std::size_t filled = 0; filled < length;) {
        const std::size_t got = body(text.data() + filled, length - filled);
        if (got == 0) return refuse(400);
        filled += got;
    }
    return parse_fields(text);
}

FormResult parse_fields(std::string_view text) {
    if (text.empty()) return {};
    if (!has_good_pairs(text)) return refuse(400);

    CheckedInput input(for_cgicc(text));
    const cgicc::Cgicc reader(&input);
    FormResult result;
    for (const cgicc::FormEntry& entry : reader.getElements()) {
        if (!is_text(entry.getName()) || !is_text(entry.getValue())) return refuse(400);
        if (!result.fields.emplace(entry.getName(), entry.getValue()).second) return refuse(400);
    }
    return result;
}

}  // namespace cloakroom::http
