// Turns sql/, html/, docs/protect/ and the list of common passwords into C++, so that the executable needs no file
// beside it.
//
//     embed OUT    run in the root of the project; OUT gets statements.h, schema.h and embedded.cpp
//
// Each statement is prepared against the schema first. What is wrong in sql/ therefore stops the build, with file and
// line, instead of a page. A file whose content stays the same is not written, so that nothing is compiled again.
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Source {
    std::string path;
    std::string text;
};

struct Statement {
    std::string name;
    std::string text;
};

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Prepared = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path.string() + ": cannot be read");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// What an editor leaves beside the file that somebody is working on.
bool is_leftover(const std::string& name) {
    return name.starts_with('.') || name.ends_with('~');
}

// The files in `folder` by name, in order, which makes the output the same on every machine.
std::vector<Source> read_folder(const fs::path& folder) {
    std::vector<Source> sources;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file() && !is_leftover(entry.path().filename()))
            sources.push_back({entry.path().string(), read_file(entry.path())});
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

[[noreturn]] void fail(const Source& source, std::size_t offset, const std::string& why) {
    const auto line = 1 + std::count(source.text.begin(), source.text.begin() + static_cast<long>(offset), '\n');
    throw std::runtime_error(source.path + ":" + std::to_string(line) + ": " + why);
}

// Where the comments and the white space that begin at `offset` end.
std::size_t skip_blanks(const std::string& text, std::size_t offset) {
    while (offset < text.size()) {
        if (text.compare(offset, 2, "--") == 0)
            offset = std::min(text.find('\n', offset), text.size());
        else if (std::string_view{" \t\r\n"}.find(text[offset]) != std::string_view::npos)
            ++offset;
        else
            break;
    }
    return offset;
}

// Prepares the statement that begins at `begin`; returns where it ends.
std::size_t prepare(sqlite3* database, const Source& source, std::size_t begin, Prepared& statement) {
    const char* tail = nullptr;
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v2(database, source.text.c_str() + begin, -1, &prepared, &tail);
    statement.reset(prepared);
    if (result != SQLITE_OK) {
        const auto offset = static_cast<std::size_t>(std::max(0, sqlite3_error_offset(database)));
        fail(source, begin + offset, sqlite3_errmsg(database));
    }
    const auto end = static_cast<std::size_t>(tail - source.text.c_str());
    if (source.text[end - 1] != ';') fail(source, begin, "a statement without a ';' at its end");
    return end;
}

// Runs the schema steps, which makes the tables that the statements are prepared against.
void apply_schema(sqlite3* database, const std::vector<Source>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Source& step = steps[i];
        const std::string number = std::to_string(i + 1);
        const std::string wanted = std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number + "-";
        if (!fs::path(step.path).filename().string().starts_with(wanted))
            fail(step, 0, "the next step's name must begin with " + wanted);

        Prepared statement{nullptr, sqlite3_finalize};
        std::size_t at = skip_blanks(step.text, 0);
        while (at < step.text.size()) {
            const std::size_t end = prepare(database, step, at, statement);
            int result = SQLITE_ROW;
            while (result == SQLITE_ROW) result = sqlite3_step(statement.get());
            if (result != SQLITE_DONE) fail(step, at, sqlite3_errmsg(database));
            at = skip_blanks(step.text, end);
        }
    }
}

void check_parameters(sqlite3_stmt* statement, const Source& source, std::size_t begin) {
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
        const char* name = sqlite3_bind_parameter_name(statement, i);
        if (name == nullptr || *name != ':') fail(source, begin, "parameters are named, as in :user_id");
    }
}

// Cuts a file into its statements: "-- name: find_session", a comment that says why, one statement.
void read_statements(sqlite3* database, const Source& source, std::vector<Statement>& statements) {
    static const std::regex head{"-- name: ([a-z][a-z0-9_]*)\n"};
    static const std::string mark = "-- name:";

    std::size_t at = std::min(source.text.find(mark), source.text.size());
    if (skip_blanks(source.text, 0) < at) fail(source, 0, "a statement without a name");
    while (at < source.text.size()) {
        std::smatch match;
        const auto from = source.text.begin() + static_cast<long>(at);
        if (!std::regex_search(from, source.text.end(), match, head, std::regex_constants::match_continuous))
            fail(source, at, "expected \"-- name: lower_case_name\"");
        const std::string name = match[1];
        if (std::ranges::find(statements, name, &Statement::name) != statements.end())
            fail(source, at, name + " is the name of another statement too");

        const std::size_t why = at + static_cast<std::size_t>(match.length());
        if (source.text.compare(why, 3, "-- ") != 0) fail(source, why, name + " lacks its comment of why");
        const std::size_t begin = skip_blanks(source.text, why);
        at = std::min(source.text.find(mark, why), source.text.size());
        if (begin >= at) fail(source, why, name + " has no statement");

        Prepared statement{nullptr, sqlite3_finalize};
        const std::size_t end = prepare(database, source, begin, statement);
        if (skip_blanks(source.text, end) < at) fail(source, end, name + " has a second statement");
        check_parameters(statement.get(), source, begin);
        statements.push_back({name, source.text.substr(begin, end - begin)});
    }
}

// `bytes` as a C++ string literal, a line of the literal for each line of text.
std::string literal(const std::string& bytes) {
    std::string text = "\"";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if (byte == '\n')
            text += i + 1 < bytes.size() ? "\\n\"\n    \"" : "\\n";
        else if (byte == '"' || byte == '\\')
            (text += '\\') += bytes[i];
        else if (byte >= ' ' && byte < 127)
            text += bytes[i];
        else
            ((text += '\\') += static_cast<char>('0' + byte / 64)) +=
                {static_cast<char>('0' + byte / 8 % 8), static_cast<char>('0' + byte % 8)};
    }
    return text + '"';
}

std::string view_literal(const std::string& bytes) {
    return "std::string_view{" + literal(bytes) + ", " + std::to_string(bytes.size()) + "}";
}

std::string statements_header(const std::vector<Statement>& statements) {
    std::ostringstream out;
    out << "// Made from sql/*.sql by tools/embed.cpp.\n#pragma once\n\n#include <array>\n#include <cstddef>\n\n"
        << "#include \"db/sql.h\"\n\nnamespace cloakroom::sql {\n\ninline constexpr std::size_t count = "
        << statements.size() << ";\n\n";
    for (std::size_t i = 0; i < statements.size(); ++i)
        out << "inline constexpr db::Sql " << statements[i].name << "{\n    " << i << ", \"" << statements[i].name
            << "\",\n    " << literal(statements[i].text) << "};\n";
    out << "\ninline constexpr std::array<db::Sql, count> every_statement{\n";
    for (const Statement& statement : statements) out << "    " << statement.name << ",\n";
    out << "};\n";
    out << "\n}  // namespace cloakroom::sql\n";
    return out.str();
}

std::string schema_header(const std::vector<Source>& steps) {
    std::ostringstream out;
    out << "// Made from sql/schema/*.sql by tools/embed.cpp.\n#pragma once\n\n#include \"db/sql.h\"\n\n"
        << "namespace cloakroom::sql {\n\ninline constexpr db::SchemaStep schema_steps[] = {\n";
    for (std::size_t i = 0; i < steps.size(); ++i)
        out << "    {" << i + 1 << ", " << literal(fs::path(steps[i].path).stem()) << ",\n    "
            << literal(steps[i].text) << "},\n";
    out << "};\n\n}  // namespace cloakroom::sql\n";
    return out.str();
}

// The files of one folder, and the function that finds one by its name.
void write_files(std::ostream& out, const std::string& function, const std::vector<Source>& files) {
    out << "static constexpr std::array<File, " << files.size() << "> " << function << "_files{{\n";
    for (const Source& file : files)
        out << "    {" << literal(fs::path(file.path).filename()) << ", " << view_literal(file.text) << "},\n";
    out << "}};\n\nstd::string_view " << function
        << "(std::string_view name) {\n    for (const File& file : " << function
        << "_files)\n        if (file.name == name) return file.content;\n    return {};\n}\n\n";
}

std::string embedded_source(const std::vector<Source>& pages, const std::vector<Source>& locks,
                            const std::string& passwords) {
    std::ostringstream out;
    out << "// Made from html/*, docs/protect/* and src/auth/common_passwords.txt by tools/embed.cpp.\n"
        << "#include \"base/embedded.h\"\n\n#include <array>\n\nnamespace cloakroom::embedded {\n\nnamespace {\n\n"
        << "struct File {\n    std::string_view name;\n    std::string_view content;\n};\n\n}  // namespace\n\n";
    write_files(out, "html", pages);
    out << "std::vector<std::string_view> html_names() {\n    std::vector<std::string_view> names;\n"
        << "    for (const File& file : html_files) names.push_back(file.name);\n    return names;\n}\n\n";
    write_files(out, "lock", locks);
    out << "std::string_view common_passwords() {\n    return " << view_literal(passwords) << ";\n}\n\n"
        << "}  // namespace cloakroom::embedded\n";
    return out.str();
}

void write_if_changed(const fs::path& path, const std::string& text) {
    if (fs::exists(path) && read_file(path) == text) return;
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

void embed(const fs::path& out) {
    sqlite3* opened = nullptr;
    if (sqlite3_open(":memory:", &opened) != SQLITE_OK) throw std::runtime_error("SQLite does not open");
    const Database database{opened, sqlite3_close};

    const std::vector<Source> steps = read_folder("sql/schema");
    apply_schema(database.get(), steps);
    std::vector<Statement> statements;
    for (const Source& source : read_folder("sql")) read_statements(database.get(), source, statements);

    fs::create_directories(out);
    write_if_changed(out / "statements.h", statements_header(statements));
    write_if_changed(out / "schema.h", schema_header(steps));
    std::vector<Source> locks = read_folder("docs/protect");
    std::erase_if(locks, [](const Source& source) { return source.path.ends_with(".md"); });
    write_if_changed(out / "embedded.cpp",
                     embedded_source(read_folder("html"), locks, read_file("src/auth/common_passwords.txt")));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: embed OUT\n";
        return 2;
    }
    try {
        embed(argv[1]);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
