#include "view/templates.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

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
// at each rendering, which was most of its time. So it never sees the text between the
// tags: a number between two marks, which HTML cannot hold, stands there instead.
constexpr char mark = '\x1e';

// Values hold no mark, or they could pose as such a number.
std::string escape(const std::string& value) {
    std::string escaped = to_utf8(mustache::html_escape(value));
    for (std::size_t at = 0; (at = escaped.find(mark, at)) != std::string::npos;) {
        escaped.replace(at, 1, "\uFFFD");
    }
    return escaped;
}

// Puts the texts in the places of their numbers.
std::string with_texts(std::string_view rendered, const std::vector<std::string>& texts) {
    std::string page;
    for (;;) {
        const std::size_t open = rendered.find(mark);
        page += rendered.substr(0, open);
        if (open == std::string_view::npos) return page;
        rendered.remove_prefix(open + 1);
        const std::size_t close = rendered.find(mark);
        std::size_t number = 0;
        std::from_chars(rendered.data(), rendered.data() + close, number);
        page += texts.at(number);
        rendered.remove_prefix(close + 1);
    }
}

// One page while it is put together from its files.
//
// The name of a section gets a '?' in front. That tells it from a value that is
// to be shown when both arrive at Values::get below, and only there.
struct Source {
    const std::string& folder;
    std::map<std::string, FileStamp> files;
    std::vector<std::string> texts;
    std::string tags;  // what the library gets: tags, and numbers of texts
    std::string text;  // since the last tag

    void add_file(const std::string& file, int depth = 0) {
        if (depth > 8) fail(file, "the files pull in each other");
        files[file] = stamp_of(folder, file);
        const std::string content = read(folder, file);
        std::size_t done = 0;
        for (std::size_t open = 0; (open = content.find("{{", done)) != std::string::npos;) {
            const std::size_t close = content.find("}}", open);
            if (close == std::string::npos) fail(file, "a {{ without its }}");
            text += content.substr(done, open - done);
            done = close + 2;
            // A tag that shows nothing and stands alone takes its line away with it.
            const bool starts_line = text.empty() ? tags.empty() : text.back() == '\n';
            const bool alone = starts_line && content.substr(done, 1) == "\n";
            const bool shows_nothing = add_tag(file, mustache::trim(content.substr(open + 2, close - open - 2)), depth);
            if (shows_nothing && alone) ++done;
        }
        text += content.substr(done);
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
                end_text();
                tags += std::string("{{") + kind + "?" + name + "}}";
                return true;
            default:
                end_text();
                tags += "{{" + tag + "}}";
                return false;
        }
    }

    void end_text() {
        if (text.empty()) return;
        tags += mark + std::to_string(texts.size()) + mark;
        texts.push_back(to_utf8(text));
        text.clear();
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

struct Stream {
    std::string text;
    Stream& operator<<(const std::string& part) {
        text += part;
        return *this;
    }
};

}  // namespace

struct Templates::Page {
    std::map<std::string, FileStamp> files;
    std::vector<std::string> texts;
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
        Source source{folder_, {}, {}, {}, {}};
        source.add_file(page_file);
        source.end_text();
        auto fresh = std::make_shared<Page>(
            Page{std::move(source.files), std::move(source.texts), mustache::mustache(source.tags)});
        if (!fresh->parsed.is_valid()) fail(page_file, fresh->parsed.error_message());
        fresh->parsed.set_custom_escape(escape);
        page = std::move(fresh);
    }
    Values lookup(values, page_file);
    Stream rendered;
    page->parsed.render(lookup, rendered);
    return with_texts(rendered.text, page->texts);
}

std::string Templates::file(std::string_view name) const {
    return read(folder_, std::string(name));
}

bool Templates::folder_is_missing() const {
    return !folder_.empty() && !std::filesystem::is_directory(folder_);
}

std::string Templates::version(std::string_view name) {
    Version& known = versions_[std::string(name)];
    const FileStamp stamp = stamp_of(folder_, std::string(name));
    if (known.text.empty() || stamp != known.stamp) known = {stamp, hex(sha256(file(name)).substr(0, 4))};
    return known.text;
}

}  // namespace cloakroom::view
