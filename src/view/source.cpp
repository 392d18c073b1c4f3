#include "view/source.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/embedded.h"
#include "base/encoding.h"

namespace cloakroom::view {

void fail(const std::string& file, int line, const std::string& why) {
    throw std::runtime_error("html/" + file + (line > 0 ? ":" + std::to_string(line) : "") + ": " + why);
}

FileStamp stamp_of(const std::string& folder, const std::string& file) {
    return folder.empty() ? FileStamp{} : FileStamp::of(folder + "/" + file);
}

std::string read(const std::string& folder, const std::string& file) {
    if (stamp_of(folder, file).exists()) {
        std::ifstream in(folder + "/" + file, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        if (!in) fail(file, 0, "cannot be read in " + folder);
        return text;
    }
    const std::string_view text = embedded::html(file);
    if (text.data() == nullptr) fail(file, 0, "there is no such file");
    return std::string(text);
}

Source::Source(const std::string& folder, const std::string& file) : folder_(folder) {
    add_file(file, 0);
    end_text();
    if (!open_.empty()) fail(open_.back().file, open_.back().line, "{{#" + open_.back().name + "}} has no end");
}

void Source::add_file(const std::string& file, int depth) {
    if (depth > 8) fail(file, 0, "the files pull in each other");
    files[file] = stamp_of(folder_, file);
    const std::string content = read(folder_, file);
    const Pieces found = split(content);
    std::string_view next = found.pieces.empty() ? found.rest : found.pieces.front().text;
    for (std::size_t i = 0; i < found.pieces.size(); ++i) {
        text_ += next;
        next = i + 1 < found.pieces.size() ? found.pieces[i + 1].text : found.rest;
        // A tag that shows nothing and stands alone takes its line away with it.
        const bool starts_line = text_.empty() ? nodes.empty() : text_.back() == '\n';
        const bool alone = starts_line && next.starts_with('\n');
        const bool shows_nothing = add_tag(file, found.pieces[i], depth);
        if (shows_nothing && alone) next.remove_prefix(1);
    }
    if (found.line_of_open_tag > 0) fail(file, found.line_of_open_tag, "a {{ without its }}");
    text_ += next;
}

// True if the tag itself leaves no text behind.
bool Source::add_tag(const std::string& file, const Piece& piece, int depth) {
    const char kind = kind_of(piece.tag);
    const std::string name = name_of(piece.tag);
    switch (kind) {
        case '{':
        case '&':
        case '=':
            fail(file, piece.line, "{{" + piece.tag + "}} is not allowed: values are always escaped");
        case '!':
            return true;
        case '>':
            add_file(name + ".html", depth + 1);
            return true;
        case '/':
            close_section(file, piece);
            return true;
        case '#':
        case '^':
            end_text();
            open_.push_back({name, file, piece.line, nodes.size()});
            nodes.push_back({kind == '#' ? Node::Kind::section : Node::Kind::inverted_section, name});
            return true;
        default:
            end_text();
            nodes.push_back({Node::Kind::value, name});
            return false;
    }
}

void Source::close_section(const std::string& file, const Piece& piece) {
    if (open_.empty() || open_.back().name != name_of(piece.tag)) {
        const std::string inner = open_.empty() ? "no section is open" : "{{#" + open_.back().name + "}} ends first";
        fail(file, piece.line, "{{" + piece.tag + "}} closes nothing here: " + inner);
    }
    end_text();
    nodes[open_.back().node].end = nodes.size();
    open_.pop_back();
}

void Source::end_text() {
    if (text_.empty()) return;
    nodes.push_back({Node::Kind::text, to_utf8(text_)});
    text_.clear();
}

}  // namespace cloakroom::view
