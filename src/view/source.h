// A page while it is put together from its files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/file_stamp.h"
#include "view/tags.h"

namespace cloakroom::view {

// The library makes an object of each blank and line end, and walks over all of them
// at each rendering, which was most of its time. So it never sees the text between the
// tags: a number between two marks, which HTML cannot hold, stands there instead.
inline constexpr char mark = '\x1e';

// Throws std::runtime_error: "html/head.html:3: why". Without a line, 0, only the file is named.
[[noreturn]] void fail(const std::string& file, int line, const std::string& why);

// The embedded files all bear the empty stamp: they never change.
FileStamp stamp_of(const std::string& folder, const std::string& file);

// The content of html/`file`: that in `folder` wins over the embedded one.
std::string read(const std::string& folder, const std::string& file);

// The name of a section gets a '?' in front. That tells it from a value that is
// to be shown when both arrive where names are looked up, and only there.
class Source {
   public:
    // Reads html/`file` with all that it pulls in. What is wrong in it throws
    // std::runtime_error that names file and line.
    Source(const std::string& folder, const std::string& file);

    std::map<std::string, FileStamp> files;
    std::vector<std::string> texts;
    std::string tags;  // what the library gets: tags, and numbers of texts

   private:
    struct Section {
        std::string name;
        std::string file;
        int line;
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
