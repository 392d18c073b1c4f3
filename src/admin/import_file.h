// A file of users from elsewhere, read line by line: htpasswd ("name:hash"), or CSV whose first
// line names the columns. Which of both it is is told by its content.
//
//     name,display_name,groups,disabled,password_hash
//     ann,Ann Archer,choir board,no,$2y$10$...
//
// Only `name` must be there, and the order is free. Columns that we have no use for are left out.
// Commas, semicolons or tabs stand between; groups have blanks, commas or semicolons between them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloakroom::admin {

struct ImportLine {
    std::size_t number = 0;  // from 1, as editors count
    bool readable =
        false;  // false: no ':', another number of fields than the first line has, a quote that is not closed
    std::string name{};
    std::string display_name{};
    std::vector<std::string> groups{};
    std::string password_hash{};
    bool disabled = false;
};

class ImportFile {
   public:
    explicit ImportFile(std::string text);

    // False if it is neither of both; then it has no lines.
    bool is_known() const { return format_ != Format::unknown; }

    // The next line that is not empty, and no comment in htpasswd ("# ...").
    std::optional<ImportLine> next();

    // The columns that were left out.
    std::vector<std::string> unused_columns() const;

   private:
    enum class Format { unknown, htpasswd, csv };

    std::optional<std::string_view> next_text();
    bool read_columns(std::string_view line);
    ImportLine from_csv(std::string_view line) const;

    std::string text_;
    std::size_t at_ = 0;
    std::size_t number_ = 0;
    Format format_ = Format::unknown;
    char separator_ = ',';
    std::vector<std::string> columns_;
};

}  // namespace cloakroom::admin
