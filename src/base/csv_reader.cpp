#include "base/csv_reader.h"

namespace cloakroom {

std::optional<std::vector<std::string>> split_csv_line(std::string_view line, char separator) {
    std::vector<std::string> fields(1);
    enum { bare, quoted, closed } state = bare;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (state == quoted) {
            const bool doubled = c == '"' && line.substr(at + 1).starts_with('"');
            if (c != '"' || doubled) {
                fields.back() += c;
            } else {
                state = closed;
            }
            if (doubled) ++at;
        } else if (c == separator) {
            fields.emplace_back();
            state = bare;
        } else if (state == closed) {
            return std::nullopt;
        } else if (c == '"' && fields.back().empty()) {
            state = quoted;
        } else {
            fields.back() += c;
        }
    }
    if (state == quoted) return std::nullopt;
    return fields;
}

std::string without_apostrophe(std::string field) {
    const bool has_one = field.size() > 1 && field.front() == '\'' &&
                         std::string_view("'=+-@\t\r\n").find(field[1]) != std::string_view::npos;
    if (has_one) field.erase(0, 1);
    return field;
}

}  // namespace cloakroom
