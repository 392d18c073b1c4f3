// One line of a CSV file, taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloakroom {

// The fields of a line without its end (RFC 4180). Nothing if a quote is not closed on this
// line, or text stands behind one that is: a field with a line break in it is not read, so that
// one quote too many spoils one line, not all that follow.
std::optional<std::vector<std::string>> split_csv_line(std::string_view line, char separator);

// A field without the apostrophe that csv_field() (csv.h) puts before what a spreadsheet
// would obey.
std::string without_apostrophe(std::string field);

}  // namespace cloakroom
