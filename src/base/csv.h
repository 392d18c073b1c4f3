// Rows of a CSV file (RFC 4180) that a spreadsheet opens without obeying it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace cloakroom {

// One field: in quotes if it must be. What a spreadsheet would take for a formula gets
// an apostrophe in front, which shows it as text; and so does what begins with one, so that
// it can be undone (csv_reader.h).
std::string csv_field(std::string_view text);

// The fields with commas between them, and CR LF.
std::string csv_row(std::initializer_list<std::string_view> fields);

}  // namespace cloakroom
