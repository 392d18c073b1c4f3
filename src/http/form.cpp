#include "http/form.h"

#include <cgicc/Cgicc.h>

#include <algorithm>
#include <string>

#include "http/body.h"
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

}  // namespace

FormResult read_form(const Environment& environment, const BodyReader& body) {
    const Body read = read_body(environment, body, "application/x-www-form-urlencoded", max_form_bytes);
    return read.refused != 0 ? refuse(read.refused) : parse_fields(read.text);
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
