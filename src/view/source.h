// A page while it is put together from its files.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/file_stamp.h"
#include "view/tags.h"

namespace cloakroom::view {

// One step of a page: a text, a value that is shown, or a section with what stands in it.
struct Node {
    enum class Kind { text, value, section, inverted_section };
    Kind kind;
    std::string text;     // or the name
    std::size_t end = 0;  // of a section: the number of the node behind it
};

// Throws std::runtime_error: "html/head.html:3: why". Without a line, 0, only the file is named.
[[noreturn]] void fail(const std::string& file, int line, const std::string& why);

// The embedded files all bear the empty stamp: they never change.
FileStamp stamp_of(const std::string& folder, const std::string& file);

// The content of html/`file`: that in `folder` wins over the embedded one.
std::string read(const std::string& folder, const std::string& file);

class Source {
   public:
    // Reads html/`file` with all that it pulls in. What is wrong in it throws
    // std::runtime_error that names file and line.
    Source(const std::string& folder, const std::string& file);

    std::map<std::string, FileStamp> files;
    std::vector<Node> nodes;

   private:
    struct Section {
        std::string name;
        std::string file;
        int line;
        std::size_t node;  // its number
    };

    void add_file(const std::string& file, int depth);
    bool add_tag(const std::string& file, const Piece& piece, int depth);
    void close_section(const std::string& file, const Piece& piece);
    void end_text();

    const std::string& folder_;
    std::string text_;           // since the last tag
    std::vector<Section> open_;  // the inner ones last
};

}  // namespace cloakroom::view
