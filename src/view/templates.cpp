#include "view/templates.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/embedded.h"
#include "base/encoding.h"

namespace cloakroom::view {
namespace {

namespace mustache = kainjow::mustache;

[[noreturn]] void fail(const std::string& file, const std::string& why) {
    throw std::runtime_error("html/" + file + ": " + why);
}

// The embedded files all bear the empty stamp: they never change.
FileStamp stamp_of(const std::string& folder, const std::string& file) {
    return folder.empty() ? FileStamp{} : FileStamp::of(folder + "/" + file);
}

std::string read(const std::string& folder, const std::string& file) {
    if (stamp_of(folder, file).exists()) {
        std::ifstream in(folder + "/" + file, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        if (!in) fail(file, "cannot be read in " + folder);
        return text;
    }
    const std::string_view text = embedded::html(file);
    if (text.data() == nullptr) fail(file, "there is no such file");
    return std::string(text);
}

// The library makes an object of each blank and line end, and walks over all of them
// at each rendering, which was most of its time. So they are put away under control
// characters that HTML cannot hold, and brought back when the page is done.
constexpr char hidden_blank = '\x1f';
constexpr char hidden_line_end = '\x1e';

std::string with_hidden_blanks(std::string text) {
    std::ranges::replace(text, ' ', hidden_blank);
    std::ranges::replace(text, '\n', hidden_line_end);
    return text;
}

std::string with_shown_blanks(std::string text) {
    for (char& c : text) c = c == hidden_blank ? ' ' : c == hidden_line_end ? '\n' : c;
    return text;
}

// One page while it is put together from its files.
//
// The name of a section gets a '?' in front. That tells it from a value that is
// to be shown when both arrive at Values::get below, and only there.
struct Source {
    const std::string& folder;
    std::map<std::string, FileStamp> files;
    std::string text;

    void add_file(const std::string& file, int depth = 0) {
        if (depth > 8) fail(file, "the files pull in each other");
        files[file] = stamp_of(folder, file);
        const std::string content = read(folder, file);
        std::size_t done = 0;
        for (std::size_t open = 0; (open = content.find("{{", done)) != std::string::npos;) {
            const std::size_t close = content.find("}}", open);
            if (close == std::string::npos) fail(file, "a {{ without its }}");
            text += with_hidden_blanks(content.substr(done, open - done));
            done = close + 2;
            // A tag that shows nothing and stands alone takes its line away with it.
            const bool alone = (text.empty() || text.back() == hidden_line_end) && content.substr(done, 1) == "\n";
            const bool shows_nothing = add_tag(file, mustache::trim(content.substr(open + 2, close - open - 2)), depth);
            if (shows_nothing && alone) ++done;
        }
        text += with_hidden_blanks(content.substr(done));
    }

    // True if the tag itself leaves no text behind.
    bool add_tag(const std::string& file, const std::string& tag, int depth) {
        const char kind = tag.empty() ? '\0' : tag.front();
        const std::string name = mustache::trim(tag.substr(tag.empty() ? 0 : 1));
        switch (kind) {
            case '{':
            case '&':
            case '=':
                fail(file, "{{" + tag + "}} is not allowed: values are always escaped");
            case '!':
                return true;
            case '>':
                add_file(name + ".html", depth + 1);
                return true;
            case '#':
            case '^':
            case '/':
                text += std::string("{{") + kind + "?" + name + "}}";
                return true;
            default:
                text += "{{" + tag + "}}";
                return false;
        }
    }
};

// Looks names up as mustache does, from the inner section outwards, but strictly:
// a value that is to be shown must be there, and must be text.
class Values : public mustache::context<std::string> {
   public:
    Values(const Data& values, const std::string& file) : context(&values), file_(file) {}

    const Data* get(const std::string& name) const override {
        if (name.starts_with('?')) return section(context::get(name.substr(1)));
        const Data* value = context::get(name);
        if (value == nullptr || !value->is_string()) fail(file_, "no text for {{" + name + "}}");
        return value;
    }

   private:
    // An empty text shows no section, just as if it were absent.
    static const Data* section(const Data* value) {
        return value != nullptr && value->is_string() && value->string_value().empty() ? nullptr : value;
    }

    const std::string& file_;
};

struct Text {
    std::string text;
    Text& operator<<(const std::string& part) {
        text += part;
        return *this;
    }
};

}  // namespace

struct Templates::Page {
    std::map<std::string, FileStamp> files;
    mustache::mustache parsed;

    bool is_current(const std::string& folder) const {
        return std::ranges::all_of(files,
                                   [&folder](const auto& file) { return stamp_of(folder, file.first) == file.second; });
    }
};

Templates::Templates(std::string folder) : folder_(std::move(folder)) {}

std::string Templates::render(std::string_view name, const Data& values) {
    const std::string page_file = std::string(name) + ".html";
    std::shared_ptr<Page>& page = pages_[page_file];
    if (page == nullptr || !page->is_current(folder_)) {
        Source source{folder_, {}, {}};
        source.add_file(page_file);
        auto fresh = std::make_shared<Page>(Page{std::move(source.files), mustache::mustache(source.text)});
        if (!fresh->parsed.is_valid()) fail(page_file, fresh->parsed.error_message());
        page = std::move(fresh);
    }
    Values lookup(values, page_file);
    Text out;
    page->parsed.render(lookup, out);
    return to_utf8(with_shown_blanks(std::move(out.text)));
}

std::string Templates::file(std::string_view name) const {
    return read(folder_, std::string(name));
}

std::string Templates::version(std::string_view name) {
    Version& known = versions_[std::string(name)];
    const FileStamp stamp = stamp_of(folder_, std::string(name));
    if (known.text.empty() || stamp != known.stamp) known = {stamp, hex(sha256(file(name)).substr(0, 4))};
    return known.text;
}

}  // namespace cloakroom::view
