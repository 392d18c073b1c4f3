#include "web/guard/media_type.h"

#include <algorithm>
#include <array>
#include <string>

#include "http/text.h"

namespace cloakroom::web {
namespace {

struct Type {
    std::string_view ending;
    std::string_view name;
};

constexpr auto types = std::to_array<Type>({
    {"html", "text/html"},
    {"htm", "text/html"},
    {"css", "text/css"},
    {"js", "text/javascript"},
    {"mjs", "text/javascript"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"wasm", "application/wasm"},
    {"xml", "application/xml"},
    {"xhtml", "application/xhtml+xml"},
    {"txt", "text/plain"},
    {"md", "text/markdown"},
    {"csv", "text/csv"},
    {"ics", "text/calendar"},
    {"vcf", "text/vcard"},
    {"vtt", "text/vtt"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"svg", "image/svg+xml"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/x-icon"},
    {"bmp", "image/bmp"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"mp3", "audio/mpeg"},
    {"m4a", "audio/mp4"},
    {"ogg", "audio/ogg"},
    {"opus", "audio/ogg"},
    {"flac", "audio/flac"},
    {"wav", "audio/wav"},
    {"mp4", "video/mp4"},
    {"m4v", "video/mp4"},
    {"webm", "video/webm"},
    {"mov", "video/quicktime"},
    {"ogv", "video/ogg"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"epub", "application/epub+zip"},
    {"rtf", "application/rtf"},
    {"zip", "application/zip"},
    {"gz", "application/gzip"},
    {"tgz", "application/gzip"},
    {"doc", "application/msword"},
    {"xls", "application/vnd.ms-excel"},
    {"ppt", "application/vnd.ms-powerpoint"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
});

constexpr auto sources = std::to_array<std::string_view>(
    {"phtml", "pht",      "phar",     "cgi",  "fcgi",   "pl",  "pm",     "py",      "pyc",  "rb",
     "rhtml", "erb",      "sh",       "bash", "lua",    "tcl", "jsp",    "jspx",    "asp",  "aspx",
     "asa",   "ascx",     "ashx",     "asmx", "config", "cfm", "cfc",    "shtml",   "shtm", "stm",
     "inc",   "htaccess", "htpasswd", "ini",  "env",    "sql", "sqlite", "sqlite3", "db"});

const Type* type_by(std::string_view ending) {
    const auto* found = std::ranges::find(types, ending, &Type::ending);
    return found == types.end() ? nullptr : found;
}

bool is_source_ending(std::string_view ending) {
    return ending.starts_with("php") || std::ranges::find(sources, ending) != sources.end();
}

// Takes the last ending off `name`: "gz" from "list.tar.gz". Editors and browsers put
// their own marks behind it ("php~", "php (1)"): only letters and digits count.
std::string take_ending(std::string_view& name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return "";
    std::string ending = http::lower_case(name.substr(dot + 1));
    name = name.substr(0, dot);
    const auto is_mark = [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); };
    ending.erase(std::ranges::find_if(ending, is_mark), ending.end());
    return ending;
}

}  // namespace

std::string_view media_type_of(std::string_view name) {
    const Type* type = type_by(take_ending(name));
    return type == nullptr ? "application/octet-stream" : type->name;
}

bool is_program_source(std::string_view name) {
    while (name.find('.') != std::string_view::npos) {
        if (is_source_ending(take_ending(name))) return true;
    }
    return false;
}

}  // namespace cloakroom::web
