#include "admin/import_file.h"

#include <algorithm>
#include <array>

#include "base/csv_reader.h"

namespace cloakroom::admin {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 6> known_columns = {"name",          "display_name", "groups", "disabled",
                                                           "password_hash", "created_at" /* our own export has it */};

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

// As columns are compared: " Name" is name.
std::string plain(std::string_view column) {
    std::string name;
    for (const char c : column) {
        if (c != ' ') name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

std::vector<std::string> split_groups(std::string_view text) {
    constexpr std::string_view between = " ;,";
    std::vector<std::string> groups;
    for (std::size_t start = text.find_first_not_of(between); start < text.size();) {
        const std::size_t end = std::min(text.find_first_of(between, start), text.size());
        groups.emplace_back(text.substr(start, end - start));
        start = text.find_first_not_of(between, end);
    }
    return groups;
}

ImportLine from_htpasswd(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return {};
    const std::string_view rest = line.substr(colon + 1);
    return {.readable = true,
            .name = std::string(line.substr(0, colon)),
            .password_hash = std::string(rest.substr(0, rest.find(':')))};
}

}  // namespace

ImportFile::ImportFile(std::string text) : text_(std::move(text)) {
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    const std::size_t start = at_;
    const auto first = next_text();
    if (first && read_columns(*first)) {
        format_ = Format::csv;
        return;
    }
    at_ = start;
    number_ = 0;
    format_ = Format::htpasswd;
    const auto line = next();
    format_ = line && line->readable ? Format::htpasswd : Format::unknown;
    at_ = start;
    number_ = 0;
}

// Up to the next line feed; an end of CR LF is one, too.
std::optional<std::string_view> ImportFile::next_text() {
    while (at_ < text_.size()) {
        const std::string_view rest = std::string_view(text_).substr(at_);
        std::string_view line = rest.substr(0, rest.find('\n'));
        at_ += line.size() + 1;
        ++number_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!is_blank(line)) return line;
    }
    return std::nullopt;
}

bool ImportFile::read_columns(std::string_view line) {
    for (const char separator : {',', ';', '\t'}) {
        auto fields = split_csv_line(line, separator).value_or(std::vector<std::string>());
        std::ranges::transform(fields, fields.begin(), plain);
        if (std::ranges::find(fields, "name") == fields.end()) continue;
        separator_ = separator;
        columns_ = std::move(fields);
        return true;
    }
    return false;
}

std::optional<ImportLine> ImportFile::next() {
    if (format_ == Format::unknown) return std::nullopt;
    auto text = next_text();
    while (format_ == Format::htpasswd && text && text->starts_with('#')) text = next_text();
    if (!text) return std::nullopt;
    ImportLine line = format_ == Format::csv ? from_csv(*text) : from_htpasswd(*text);
    line.number = number_;
    return line;
}

ImportLine ImportFile::from_csv(std::string_view line) const {
    auto fields = split_csv_line(line, separator_);
    if (!fields || fields->size() != columns_.size()) return {};
    const auto value = [&](std::string_view column) -> std::string {
        const auto found = std::ranges::find(columns_, column);
        if (found == columns_.end()) return "";
        return without_apostrophe((*fields)[static_cast<std::size_t>(found - columns_.begin())]);
    };
    const std::string disabled = plain(value("disabled"));
    return {.readable = disabled.empty() || disabled == "no" || disabled == "yes",
            .name = value("name"),
            .display_name = value("display_name"),
            .groups = split_groups(value("groups")),
            .password_hash = value("password_hash"),
            .disabled = disabled == "yes"};
}

std::vector<std::string> ImportFile::unused_columns() const {
    std::vector<std::string> unused;
    std::ranges::copy_if(columns_, std::back_inserter(unused), [](const std::string& column) {
        return std::ranges::find(known_columns, column) == known_columns.end();
    });
    return unused;
}

}  // namespace cloakroom::admin
