// The tags of a template file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cloakroom::view {

// What stands between two tags, and the tag behind it.
struct Piece {
    std::string_view text;
    std::string tag;  // without braces and blanks: "#done", "> head", "name"
    int line = 0;     // where the tag begins, counted from 1
};

struct Pieces {
    std::vector<Piece> pieces;
    std::string_view rest;     // the text behind the last tag
    int line_of_open_tag = 0;  // of a {{ without its }}; 0 if there is none
};

// The views lead into `content`.
Pieces split(std::string_view content);

// '#', '^', '/', '>', '!' ..., or '\0' for a value that is shown.
char kind_of(const std::string& tag);
std::string name_of(const std::string& tag);

}  // namespace cloakroom::view
