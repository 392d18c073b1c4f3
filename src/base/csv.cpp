#include "base/csv.h"

#include "base/encoding.h"

namespace cloakroom {

std::string csv_field(std::string_view text) {
    std::string field = to_utf8(text);
    // '\t' and '\r' are skipped before a formula is looked for.
    if (!field.empty() && std::string_view("=+-@\t\r\n'").find(field.front()) != std::string_view::npos) {
        field.insert(field.begin(), '\'');
    }
    if (field.find_first_of(",;\"\r\n\t") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

std::string csv_row(std::initializer_list<std::string_view> fields) {
    std::string row;
    for (const auto field : fields) row += csv_field(field) + ",";
    row.pop_back();
    return row + "\r\n";
}

}  // namespace cloakroom
